import type { FoundEntry } from '@modulus/contracts/rights-access.ts'
import { rightsAccess } from '@modulus/contracts/rights-access.ts'
import { rights, rightsReplies, type RightsRequest } from '@modulus/contracts/rights.ts'
import { complaints, type Complaint } from '@modulus/contracts/rights-complaints.ts'
import { restrictions, type Restriction } from '@modulus/contracts/rights-restrictions.ts'
import { describe, expect, it } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ComplaintPage from './ComplaintPage.vue'
import FoundPage from './FoundPage.vue'
import PausedPage from './PausedPage.vue'
import RequestPage from './RequestPage.vue'
import RightNewPage from './RightNewPage.vue'
import RightsPage from './RightsPage.vue'
import { clockWords, toneOf } from './clock.ts'
import { piecesOf } from './pieces.ts'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${n}`
const participant = { id: id(10), knownAs: 'Iona', reference: 'YP-1004', restricted: false }
const programme = { id: id(11), name: 'Linnbrae' }
const none = Object.fromEntries(
  ['identify', 'pause', 'resume', 'extend', 'search', 'weighHarm', 'redact', 'submit', 'check', 'send', 'refuse', 'decide', 'read'].map(
    (one) => [one, false],
  ),
) as RightsRequest['can']
const request: RightsRequest = {
  ...{ id: id(20), kind: 'access', state: 'redacting', participant, programme, receivedOn: '2026-11-01', closedOn: null },
  clock: { dueOn: '2026-12-01', daysLeft: 5, paused: false, extended: false },
  ...{
    words: 'All of it',
    madeBy: 'participant',
    madeHow: 'own_page',
    idAskedOn: null,
    idOkOn: '2026-11-01',
    idHow: 'Signed in',
    extendedReason: '',
  },
  ...{
    pauses: [],
    harm: null,
    found: { entries: 40, undecided: 1, withheld: 2, masks: 3 },
    preparedBy: null,
    checkedBy: null,
    checkWords: '',
    package: null,
  },
  ...{
    outcome: null,
    outcomeWords: '',
    version: 4,
    can: { ...none, read: true, redact: true, submit: true, weighHarm: true, search: true },
  },
}
const entry: FoundEntry = {
  ...{ id: id(30), number: 1, source: 'notes', field: 'staff_words', at: '2026-11-03T10:00:00Z', byRole: 'outreach_officer', own: false },
  ...{ body: 'Came with Rosa and the dog', withheldReason: 'third_party', decision: null, decisionReason: '' },
  masks: [{ id: id(31), start: 10, length: 4, kind: 'participant', reason: '', by: null, lifted: false, liftedReason: '' }],
}
const second: FoundEntry = { ...entry, id: id(32), number: 2, body: 'Likes boats', withheldReason: null, masks: [] }
const data = { session: { roles: ['data_lead' as const] } }
const complaint: Complaint = {
  ...{
    id: id(40),
    participant,
    programme,
    words: 'You told my school',
    madeBy: 'participant',
    madeHow: 'own_page',
    receivedOn: '2026-11-01',
    state: 'received',
  },
  ...{
    acknowledgeBy: '2026-12-01',
    daysLeft: -1,
    acknowledgedOn: null,
    outcome: null,
    answer: '',
    answeredOn: null,
    version: 1,
    can: { acknowledge: true, answer: false },
  },
}
const restriction: Restriction = {
  ...{
    id: id(50),
    participant,
    programme,
    ground: 'accuracy',
    reason: 'The address',
    fromOn: '2026-11-01',
    toldOn: null,
    liftedOn: null,
    liftedReason: '',
    version: 1,
  },
  can: { tell: true, lift: false },
}

describe('a legal clock', () => {
  it('says what is left, and only what is late is red', () => {
    expect(clockWords({ dueOn: '2026-12-01', daysLeft: 1, paused: false })).toBe('Due 1 Dec 2026, 1 day left')
    expect(clockWords({ dueOn: '2026-12-01', daysLeft: -2, paused: false })).toContain('Late by 2 days')
    expect(clockWords({ dueOn: null, daysLeft: 9, paused: true })).toBe('Clock stopped, 9 days left')
    expect([toneOf(-1), toneOf(7), toneOf(8), toneOf(-1, true)]).toEqual(['harm', 'amber', 'neutral', 'neutral'])
  })
})
it('covered text is cut as the API cuts it, whatever overlaps', () => {
  const say = (masks: { start: number; length: number; lifted?: boolean }[]) =>
    piecesOf(
      'abcdefgh',
      masks.map((one) => ({ lifted: false, ...one })),
    )
      .map((one) => (one.covered ? '#' : one.text))
      .join('')
  expect([
    say([
      { start: 0, length: 2 },
      { start: 4, length: 2 },
    ]),
    say([
      { start: 1, length: 4 },
      { start: 3, length: 3 },
    ]),
    say([{ start: 2, length: 3, lifted: true }]),
  ]).toEqual(['#cd#gh', 'a#gh', 'abcdefgh'])
})

it('the inbox says how many wait, and what else there is', async () => {
  fakeApi()
    .on(rights.list, {
      items: [request, { ...request, id: id(21), clock: { dueOn: '2026-11-20', daysLeft: -2, paused: false, extended: false } }],
    })
    .on(complaints.list, { items: [complaint] })
    .on(restrictions.list, { items: [restriction] })
    .on(rightsReplies.unanswered, { items: [{ programmeName: 'Linnbrae', reference: 'YP-1007', since: '2026-11-03T10:00:00Z', count: 2 }] })
  const page = await mount(RightsPage, { path: '/rights', ...data })
  for (const words of [
    '2 requests to answer, 1 of them late',
    'Iona, Linnbrae',
    'A copy of their record',
    'Late by',
    '1 record paused',
    '2 answers wait',
    'YP-1007',
  ])
    expect(page.text()).toContain(words)
})
it('a request shows its clock and its next step', async () => {
  const api = fakeApi()
    .on(rights.read, request)
    .on(rights.submit, { ...request, state: 'second_check' })
  const page = await mount(RequestPage, { path: `/rights/requests/${request.id}`, props: { requestId: request.id }, ...data })
  for (const words of ['Go through it', 'Due 1 Dec', '1 entry to decide about', 'serious harm is still to be weighed'])
    expect(page.text()).toContain(words)
  await page.press('Give to a second person')
  expect(api.callsOf(rights.submit)[0]!.body).toEqual({ version: 4 })
})
it('a step that needs words asks for them, and sends what was said', async () => {
  const api = fakeApi().on(rights.read, request).on(rights.weighHarm, request)
  const page = await mount(RequestPage, { path: `/rights/requests/${request.id}`, props: { requestId: request.id }, ...data })
  await page.press('Weigh serious harm')
  await page.press('Keep the answer')
  expect(api.callsOf(rights.weighHarm)).toEqual([])
  await page.choose('Leave it out')
  await page.fill('Why', 'An inquiry goes on')
  await page.press('Keep the answer')
  expect(api.callsOf(rights.weighHarm)[0]!.body).toEqual({ test: 'withhold', words: 'An inquiry goes on', asked: '', version: 4 })
})
describe('what was found', () => {
  const open = async () => {
    const api = fakeApi()
      .on(rights.read, request)
      .on(rightsAccess.entries, { items: [entry, second], next: null })
      .on(rightsAccess.mask, undefined as never)
      .on(rightsAccess.lift, undefined as never)
      .on(rightsAccess.decideEntry, undefined as never)
    return {
      api,
      page: await mount(FoundPage, { path: `/rights/requests/${request.id}/found`, props: { requestId: request.id }, ...data }),
    }
  }
  it('is shown as they will read it, beside what it says', async () => {
    const { page } = await open()
    expect(page.text()).toContain('Came with [someone else] and the dog')
    expect(page.get('textarea').element.value).toBe('Came with Rosa and the dog')
  })
  it('is gone through by keyboard: next, previous, cover what is selected', async () => {
    const { api, page } = await open()
    const text = () => page.get('textarea')
    await text().trigger('keydown', { key: 'n' })
    expect(text().element.value).toBe('Likes boats')
    await text().trigger('keydown', { key: 'n' })
    await text().trigger('keydown', { key: 'p' })
    expect(text().element.value).toBe('Came with Rosa and the dog')
    await text().trigger('keydown', { key: 'm' })
    expect(page.text()).toContain('Select the words to cover first')
    text().element.setSelectionRange(19, 26)
    await text().trigger('keydown', { key: 'm' })
    expect(page.text()).toContain('Say why it is covered')
    await page.fill('Reason', 'A neighbour’s')
    text().element.setSelectionRange(19, 26)
    await text().trigger('keydown', { key: 'm' })
    await page.settle()
    expect(api.callsOf(rightsAccess.mask)[0]!.body).toEqual({ foundId: entry.id, start: 19, length: 7, reason: 'A neighbour’s' })
  })
  it('a mask is lifted, and an entry held back, only with a reason', async () => {
    const { api, page } = await open()
    await page.press('Hold all of it back')
    expect(page.text()).toContain('Say why it is held back')
    await page.fill('Reason', 'About Rosa')
    await page.press('Hold all of it back')
    await page.press('Show it: Rosa')
    expect(api.callsOf(rightsAccess.decideEntry)[0]!.body).toEqual({ decision: 'withhold', reason: 'About Rosa' })
    expect(api.callsOf(rightsAccess.lift)[0]!.body).toEqual({ reason: 'About Rosa' })
  })
})
it('a complaint is acknowledged in words', async () => {
  const api = fakeApi()
    .on(complaints.read, complaint)
    .on(complaints.acknowledge, { ...complaint, state: 'acknowledged' })
  const page = await mount(ComplaintPage, { path: `/rights/complaints/${complaint.id}`, props: { complaintId: complaint.id }, ...data })
  expect(page.text()).toContain('Late by 1 day')
  await page.press('Acknowledge')
  expect(api.callsOf(complaints.acknowledge)).toEqual([])
  await page.fill('Your words to them', 'We have it')
  await page.press('Acknowledge')
  expect(api.callsOf(complaints.acknowledge)[0]!.body).toEqual({ words: 'We have it', version: 1 })
})
it('a record is paused with a ground and a reason, and they are told before it goes on', async () => {
  const api = fakeApi()
    .on(restrictions.list, { items: [restriction] })
    .on(restrictions.restrict, restriction)
    .on(restrictions.tell, restriction)
  const page = await mount(PausedPage, { path: '/rights/paused?reference=YP-1004', ...data })
  await page.choose('They say something is wrong, and we check it')
  await page.fill('What it is about', 'The address')
  await page.press('Pause it')
  expect(api.callsOf(restrictions.restrict)[0]!.body).toEqual({ reference: 'YP-1004', ground: 'accuracy', reason: 'The address' })
  expect(page.text()).not.toContain('Go on using it')
  await page.press('Tell them it goes on')
  await page.fill('Your words to them', 'It is right now')
  await page.press('Tell them')
  expect(api.callsOf(restrictions.tell)[0]!.body).toEqual({ words: 'It is right now', version: 1 })
})
it('a request on paper is written down with what is known', async () => {
  const api = fakeApi().on(rights.record, request)
  const page = await mount(RightNewPage, { path: '/rights/new', ...data })
  await page.press('Write it down')
  expect(api.callsOf(rights.record)).toEqual([])
  await page.fill('Whose record? Their reference', 'YP-1004')
  await page.fill('What do they ask for?', 'objection')
  await page.fill('How did they ask?', 'letter')
  await page.press('Write it down')
  expect(api.callsOf(rights.record)[0]!.body).toMatchObject({ reference: 'YP-1004', kind: 'objection', how: 'letter' })
})
