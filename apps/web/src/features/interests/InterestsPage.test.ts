import { interests, type HeardWords } from '@modulus/contracts/interests.ts'
import { trace } from '@modulus/contracts/trace.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import InterestsPage from './InterestsPage.vue'
import InterestTracePage from './InterestTracePage.vue'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${n}`
const words = (more: Partial<HeardWords> = {}): HeardWords => ({
  id: id(10),
  ownWords: 'Out on the vans',
  tag: 'trades',
  label: 'Trades',
  status: 'heard',
  who: null,
  heardOn: null,
  stage: 'heard',
  ...more,
})

it('stands in own words by what it is about, with who for the team', async () => {
  fakeApi()
    .on(interests.board, {
      items: [
        words({ who: { id: id(20), knownAs: 'Iona' } }),
        words({ id: id(11), ownWords: 'A kitchen', tag: null, label: null, stage: 'session' }),
      ],
      named: true,
      tooFew: false,
    })
    .on(interests.overview, { items: [] })
  const page = await mount(InterestsPage, { path: '/interests' })
  expect(page.findAll('h2').map((one) => one.text())).toEqual(['Trades', 'No tag yet', 'In numbers'])
  for (const said of ['2 things said. 1 became something.', '“Out on the vans”', 'Iona', 'In a session'])
    expect(page.text()).toContain(said)
})
it('without who for everyone else, and words that name someone are left out', async () => {
  const api = fakeApi().on(interests.board, { items: [words(), words({ id: id(11), ownWords: null })], named: false, tooFew: false })
  const page = await mount(InterestsPage, { path: '/interests' })
  expect(page.text()).toContain('Without names')
  expect(page.text()).toContain('These words name someone')
  expect(api.callsOf(interests.overview)).toEqual([])
})
it('shows nothing while too few have spoken, and says why', async () => {
  fakeApi().on(interests.board, { items: [], named: false, tooFew: true })
  expect((await mount(InterestsPage, { path: '/interests' })).text()).toContain('at least three young people have spoken')
})
it('follows words forward to a session, and says where the chain has a gap', async () => {
  fakeApi().on(trace.interest, {
    voice: { interestId: id(10), ownWords: 'Out on the vans', tag: 'trades', who: { id: id(20), knownAs: 'Iona' } },
    ideas: [{ id: id(30), words: 'A week with the joiners', status: 'adopted', support: 3 }],
    decisions: [],
    elements: [],
    sessions: [],
  })
  const page = await mount(InterestTracePage, { path: `/interests/${id(10)}`, at: '/interests/:interestId', props: { interestId: id(10) } })
  expect(page.text()).toContain('It became an idea. Nothing has been decided yet.')
  expect(page.findAll('ol > li').map((one) => one.text().replace(/\s+/g, ' '))).toEqual([
    'What was said“Out on the vans”Iona',
    'An ideaA week with the joinersWe are doing it',
    'A decisionNot yet.',
    'Part of a courseNot yet.',
    'A sessionNot yet.',
  ])
})
