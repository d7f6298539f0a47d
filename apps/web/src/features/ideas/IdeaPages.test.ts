import { ideas, type Idea } from '@modulus/contracts/ideas.ts'
import { interests } from '@modulus/contracts/interests.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import { addDays, dayOf } from '#lib/format.ts'
import IdeaListPage from './IdeaListPage.vue'
import IdeaNewPage from './IdeaNewPage.vue'
import IdeaPage from './IdeaPage.vue'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${n}`
const programmeId = someone.programmes[0]!.id
const idea = (more: Partial<Idea> = {}): Idea => ({
  id: id(10),
  programmeId,
  programmeName: 'Linnbrae',
  words: 'A day on the boats',
  raisedByKind: 'participant',
  raisedOn: addDays(dayOf(), -20),
  coMode: 'co_design',
  voiceOrAction: 'voice',
  status: 'raised',
  support: 2,
  mySupport: false,
  mine: false,
  replies: [],
  replyDueOn: addDays(dayOf(), -6),
  voices: [],
  decisions: [],
  version: 1,
  can: { reply: true, support: true, decide: true },
  ...more,
})

it('says how many replies are owed, and which are past what was promised', async () => {
  fakeApi().on(ideas.list, {
    items: [idea(), idea({ id: id(11), replyDueOn: null, status: 'adopted', words: 'Start at eleven' })],
    next: null,
  })
  const page = await mount(IdeaListPage, { path: '/ideas' })
  expect(page.text()).toContain('1 idea waiting for a reply, 1 past the 14 days we promise.')
  expect(page.text()).toContain('Reply was due')
  expect(page.text()).toContain('A young person')
  expect(page.find('blockquote').text()).toBe('“A day on the boats”')
})
it('keeps the filters in the address', async () => {
  const api = fakeApi().on(ideas.list, { items: [], next: null })
  const page = await mount(IdeaListPage, { path: '/ideas?status=parked' })
  expect(api.callsOf(ideas.list)[0]!.query).toMatchObject({ status: 'parked' })
  expect(page.text()).toContain('No idea fits these choices')
})
it('a reply says what becomes of it, and asks why when it is not possible', async () => {
  const api = fakeApi()
    .on(ideas.read, idea())
    .on(
      ideas.reply,
      idea({
        status: 'not_possible',
        replyDueOn: null,
        replies: [{ status: 'not_possible', words: 'No boat', by: 'Amina Hart', at: '2026-11-20T10:00:00Z' }],
      }),
    )
  const page = await mount(IdeaPage, { path: `/ideas/${id(10)}`, at: '/ideas/:ideaId', props: { ideaId: id(10) } })
  await page.press('Send the reply')
  expect(api.callsOf(ideas.reply)).toEqual([])
  await page.choose('Not possible')
  await page.fill('Why not?', 'No boat')
  await page.press('Send the reply')
  expect(api.callsOf(ideas.reply)[0]!.body).toEqual({ version: 1, status: 'not_possible', words: 'No boat' })
})
it('names who raised it only where the API does', async () => {
  fakeApi().on(
    ideas.read,
    idea({ voices: [{ participantId: id(20), knownAs: 'Iona', raised: true, interestId: id(21), ownWords: 'Boats' }] }),
  )
  const page = await mount(IdeaPage, { path: `/ideas/${id(10)}`, at: '/ideas/:ideaId', props: { ideaId: id(10) } })
  expect(page.text()).toContain('Iona')
  expect(page.text()).toContain('Made from what they said')
})
it('whoever may not reply is told when someone will', async () => {
  fakeApi().on(ideas.read, idea({ can: { reply: false, support: true, decide: false } }))
  const page = await mount(IdeaPage, { path: `/ideas/${id(10)}`, at: '/ideas/:ideaId', props: { ideaId: id(10) } })
  expect(page.text()).toContain('Nobody has replied yet')
  expect(page.text()).not.toContain('Send the reply')
})
it('an officer writes down a young person’s idea, with the words it came from kept apart', async () => {
  const heard = {
    id: id(21),
    ownWords: 'Boats',
    tag: null,
    label: null,
    status: 'heard' as const,
    who: { id: id(20), knownAs: 'Iona' },
    heardOn: null,
    stage: 'heard' as const,
  }
  const api = fakeApi()
    .on(interests.board, { items: [heard], named: true, tooFew: false })
    .on(ideas.raise, idea())
  const page = await mount(IdeaNewPage, { path: `/ideas/new?interest=${id(21)}`, at: '/ideas/new' })
  await page.choose('A young person’s')
  await page.fill('What is the idea?', 'A day on the boats')
  await page.press('Raise it')
  expect(api.callsOf(ideas.raise)[0]!.body).toEqual({
    programmeId,
    words: 'A day on the boats',
    coMode: 'co_design',
    raisedByKind: 'participant',
    voices: [{ participantId: id(20), interestId: id(21) }],
  })
})
