import { meetings, type Meeting, type MeetingAction } from '@modulus/contracts/meetings.ts'
import { promises } from '@modulus/contracts/promises.ts'
import { expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import MeetingListPage from './MeetingListPage.vue'
import MeetingNewPage from './MeetingNewPage.vue'
import MeetingPage from './MeetingPage.vue'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${n}`
const programme = someone.programmes[0]!
const lead = { roles: ['programme_lead' as const], programmes: [{ ...programme, roles: ['programme_lead' as const] }] }
const line = {
  id: id(51),
  programmeId: programme.id,
  programmeName: programme.name,
  kind: 'tasking' as const,
  startsAt: '2026-11-24T10:00:00.000Z',
  place: 'Fire station',
  participantsPresent: 2,
  openActions: 1,
  actions: 2,
}
const action = (more: Partial<MeetingAction> = {}): MeetingAction => ({
  id: id(61),
  programmeId: programme.id,
  meetingId: id(51),
  what: 'Find a second van',
  owner: { userId: someone.userId, name: someone.name, partner: 'Fire' },
  ownerGone: false,
  dueOn: '2026-12-01',
  status: 'todo',
  blockedBy: '',
  version: 2,
  can: { amend: true, move: true },
  ...more,
})
const meeting = (more: Partial<Meeting> = {}): Meeting => ({
  ...line,
  preBriefDone: true,
  expensesArranged: false,
  theirView: 'Keep the vans',
  attendees: [{ userId: someone.userId, name: someone.name, partner: 'Fire' }],
  agenda: {
    since: '2026-11-01',
    promises: [{ id: id(71), words: 'A quote for tools', detail: 'Ros Kerr to Amina Hart', on: '2026-11-22' }],
    promisesToYoungPeople: 2,
    decisions: [],
    adaptations: [],
    barriers: [],
    pace: [{ id: id(72), on: '2026-11-10', asked: 6, theirPace: 4, ourPace: 3, action: 'hold' }],
  },
  list: [action()],
  carries: null,
  version: 1,
  can: { amend: true, add: true, addOwn: true },
  ...more,
})
const people = { items: [{ userId: someone.userId, name: someone.name, kind: 'lead' as const, partner: 'Fire' }] }
const open = (more: Partial<Meeting> = {}) => {
  const api = fakeApi().on(meetings.read, meeting(more)).on(promises.people, people)
  return {
    api,
    page: () =>
      mount(MeetingPage, { path: `/meetings/${id(51)}`, at: '/meetings/:meetingId', props: { meetingId: id(51) }, session: lead }),
  }
}

it('lists meetings by what came of them', async () => {
  fakeApi().on(meetings.list, { items: [line], next: null })
  const page = await mount(MeetingListPage, { path: '/meetings', session: lead })
  for (const words of ['1 action from these meetings still open.', 'Tasking, Tue 24 Nov, 10:00', '2 young people there', '1 of 2 open'])
    expect(page.text()).toContain(words)
})
it('puts the agenda together, says what is empty, and names no young person', async () => {
  const page = await open().page()
  for (const words of [
    'A quote for tools',
    '2 promises to young people are due too: talked over with each of them, not here.',
    'Nothing. Worth asking why.',
    '6 young people say: a bit fast. We say: about right.',
    '“Keep the vans”',
    'Fares and time are not arranged yet.',
  ])
    expect(page.text()).toContain(words)
})
it('changes how far an action is in place, and asks what is in the way first', async () => {
  const { api, page } = open()
  api.on(meetings.move, action({ status: 'doing', version: 3 }))
  const shown = await page()
  await shown.fill('How far is it: Find a second van', 'doing')
  await shown.settle()
  expect(api.callsOf(meetings.move).map(({ body }) => body)).toEqual([{ version: 2, status: 'doing', blockedBy: '' }])
  await shown.fill('How far is it: Find a second van', 'blocked')
  expect(api.callsOf(meetings.move)).toHaveLength(1)
  await shown.fill('What is in the way?', 'No driver')
  await shown.press('Save')
  expect(api.callsOf(meetings.move)[1]!.body).toMatchObject({ status: 'blocked', blockedBy: 'No driver' })
})
it('adds an action with one owner', async () => {
  const { api, page } = open({ list: [] })
  api.on(meetings.act, action())
  const shown = await page()
  expect(shown.text()).toContain('The actions are the minutes')
  await shown.press('Add the action')
  expect(shown.text()).toContain('Choose one person who owns it')
  await shown.fill('What is to be done?', 'Ring the college')
  await shown.fill('Who owns it?', someone.userId)
  await shown.press('Add the action')
  expect(api.callsOf(meetings.act)[0]!.body).toEqual({
    programmeId: programme.id,
    meetingId: id(51),
    what: 'Ring the college',
    ownerId: someone.userId,
    dueOn: null,
  })
})
it('warns kindly when one person carries too much, and when an owner has gone', async () => {
  const page = await open({ carries: { name: 'Ros Kerr', actions: 3, of: 5 }, list: [action({ ownerGone: true })] }).page()
  expect(page.text()).toContain('Ros Kerr owns 3 of 5 open actions.')
  expect(page.text()).toContain('Its owner has gone or is going')
})
it('plans a meeting in a few choices', async () => {
  const api = fakeApi().on(promises.people, people).on(meetings.plan, meeting())
  const page = await mount(MeetingNewPage, { path: '/meetings/new', session: lead })
  await page.press('Plan it')
  expect(page.text()).toContain('Say what kind of meeting')
  await page.choose('Tasking')
  await page.fill('Date', '2026-11-24')
  await page.fill('Time', '10:00')
  await page.press('Plan it')
  expect(api.callsOf(meetings.plan)[0]!.body).toEqual({
    programmeId: programme.id,
    kind: 'tasking',
    startsAt: '2026-11-24T10:00:00.000Z',
    place: '',
    attendeeIds: [someone.userId],
  })
})
