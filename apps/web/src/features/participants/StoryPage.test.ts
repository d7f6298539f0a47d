// In the story, what the young person answered stands beside the entry, and what is held back from them says so.
import { participants } from '@modulus/contracts/participants.ts'
import { participantStory, type StoryItem } from '@modulus/contracts/participant-story.ts'
import { withholding } from '@modulus/contracts/withholding.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import { participant, withAll } from './participant.fake.ts'
import StoryPage from './StoryPage.vue'

const item: StoryItem = {
  id: '0190dddd-0000-7000-8000-00000000000a',
  kind: 'visit',
  at: '2026-11-03T10:00:00Z',
  params: { outcome: 'listened', interests: [] },
  theirWords: [],
  staffWords: 'Did not want to talk',
  by: 'Amina Hart',
}
const reply = {
  id: '0190dddd-0000-7000-8000-00000000000b',
  response: 'not_how_i_said_it' as const,
  words: 'Just no that day',
  at: '2026-11-05T10:00:00Z',
  answer: null,
}
const open = (more: Partial<StoryItem>, allowed = true) => {
  const one = participant({ knownAs: 'Iona', can: withAll(allowed) })
  const api = fakeApi()
    .on(participants.read, one)
    .on(participantStory.story, { items: [{ ...item, ...more }], next: null })
    .on(withholding.share, undefined)
  return mount(StoryPage, { path: `/people/${one.id}`, props: { participantId: one.id } }).then((page) => ({ api, page, one }))
}

it('quotes their answer beside the entry, and leads to answering it', async () => {
  const { page, one } = await open({ reply })
  expect(page.text()).toContain('Did not want to talk')
  expect(page.text()).toContain('“Just no that day”')
  expect(page.text()).toContain('Iona says that’s not how they said it')
  expect(
    page
      .findAll('a')
      .find((link) => link.text() === 'Answer')!
      .attributes('href'),
  ).toBe(`/replies?person=${one.id}`)
})
it('shows the answer once there is one, and asks nothing about "that’s right"', async () => {
  const answered = await open({
    reply: { ...reply, answer: { decision: 'read', words: 'Thank you', by: 'Amina Hart', at: '2026-11-06T10:00:00Z' } },
  })
  expect(answered.page.text()).toContain('Amina Hart answered: Thank you')
  const right = await open({ reply: { ...reply, response: 'thats_right', words: '' } })
  expect(right.page.text()).toContain('Iona says that’s right.')
  expect(right.page.findAll('a').map((link) => link.text())).not.toContain('Answer')
})
it('says what is held back, why and until when, and shows it to them again in one tap', async () => {
  const { page, api } = await open({ held: [{ what: 'note', reason: 'third_party', reviewOn: '2026-12-01' }] })
  expect(page.text()).toContain('Held back from them, only what was written about it: it is about someone else. Look again 1 Dec 2026.')
  await page.press('Show it to them')
  expect(api.callsOf(withholding.share)[0]).toMatchObject({ params: { entryId: item.id }, body: { kind: 'note' } })
})
it('offers holding back to the team, and to nobody else', async () => {
  const { page, one } = await open({})
  expect(
    page
      .findAll('a')
      .find((link) => link.text().startsWith('Hold back'))!
      .attributes('href'),
  ).toBe(`/people/${one.id}/entries/${item.id}/hold-back?kind=visit`)
  expect((await open({}, false)).page.text()).not.toContain('Hold back')
})
