import { visitSafety, type OutNow, type VisitSafety } from '@modulus/contracts/visit-safety.ts'
import { expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount, someone } from '#testing/mount.ts'
import MobilePage from './MobilePage.vue'
import OutNowPage from './OutNowPage.vue'
import RulesPage from './RulesPage.vue'
import SafetyPage from './SafetyPage.vue'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`
const visitId = id(11)
const safety = (more: Partial<VisitSafety> = {}): VisitSafety => ({
  visitId,
  programmeId: id(4),
  participant: { id: id(21), knownAs: 'Aidan' },
  startsAt: '2026-12-01T14:00:00.000Z',
  place: 'At home',
  visitStatus: 'planned',
  officer: { id: id(1), name: 'Amina Hart' },
  secondOfficer: null,
  state: 'not_planned',
  buddy: null,
  expectedMinutes: 45,
  baseContact: '',
  pairsRequired: true,
  needsApproval: true,
  flags: [
    {
      id: id(31),
      version: 3,
      code: 'two_people',
      whatToDo: 'Two of us, always',
      reviewOn: '2099-01-01',
      readByMe: false,
      unreadBy: ['Amina Hart'],
    },
  ],
  missing: ['buddy', 'second_officer', 'flags_read'],
  approvedBy: null,
  approvedAt: null,
  checkedInAt: null,
  expectedEndAt: null,
  checkedOutAt: null,
  closedBecause: null,
  steps: [],
  debriefs: [],
  colleagues: [{ id: id(12), name: 'Morag' }],
  ring: [],
  version: 0,
  can: {
    plan: true,
    readFlags: true,
    approve: false,
    checkIn: false,
    extend: false,
    fine: false,
    checkOut: false,
    clear: false,
    debrief: false,
  },
  ...more,
})
const open = () => mount(SafetyPage, { props: { visitId }, path: `/visits/${visitId}/safety` })

it('asks for a buddy, shows what to know first, and says what is missing before a lead can say yes', async () => {
  const api = fakeApi().on(visitSafety.read, safety())
  const page = await open()
  await page.settle()
  expect(page.text()).toContain('Not planned yet: say who waits to hear that you are out.')
  expect(page.text()).toContain('Two must go to this door.')
  expect(page.text()).toMatch(/Two of us, always.*Not read yet by Amina Hart/s)
  expect(page.text()).toContain('Agree a code phrase face to face: never write it here.')
  api.on(visitSafety.readFlags, safety())
  await page.press('I have read it')
  expect(api.callsOf(visitSafety.readFlags)[0]!.body).toEqual({ flags: [{ id: id(31), version: 3 }] })
  await page.fill('Your buddy', id(12))
  const planned = safety({ state: 'planned', buddy: { id: id(12), name: 'Morag' }, version: 1, missing: ['second_officer'] })
  api.on(visitSafety.plan, planned).on(visitSafety.read, planned)
  await page.press('Save the plan')
  await page.settle()
  expect(api.callsOf(visitSafety.plan)[0]!.body).toEqual({ version: 0, buddyId: id(12), expectedMinutes: 45, baseContact: '' })
  expect(page.text()).toContain('Still missing: a second officer.')
})
it('afterwards it asks how it went, and shows what happened', async () => {
  const api = fakeApi().on(
    visitSafety.read,
    safety({
      state: 'checked_out',
      checkedInAt: '2026-12-01T14:00:00.000Z',
      expectedEndAt: '2026-12-01T14:45:00.000Z',
      checkedOutAt: '2026-12-01T14:40:00.000Z',
      missing: [],
      steps: [
        {
          id: id(41),
          kind: 'extended',
          happenedAt: '2026-12-01T14:20:00.000Z',
          heardAt: '2026-12-01T14:31:00.000Z',
          by: 'Amina Hart',
          minutes: 15,
        },
      ],
      can: { ...safety().can, plan: false, readFlags: false, debrief: true },
    }),
  )
  const page = await open()
  await page.settle()
  expect(page.text()).toContain('Out and safe at 14:40.')
  expect(page.text()).toContain('More time by 15 minutes, Amina Hart. Heard at 14:31, when there was signal.')
  await page.choose('It was hard')
  await page.fill('Anything we should change?', 'Two of us next time')
  api.on(visitSafety.debrief, safety({ state: 'debriefed' }))
  await page.press('Save')
  expect(api.callsOf(visitSafety.debrief)[0]!.body).toEqual({ how: 'hard', words: '', changeWords: 'Two of us next time' })
})

const now = new Date()
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString()
const out = (more: Partial<OutNow> = {}): OutNow => ({
  visitId,
  programme: { id: id(4), name: 'Linnbrae' },
  officer: { id: id(1), name: 'Rowan' },
  secondOfficer: null,
  participant: { id: id(21), knownAs: 'Aidan' },
  place: 'At home',
  since: at(-30),
  expectedEndAt: at(15),
  buddy: { id: id(12), name: 'Morag' },
  buddyToldAt: null,
  leadsToldAt: null,
  ring: [],
  can: { extend: true, clear: true },
  ...more,
})
it('shows a lead who is out, who is overdue, and what comes next; one press says that they are safe', async () => {
  const api = fakeApi().on(visitSafety.outNow, {
    now: now.toISOString(),
    out: [
      out({
        visitId: id(13),
        officer: { id: id(2), name: 'Skye' },
        expectedEndAt: at(-20),
        buddyToldAt: at(-5),
        ring: [{ name: 'Skye', mobile: '07700900123' }],
      }),
      out(),
    ],
    waiting: [
      {
        visitId: id(14),
        participant: { id: id(22), knownAs: 'Iona' },
        startsAt: at(600),
        officer: { id: id(1), name: 'Rowan' },
        secondOfficer: null,
        missing: ['buddy'],
      },
    ],
  })
  const page = await mount(OutNowPage, { path: '/out-now', session: { roles: ['programme_lead'] } })
  await page.settle()
  expect(page.text()).toContain('1 visit without word. Ring now.')
  expect(page.text()).toMatch(/Skye.*No word.*Morag was told at .* Leads are told at.*Ring Skye/s)
  expect(page.text()).toContain('Expected out in 15 minutes.')
  expect(page.text()).toMatch(/Waits for your yes.*Rowan to Iona.*Still missing: a buddy/s)
  api.on(visitSafety.clear, safety())
  await page.press('Skye is out and safe')
  expect(api.callsOf(visitSafety.clear)[0]!.params).toEqual({ visitId: id(13) })
})
it('looks again every half minute without asking whose door it is, so that nobody’s read log fills', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
  const api = fakeApi().on(visitSafety.outNow, ({ query }) => ({
    now: now.toISOString(),
    out: [query?.quiet ? out({ participant: null, place: null, buddyToldAt: at(0), expectedEndAt: at(-16) }) : out()],
    waiting: [],
  }))
  const page = await mount(OutNowPage, { path: '/out-now', session: { roles: ['programme_lead'] } })
  await page.settle()
  expect(page.text()).toContain('Expected out in 15 minutes.')
  vi.advanceTimersByTime(30_000)
  await page.settle()
  expect(api.callsOf(visitSafety.outNow).map(({ query }) => query)).toEqual([{}, { quiet: 'true' }])
  expect(page.text()).toMatch(/Visiting Aidan.*Morag was told/s)
  page.unmount()
  vi.useRealTimers()
})
it('with nobody out it says what would be here', async () => {
  fakeApi().on(visitSafety.outNow, { now: now.toISOString(), out: [], waiting: [] })
  const page = await mount(OutNowPage, { path: '/out-now' })
  await page.settle()
  expect(page.text()).toMatch(/Nobody is at a door now.*Nobody is out/s)
})
it('a lead says how the programme goes out', async () => {
  const rules = { programmeId: someone.programmes[0]!.id, pairsRequired: false, leadApproves: true, version: 0, can: { change: true } }
  const api = fakeApi().on(visitSafety.rules, rules).on(visitSafety.changeRules, rules)
  const page = await mount(RulesPage, {
    path: '/out-now/rules',
    session: { roles: ['programme_lead'], programmes: [{ ...someone.programmes[0]!, roles: ['programme_lead'] }] },
  })
  await page.settle()
  await page.get('input[type=checkbox]').setValue(true)
  await page.press('Save')
  expect(api.callsOf(visitSafety.changeRules)[0]!.body).toEqual({ version: 0, pairsRequired: true, leadApproves: true })
})
it('a mobile is typed as people type it', async () => {
  const api = fakeApi().on(visitSafety.mobile, { personId: someone.userId, mobile: '', version: 0 })
  const page = await mount(MobilePage, { path: '/settings/mobile' })
  await page.settle()
  await page.fill('Mobile number', 'my mum’s')
  api.refuse(visitSafety.keepMobile, 'invalid-input', { errors: [{ pointer: '/body/mobile', keyword: 'mobile', detail: 'is not one' }] })
  await page.press('Save')
  expect(page.get('[role=alert]').text()).toContain('Give a British mobile number')
  await page.fill('Mobile number', '07700 900123')
  api.on(visitSafety.keepMobile, { personId: someone.userId, mobile: '07700 900123', version: 1 })
  await page.press('Save')
  expect(api.callsOf(visitSafety.keepMobile).at(-1)!.body).toEqual({ version: 0, mobile: '07700 900123' })
})
