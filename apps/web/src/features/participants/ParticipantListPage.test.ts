import { participants, type CaseloadSummary, type ParticipantRow } from '@modulus/contracts/participants.ts'
import { savedViews } from '@modulus/contracts/saved-views.ts'
import { expect, it, vi } from 'vitest'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import ParticipantListPage from './ParticipantListPage.vue'

const id = (n: number) => `0190cccc-0000-7000-8000-00000000000${n}`
const person = (n: number, knownAs: string, more: Partial<ParticipantRow> = {}): ParticipantRow => ({
  id: id(n),
  programmeId: id(9),
  programmeName: 'Linnbrae',
  reference: `YP-104${n}`,
  knownAs,
  familyName: 'Baird',
  ageBand: '16_17',
  status: 'active',
  statusSince: '2026-03-01',
  workerId: id(8),
  workerName: 'R. Sinclair',
  lastContactAt: '2026-10-01T10:00:00Z',
  nextStep: 'call_back_this_week',
  nextStepOn: '2026-10-06',
  ...more,
})
const all: CaseloadSummary = { people: 2, talking: 1, takingPart: 1, mine: 1, noContact: 1 }
const arranged = (
  items = [
    person(1, 'Aidan'),
    person(2, 'Blair', { status: 'in_conversation', lastContactAt: null, workerName: null, nextStep: '', nextStepOn: null }),
  ],
) =>
  fakeApi()
    .on(participants.list, { items, next: null })
    .on(participants.summary, all)
    .on(participants.workers, { items: [{ id: id(8), name: 'R. Sinclair', programmeIds: [id(9)] }] })
    .on(savedViews.list, { items: [{ id: id(7), page: 'people', name: 'Quiet ones', filters: { noContactDays: '28' } }] })
const open = (path = '/people') => mount(ParticipantListPage, { path, at: '/people' })

it('says what matters in a sentence and shows each person with what comes next', async () => {
  arranged()
  const page = await open()
  await page.settle()
  expect(page.text()).toContain('1 taking part, 1 talking with us. 1 person has not been in touch for 14 days.')
  const rows = page.findAll('tbody tr').map((row) => row.text())
  expect(rows[0]).toContain('Aidan Baird')
  expect(rows[0]).toContain('Call back this week, 6 Oct 2026')
  expect(rows[1]).toContain('Not yet')
  expect(rows[1]).toContain('Nobody yet')
  expect(page.get('tbody a').attributes('href')).toBe(`/people/${id(1)}`)
})
it('asks the API for what the address says', async () => {
  const api = arranged()
  const page = await open('/people?workerId=me&noContactDays=14&stage=talking&sort=-name')
  await page.settle()
  expect(api.callsOf(participants.list)[0]!.query).toEqual({ workerId: 'me', noContactDays: '14', stage: 'talking', sort: '-name' })
})
it('a team starts with those it is with now, a partner with everyone given to them', async () => {
  const api = arranged()
  await (await open()).settle()
  await (await mount(ParticipantListPage, { path: '/people', session: { roles: ['partner_contact'] } })).settle()
  expect(api.callsOf(participants.list).map((one) => one.query)).toEqual([{ stage: 'with_us' }, { sort: 'name' }])
})
it('an exact status and a stage are one choice, kept in the address', async () => {
  arranged()
  const page = await open()
  await page.settle()
  await page.fill('Where they are', 'is paused')
  await page.settle()
  expect(page.router.currentRoute.value.query).toEqual({ status: 'paused' })
  await page.fill('Where they are', 'ended')
  await page.settle()
  expect(page.router.currentRoute.value.query).toEqual({ stage: 'ended' })
  await page.fill('Where they are', '')
  await page.settle()
  expect(page.router.currentRoute.value.query).toEqual({ stage: 'all' })
})
it('finds while typing, without the words in the address', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { familyName, ...found } = person(3, 'Aidan')
  const api = arranged().on(participants.find, { items: [{ ...found, familyName }] })
  const page = await open()
  await page.fill('Name or reference', 'Aiden')
  await vi.advanceTimersByTimeAsync(300)
  await page.settle()
  expect(api.callsOf(participants.find)[0]!.body).toEqual({ words: 'Aiden' })
  expect(page.text()).toContain('1 person found, nearest first')
  expect(page.router.currentRoute.value.fullPath).toBe('/people')
  vi.useRealTimers()
})
it('keeps a view under a name and forgets it', async () => {
  const api = arranged()
    .on(savedViews.keep, { id: id(6), page: 'people', name: 'Mine, quiet', filters: {} })
    .on(savedViews.forget, undefined as never)
  const page = await open('/people?workerId=me&noContactDays=14')
  await page.settle()
  expect(page.text()).toContain('Quiet ones')
  await page.press('Keep this view')
  await page.fill('Name', 'Mine, quiet')
  await page.press('Keep it')
  expect(api.callsOf(savedViews.keep)[0]!.body).toEqual({
    page: 'people',
    name: 'Mine, quiet',
    filters: { workerId: 'me', noContactDays: '14' },
  })
  await page.press('Forget the view Quiet ones')
  expect(api.callsOf(savedViews.forget)[0]!.params).toEqual({ viewId: id(7) })
})
it('an empty list says what would be here; a failed one what still works', async () => {
  arranged([])
  const page = await open()
  await page.settle()
  expect(page.text()).toContain('Nobody here yet')
  arranged().refuse(participants.list, 'busy-now')
  const failed = await open()
  await failed.settle()
  expect(failed.text()).toContain('You can still find someone by name')
})
