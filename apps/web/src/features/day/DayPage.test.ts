import { day, type MyDay } from '@modulus/contracts/day.ts'
import { visits, type Visit } from '@modulus/contracts/visits.ts'
import { describe, expect, it, vi } from 'vitest'
import { useOffline } from '#stores/offline.ts'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import DayPage from './DayPage.vue'

const id = (n: number) => `0190aaaa-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`
const aidan = { id: id(1), knownAs: 'Aidan' },
  iona = { id: id(2), knownAs: 'Iona' }
const visit = {
  id: id(3),
  participant: aidan,
  startsAt: '2026-12-01T10:00:00.000Z',
  place: 'At home',
  address: '14 Ballater Way',
  why: 'First visit',
  first: true,
  recorded: false,
  with: null,
  safety: ['Two officers'],
  draftId: null,
}
const todo = (more: object) => ({
  kind: 'next_step' as const,
  id: id(4),
  participant: iona,
  words: 'bring_a_partner',
  dueOn: '2026-12-01',
  count: null,
  draft: null,
  session: null,
  ...more,
})
const today = (more: Partial<MyDay> = {}): MyDay => ({
  date: '2026-12-01',
  visits: [visit],
  todo: [
    todo({}),
    todo({ kind: 'draft', id: id(5), participant: null, words: 'Visit to Iona', dueOn: null, draft: { kind: 'visit', aboutId: iona.id } }),
  ],
  offers: [],
  ...more,
})

it('says what matters in one sentence, and puts Record on every card', async () => {
  fakeApi().on(day.read, today())
  const page = await mount(DayPage, { path: '/?date=2026-12-01', at: '/' })
  expect(page.get('h1').text()).toBe('Tuesday 1 December')
  expect(page.text()).toContain('1 visit and 2 things to do. Next: Aidan at 10:00.')
  expect(page.text()).toContain('14 Ballater Way')
  expect(page.get('[aria-label="Record visit to Aidan"]').attributes('href')).toBe(`/visits/new?person=${aidan.id}&visit=${visit.id}`)
  expect(page.text()).toContain('Bring a partner to meet Iona')
  expect(
    page
      .findAll('a')
      .find((one) => one.text() === 'Finish visit to Iona')!
      .attributes('href'),
  ).toBe(`/visits/new?person=${iona.id}&draft=${id(5)}`)
})
it('after a save, offers to change or undo it', async () => {
  const api = fakeApi()
    .on(day.read, today({ visits: [{ ...visit, recorded: true }] }))
    .on(visits.undo, { id: id(9) } as Visit)
  const page = await mount(DayPage, { path: `/?date=2026-12-01&saved=visit&visit=${visit.id}`, at: '/' })
  expect(page.text()).toContain('Visit to Aidan saved.')
  const promise = page.findAll('a').find((one) => one.text() === 'Promise something')!
  expect(promise.attributes('href')).toBe(`/people/${visit.participant.id}/promises/new?from=visit&id=${visit.id}`)
  await page.press('undo')
  expect(api.callsOf(visits.undo)[0]!.params).toEqual({ visitId: visit.id })
  expect(page.text()).toContain('Taken back.')
})
it('on an empty day says what would be here, and when it cannot load says what still works', async () => {
  const api = fakeApi().on(day.read, today({ visits: [], todo: [] }))
  const page = await mount(DayPage, { path: '/?date=2026-12-01', at: '/' })
  expect(page.text()).toMatch(/No visits and nothing to do\..*No visits planned.*Nothing to do/s)
  api.cutOff(day.read)
  const cut = await mount(DayPage, { path: '/?date=2026-12-01', at: '/' })
  expect(cut.text()).toContain('You can still record a visit')
})
describe('without signal, or before it', () => {
  const asked = { path: '/?date=2026-12-01', at: '/' }
  const item = (operation: string, hoursAgo: number) => ({
    id: operation,
    at: Date.now() - hoursAgo * 3_600_000,
    standing: 'waiting',
    label: { operation, recordId: operation, who: null },
  })
  it('says how much waits and since when, and where it is', async () => {
    fakeApi().on(day.read, today())
    const page = await mount(DayPage, asked)
    useOffline().phone = { vault: 'open', items: [item('visits.record', 4), item('visits.record', 1)], along: [] } as never
    await page.settle()
    expect(
      page
        .findAll('a')
        .find((one) => one.text() === '2 visits waiting, oldest 4 h.')!
        .attributes('href'),
    ).toBe('/sync')
  })
  it('what else can be done from here is one tap away, and a day that was not taken along is no empty day', async () => {
    fakeApi().on(day.read, today({ visits: [], todo: [] }))
    const page = await mount(DayPage, asked)
    const along = [{ to: '/courses/c/sessions/s', title: 'Register: Taster day', at: '2026-12-01T10:00:00Z' }]
    useOffline().$patch({ asOf: '2026-12-01T08:00:00Z', phone: { vault: 'open', items: [], along } as never })
    await page.settle()
    expect(
      page
        .findAll('a')
        .find((one) => one.text() === 'Register: Taster day')!
        .attributes('href'),
    ).toBe('/courses/c/sessions/s')
    expect(page.text()).toContain('Your visits of this day are not on this phone')
    expect(page.text()).not.toMatch(/No visits planned|Nothing to do/)
  })
  it.each([
    ['a browser that keeps nothing', { broken: true }, 'This browser keeps nothing.'],
    ['days that were cleared from the phone', { gone: true }, 'Your days are not on this phone any more.'],
  ])('%s is said before anyone sets out', async (_, found, words) => {
    fakeApi().on(day.read, today())
    const page = await mount(DayPage, asked)
    expect(page.text()).not.toContain(words)
    useOffline().$patch(found)
    await page.settle()
    expect(page.text()).toContain(words)
  })
  it('a phone that is nearly full is said before anyone sets out', async () => {
    vi.stubGlobal('navigator', {
      ...navigator,
      storage: { estimate: async () => ({ quota: 1000, usage: 900 }), persisted: async () => true },
    })
    vi.stubGlobal('indexedDB', {
      open: () => {
        const opening = { onsuccess: () => {}, result: { close: () => {} } }
        queueMicrotask(() => opening.onsuccess())
        return opening
      },
    })
    fakeApi().on(day.read, today())
    const page = await mount(DayPage, asked)
    useOffline().phone = { vault: 'open', items: [], along: [] } as never
    await vi.waitFor(() => expect(page.text()).toContain('This phone is nearly full.'))
    vi.unstubAllGlobals()
  })
})
