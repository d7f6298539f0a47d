import { participantStory, type StoryItem } from '@modulus/contracts/participant-story.ts'
import { participants, type Participant } from '@modulus/contracts/participants.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import { participant, withAll } from './participant.fake.ts'
import ParticipantFrame from './ParticipantFrame.vue'
import StoryPage from './StoryPage.vue'

const at = '/people/:participantId'
const open = async (one: Participant) => {
  fakeApi().on(participants.read, one)
  const others = ['about', 'interests', 'safety', 'agreement', 'access'].map((path) => ({
    path: `${at}/${path}`,
    component: { render: () => null },
  }))
  const page = await mount(ParticipantFrame, { props: { participantId: one.id }, path: `/people/${one.id}`, at, routes: others })
  await page.settle()
  return page
}

it('an officer sees who it is, what keeps a visit safe and the way to every part', async () => {
  const page = await open(participant())
  expect(page.get('h1').text()).toBe('Iona Erskine')
  expect(page.text()).toContain('Aged 16')
  expect(page.get('[aria-label=Safety]').text()).toContain('Two-person visits only.')
  expect(page.findAll('nav a').map((one) => one.text())).toEqual([
    'Story',
    'About',
    'Interests and goals',
    'Safety',
    'Deal',
    'Who sees this',
  ])
  expect(
    page
      .findAll('a')
      .find((one) => one.text() === 'Record a visit')!
      .attributes('href'),
  ).toBe(`/visits/new?person=${participant().id}`)
})
it('an alert past its review counts as current; no alert is not the same as safe', async () => {
  const flag = { ...participant().safety!.flags[0]!, reviewOn: '2020-01-01' }
  expect((await open(participant({ safety: { flags: [flag], checkedOn: null, checkedBy: null } }))).text()).toContain('treat as current')
  expect((await open(participant({ safety: { flags: [], checkedOn: null, checkedBy: null } }))).text()).toContain('no one has checked yet')
  expect((await open(participant({ safety: { flags: [], checkedOn: '2026-11-03', checkedBy: 'R. Sinclair' } }))).text()).toContain(
    'Last checked 3 Nov 2026 by R. Sinclair',
  )
})
it('a mentor is offered only what they may see', async () => {
  const page = await open(
    participant({ familyName: null, age: null, safety: null, can: withAll(false, 'hearInterest', 'seeInterests', 'seeParticipation') }),
  )
  expect(page.get('h1').text()).toBe('Iona')
  expect(page.find('[aria-label=Safety]').exists()).toBe(false)
  expect(page.findAll('nav a').map((one) => one.text())).toEqual(['Story', 'About', 'Interests and goals', 'Who sees this'])
  expect(page.text()).not.toContain('Record a visit')
})
it('someone who left is not visited; the way back is said', async () => {
  const page = await open(participant({ status: 'stepped_back', can: withAll(true, 'recordVisit') }))
  expect(page.text()).not.toContain('Record a visit')
  expect(page.text()).toContain('They have left. So no visit is recorded.')
  expect(
    page
      .findAll('a')
      .find((one) => one.text() === 'say that they are back')!
      .attributes('href'),
  ).toMatch(/about\/move$/)
})
it('tells the story with their words apart from ours, and goes on when asked', async () => {
  const visit = {
    id: participant().id,
    kind: 'visit' as const,
    at: '2026-11-03T10:00:00Z',
    params: { outcome: 'welcomed', wantsToCome: 'yes', interests: ['vans', 'music'] } as StoryItem['params'],
    theirWords: ['Out on the vans, no in an office'],
    staffWords: 'Went well',
    by: 'R. Sinclair',
  }
  const api = fakeApi()
    .on(participants.read, participant())
    .on(participantStory.story, ({ query }) =>
      query?.after
        ? {
            items: [
              {
                ...visit,
                kind: 'nomination' as const,
                params: { partner: 'Fire', sourceKind: 'fire', goodAt: 'Cooking' } as StoryItem['params'],
                theirWords: [],
                staffWords: '',
              },
            ],
            next: null,
          }
        : { items: [visit], next: 'more' },
    )
  const page = await mount(StoryPage, { props: { participantId: participant().id }, path: `/people/${participant().id}`, at })
  await page.settle()
  expect(page.text()).toContain('Home visit. Welcomed us. Would come along: yes')
  expect(page.text()).toContain('Into: vans and music.')
  expect(page.get('blockquote').text()).toContain('Out on the vans, no in an office')
  expect(page.text()).toContain('R. Sinclair wrote: Went well')
  await page.press('Show more')
  expect(api.callsOf(participantStory.story)[1]!.query).toEqual({ after: 'more' })
  expect(page.text()).toContain('Suggested by Fire (fire and rescue)')
})
