import { visitSafety, type VisitSafety } from '@modulus/contracts/visit-safety.ts'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import { forget, resume } from './door.ts'
import SafetyDoorCard from './SafetyDoorCard.vue'

const visitId = '0190aaaa-0000-7000-8000-0000000000b1'
const safety = (more: Partial<VisitSafety> = {}): VisitSafety => ({
  visitId,
  programmeId: '0190aaaa-0000-7000-8000-000000000004',
  participant: { id: '0190aaaa-0000-7000-8000-0000000000a1', knownAs: 'Aidan' },
  startsAt: '2026-11-22T14:00:00.000Z',
  place: 'At home',
  visitStatus: 'planned',
  officer: { id: '0190aaaa-0000-7000-8000-000000000001', name: 'Amina Hart' },
  secondOfficer: null,
  state: 'approved',
  buddy: { id: '0190aaaa-0000-7000-8000-0000000000c1', name: 'Morag' },
  expectedMinutes: 45,
  baseContact: '0141 000 0000',
  pairsRequired: false,
  needsApproval: true,
  flags: [],
  missing: [],
  approvedBy: 'Lena',
  approvedAt: '2026-11-22T09:00:00.000Z',
  checkedInAt: null,
  expectedEndAt: null,
  checkedOutAt: null,
  closedBecause: null,
  steps: [],
  debriefs: [],
  colleagues: [],
  ring: [],
  version: 2,
  can: {
    plan: true,
    readFlags: false,
    approve: false,
    checkIn: true,
    extend: false,
    fine: false,
    checkOut: false,
    clear: false,
    debrief: false,
  },
  ...more,
})
const inside = (more: Partial<VisitSafety> = {}) =>
  safety({
    state: 'checked_in',
    checkedInAt: '2026-11-22T14:00:00.000Z',
    expectedEndAt: '2026-11-22T14:45:00.000Z',
    can: { ...safety().can, plan: false, checkIn: false, extend: true, fine: true, checkOut: true },
    ...more,
  })
const outside = () => inside({ state: 'checked_out', can: { ...safety().can, plan: false, checkIn: false, debrief: true } })
let shown: Awaited<ReturnType<typeof mount>> | undefined
const show = async (one: VisitSafety) =>
  (shown = await mount(SafetyDoorCard, { props: { safety: one }, path: `/visits/${visitId}/safety` }))

const held = () =>
  Object.keys(sessionStorage)
    .filter((key) => key.startsWith('modulus.door.'))
    .map((key) => [key, sessionStorage.getItem(key)!] as const)
const vibrate = vi.fn(() => true)
beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-22T14:00:00.000Z') })
  vi.stubGlobal('navigator', Object.assign(navigator, { vibrate }))
  document.title = 'Home safe - Modulus'
  vibrate.mockClear()
})
afterEach(() => {
  shown?.unmount()
  forget()
  sessionStorage.clear()
  vi.useRealTimers()
})

it('without any signal the phone itself says when the time is over, and goes quiet with one press', async () => {
  fakeApi().cutOff(visitSafety.checkIn).cutOff(visitSafety.fine)
  const page = await show(safety())
  expect(page.text()).toContain('Morag waits to hear from you within 45 minutes. Where you are is not followed.')
  await page.press('I am at the door')
  expect(page.text()).toContain('You are inside')
  expect(page.text()).toContain('Out by 14:45')
  expect(page.text()).toMatch(/Not sent yet.*At the door, 14:00.*Morag does not know yet.*0141 000 0000/s)

  await vi.advanceTimersByTimeAsync(44 * 60_000)
  expect(page.find('[role=alert]').exists()).toBe(false)
  expect(vibrate).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(page.get('[role=alert]').text()).toContain('It is past 14:45. Are you out?')
  expect(page.get('[role=alert]').text()).toContain('Morag is told at 15:00, the leads at 15:15')
  expect(document.title).toBe('Check out now: Home safe - Modulus')
  expect(vibrate).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(vibrate.mock.calls.length).toBeGreaterThan(1)

  await page.press('I am fine, still here')
  await vi.advanceTimersByTimeAsync(100)
  expect(page.find('[role=alert]').exists()).toBe(false)
  expect(page.text()).toContain('Out by 15:01')
  expect(document.title).toBe('Home safe - Modulus')
})

