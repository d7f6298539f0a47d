import { drafts } from '@modulus/contracts/drafts.ts'
import { mentoring, type MentorMatch, type MeetUp } from '@modulus/contracts/mentoring.ts'
import { expect, it } from 'vitest'
import { addDays, dayOf } from '#lib/format.ts'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import MatchPage from './MatchPage.vue'
import MeetUpChangePage from './MeetUpChangePage.vue'
import MeetUpPage from './MeetUpPage.vue'
import MentoringPage from './MentoringPage.vue'

const id = '0190aaaa-0000-7000-8000-0000000000e1'
const no = { accept: false, sayTheirYes: false, decline: false, agree: false, log: false, end: false, swap: false }
const match: MentorMatch = {
  id,
  participant: { id: '0190aaaa-0000-7000-8000-0000000000c1', programmeId: '0190aaaa-0000-7000-8000-000000000004', knownAs: 'Iona' },
  mentor: { id: someone.userId, name: someone.name },
  status: 'active',
  proposedOn: '2026-10-01',
  theirYesOn: '2026-10-02',
  mentorYesOn: '2026-10-02',
  startedOn: '2026-10-02',
  endedOn: null,
  endedBy: null,
  swapWanted: false,
  purpose: 'Football',
  goals: [],
  meetsEveryDays: 14,
  contactRoutes: '',
  boundaries: '',
  reviewAgreementOn: null,
  lastOn: '2026-10-03',
  nextOn: null,
  meetUps: 1,
  quiet: true,
  swappedFromId: null,
  endedWords: null,
  version: 3,
  can: { ...no, log: true, agree: true, end: true },
}
const mentor = { roles: ['mentor' as const], programmes: [] }
const base = () =>
  fakeApi()
    .on(drafts.list, { items: [] })
    .on(drafts.keep, (call) => ({
      id: call.params.draftId,
      kind: 'mentoring' as const,
      aboutId: id,
      title: '',
      version: 1,
      updatedAt: '2026-11-22T10:00:00.000Z',
    }))
    .on(drafts.discard, undefined as never)

it('shows a mentor their young people, kindly when it has been quiet', async () => {
  base().on(mentoring.list, { items: [match], next: null })
  const page = await mount(MentoringPage, { path: '/mentoring', session: mentor })
  expect(page.text()).toContain('A while since')
  expect(page.find('.text-error, .border-harm').exists()).toBe(false)
})
it('asks a mentor without telling the name', async () => {
  const asked = {
    ...match,
    status: 'proposed' as const,
    participant: { ...match.participant, knownAs: null },
    quiet: false,
    mentorYesOn: null,
    can: { ...no, accept: true, decline: true },
  }
  const api = base()
    .on(mentoring.read, asked)
    .on(mentoring.accept, { ...asked, mentorYesOn: dayOf() })
  const page = await mount(MatchPage, { path: `/mentoring/${id}`, at: '/mentoring/:matchId', props: { matchId: id }, session: mentor })
  expect(page.text()).toContain('You learn their name when you have both said yes.')
  await page.press('Yes, I will')
  expect(api.callsOf(mentoring.accept)[0]!.body).toEqual({ version: 3 })
})
it('notes a meet-up in four choices and some words', async () => {
  const api = base()
    .on(mentoring.read, match)
    .on(mentoring.log, {
      id,
      matchId: id,
      heldOn: dayOf(),
      minutes: 60,
      place: '',
      kind: 'met',
      nextOn: null,
      theirWords: '',
      staffWords: '',
      writtenBy: null,
      earlier: [],
      version: 1,
      can: { amend: true, takeBack: true },
    })
  const page = await mount(MeetUpPage, {
    path: `/mentoring/${id}/note`,
    at: '/mentoring/:matchId/note',
    props: { matchId: id },
    session: mentor,
  })
  await page.press('Save the note')
  expect(page.text()).toContain('Say how you were in touch')
  await page.choose('Met up')
  await page.choose('An hour')
  await page.choose('In two weeks')
  await page.fill('What they wanted to talk about', 'The vans')
  await page.press('Save the note')
  expect(api.callsOf(mentoring.log)[0]!.body).toMatchObject({
    matchId: id,
    kind: 'met',
    heldOn: dayOf(),
    minutes: 60,
    nextOn: addDays(dayOf(), 14),
    theirWords: 'The vans',
  })
  expect(page.router.currentRoute.value.fullPath).toBe(`/mentoring/${id}?saved=meetup`)
})

const note: MeetUp = {
  id: '0190bbbb-0000-7000-8000-0000000000f1',
  matchId: id,
  heldOn: dayOf(),
  minutes: 60,
  place: '',
  kind: 'met',
  nextOn: null,
  theirWords: 'The vans',
  staffWords: '',
  writtenBy: 'Amina Hart',
  earlier: [],
  version: 1,
  can: { amend: true, takeBack: true },
}
const atNote = {
  path: `/mentoring/${id}/notes/${note.id}`,
  at: '/mentoring/:matchId/notes/:sessionId',
  props: { matchId: id, sessionId: note.id },
}
it('a note just saved can be put right: the version goes along', async () => {
  const api = base()
    .on(mentoring.readMeetUp, note)
    .on(mentoring.amendMeetUp, { ...note, version: 2 })
  const page = await mount(MeetUpChangePage, { ...atNote, session: mentor })
  await page.choose('Phone call')
  await page.fill('How many minutes?', '')
  await page.fill('What they wanted to talk about', 'The vans, and his gran')
  await page.press('Save the change')
  expect(api.callsOf(mentoring.amendMeetUp)[0]!.body).toMatchObject({
    version: 1,
    kind: 'call',
    minutes: null,
    theirWords: 'The vans, and his gran',
  })
  expect(page.router.currentRoute.value.fullPath).toBe(`/mentoring/${id}?saved=changed`)
})
it('or taken back; and too late for that is said in words', async () => {
  base().on(mentoring.readMeetUp, note).refuse(mentoring.takeBackMeetUp, 'too-late-to-change')
  const late = await mount(MeetUpChangePage, { ...atNote, session: mentor })
  await late.press('Take it back')
  expect(late.text()).toContain('more than 30 minutes ago')
  const api = base()
    .on(mentoring.readMeetUp, note)
    .on(mentoring.takeBackMeetUp, null as never)
  const page = await mount(MeetUpChangePage, { ...atNote, session: mentor })
  await page.press('Take it back')
  expect(api.callsOf(mentoring.takeBackMeetUp)).toHaveLength(1)
  expect(page.router.currentRoute.value.fullPath).toBe(`/mentoring/${id}?saved=undone`)
})
it('a note that is older says so instead of a form', async () => {
  base().on(mentoring.readMeetUp, { ...note, can: { amend: false, takeBack: false } })
  const page = await mount(MeetUpChangePage, { ...atNote, session: mentor })
  expect(page.text()).toContain('can no longer be changed')
  expect(page.findAll('form')).toHaveLength(0)
})