it('sends what waited in the order in which it happened, with the time of the phone, once there is signal', async () => {
  const api = fakeApi().cutOff(visitSafety.checkIn).cutOff(visitSafety.checkOut)
  const page = await show(safety())
  await page.press('I am at the door')
  await vi.advanceTimersByTimeAsync(20 * 60_000)
  await page.press('I am out and safe')
  expect(page.text()).toMatch(/Not sent yet.*At the door, 14:00.*Out and safe, 14:20/s)
  expect(JSON.parse(held()[0]![1]).waiting).toHaveLength(2)
  api.on(visitSafety.checkIn, inside()).on(visitSafety.checkOut, outside())
  window.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(100)
  const sent = [...api.callsOf(visitSafety.checkIn).slice(-1), ...api.callsOf(visitSafety.checkOut).slice(-1)]
  expect(sent.map(({ body }) => body.happenedAt)).toEqual(['2026-11-22T14:00:00.000Z', '2026-11-22T14:20:00.000Z'])
  expect(page.text()).not.toContain('Not sent yet')
  expect(held()).toEqual([])
})

it('after a reload the alarm still comes, and what was not sent is sent under the same id', async () => {
  const api = fakeApi().cutOff(visitSafety.checkIn)
  const page = await show(safety())
  await page.press('I am at the door')
  const before = held()
  page.unmount()
  shown = undefined
  forget() // the tab begins anew ...
  for (const [key, value] of before) sessionStorage.setItem(key, value) // ... with what it held
  await vi.advanceTimersByTimeAsync(50 * 60_000)
  expect(document.title).not.toContain('Check out now')
  api.on(visitSafety.checkIn, inside())
  await resume()
  await vi.advanceTimersByTimeAsync(10)
  expect(document.title).toContain('Check out now')
  const sent = JSON.parse(before[0]![1]).waiting[0].id
  expect(api.callsOf(visitSafety.checkIn).at(-1)!.body.id).toBe(sent)
})

it('more time puts the alarm off, and being out ends it', async () => {
  fakeApi().on(visitSafety.extend, inside()).on(visitSafety.checkOut, outside())
  const page = await show(inside())
  await vi.advanceTimersByTimeAsync(10 * 60_000)
  expect(page.text()).toContain('Out by 14:45, in 35 minutes')
  await page.press('I am out and safe')
  await vi.advanceTimersByTimeAsync(60 * 60_000)
  expect(vibrate).not.toHaveBeenCalled()
})

it('says what the API would not take, and never hides it', async () => {
  fakeApi().refuse(visitSafety.checkIn, 'visit-not-approved')
  const page = await show(safety())
  await page.press('I am at the door')
  await vi.advanceTimersByTimeAsync(10)
  expect(page.get('[role=alert]').text()).toContain('This did not go through: At the door')
  expect(page.get('[role=alert]').text()).toContain('Do not go in. Ring a lead.')
})

it('a buddy sees who is inside, can ring them, and says that they are safe; their own phone does not ring', async () => {
  const api = fakeApi().on(visitSafety.clear, outside())
  const page = await show(
    inside({
      can: { ...safety().can, checkIn: false, plan: false, extend: true, clear: true },
      ring: [{ name: 'Amina Hart', mobile: '07700900123' }],
    }),
  )
  expect(page.text()).toContain('They are inside')
  expect(page.get('a[href="tel:07700900123"]').text()).toContain('Ring Amina Hart')
  await vi.advanceTimersByTimeAsync(50 * 60_000)
  expect(vibrate).not.toHaveBeenCalled()
  expect(page.get('[role=alert]').text()).toContain('They meant to be out by 14:45.')
  await page.press('They are out and safe')
  await vi.advanceTimersByTimeAsync(10)
  expect(api.callsOf(visitSafety.clear)).toHaveLength(1)
})
