import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { offline } from '@modulus/contracts/offline.ts'
import { session as sessions } from '@modulus/contracts/session.ts'
import { unsent } from '#lib/unsent.ts'
import { newItem, type Item } from '../../offline/outbox.ts'
import type { PhoneState, Waiting } from '../../offline/phone.ts'
import { useOffline } from '#stores/offline.ts'
import { useSession } from '#stores/session.ts'
import { fakeApi } from '#testing/fakeApi.ts'
import { mount } from '#testing/mount.ts'
import { isApple, type Room } from '#lib/room.ts'
import LockedPage from './LockedPage.vue'
import OfflinePage from './OfflinePage.vue'
import SyncPage from './SyncPage.vue'
import UpdateBanner from './UpdateBanner.vue'
import { waitingWords } from '../../words/waiting.ts'
import { helpFor, isOld, titleOf } from './words.ts'

// The phone itself is tested by itself; here it is whatever the test says.
const seen = vi.hoisted(() => vi.fn())
const began = vi.hoisted(() => ({ state: undefined as PhoneState | undefined }))
vi.mock('../../offline/begin.ts', () => ({
  begin: async () => {
    const { useOffline: store } = await import('#stores/offline.ts')
    store().phone = began.state
    return { standIn: { answer: async () => undefined, heard: () => {} }, phone: { seen }, sendNow: async () => {} }
  },
}))

const room = vi.hoisted(() => ({ now: {} as Room, apple: false }))
vi.mock('#lib/room.ts', async (real) => ({ ...(await real<object>()), lookAtRoom: async () => room.now, isApple: () => room.apple }))
const ordinary: Room = { keeps: true, lasting: true, free: 500_000_000, installed: true, pages: true }
const now = Date.parse('2026-11-22T14:00:00Z'),
  hours = 3_600_000
const sealed = {} as Item['sealed']
const item = (id: string, ago: number, more: Partial<Waiting> = {}): Waiting => ({
  ...newItem({ id, userId: 'u', about: id, at: now - ago * hours, digest: '', sealed }),
  label: { operation: 'visits.record', recordId: id, who: 'Aidan' },
  ...more,
})
const state = (more: Partial<PhoneState> = {}): PhoneState => ({
  vault: 'open',
  userId: 'u',
  validUntil: '2026-11-23T10:00:00Z',
  wayIn: 'passphrase',
  dutyPhone: '0141 000 0000',
  takenAt: '2026-11-22T10:00:00Z',
  people: [],
  leftOut: 0,
  along: [],
  items: [],
  drafts: 0,
  ...more,
})

/** Opened where nothing answers, before anyone is known. */
const withoutSignal = defineComponent({
  setup() {
    useSession().known = false
    fakeApi().cutOff(sessions.read)
    return () => h(LockedPage)
  },
})

it('says how much waits and since when, and names nobody while locked', () => {
  const three = [item('a', 4), item('b', 1), item('c', 0)]
  expect(waitingWords(three, now)).toBe('3 visits waiting, oldest 4 h.')
  expect(waitingWords([item('a', 0)], now)).toBe('1 visit waiting.')
  expect(waitingWords([], now)).toBe('Nothing is waiting to be sent.')
  expect(titleOf(item('a', 1))).toBe('Visit to Aidan')
  expect(titleOf(item('a', 1, { label: null }))).toBe('Something you wrote')
  expect([isOld(three, now), isOld([item('d', 25)], now)]).toEqual([false, true])
})
it('every way of coming back has words that say that nothing is lost, or kindly that it had to go', () => {
  expect(helpFor(item('a', 1, { standing: 'conflict' }))).toContain('Both texts are kept')
  expect(helpFor(item('a', 1, { standing: 'set_aside', problem: 'not-found' }))).toContain('Nothing is lost')
  expect(helpFor(item('a', 1, { standing: 'set_aside', problem: 'erased-meanwhile' }))).toContain('as they have a right to')
  expect(helpFor(item('a', 1, { standing: 'kept', problem: 'written-by-another' }))).toContain('signs in here')
  expect(helpFor(item('a', 1, { standing: 'kept', problem: 'sealed-not-opened' }))).toContain('still here')
})
it('the page of what waits: waiting, come back, sent', async () => {
  fakeApi().cutOff(offline.setAside)
  const page = await mount(SyncPage, { path: '/sync' })
  useOffline().phone = state({
    items: [
      item('a', 4),
      item('b', 2, { standing: 'set_aside', problem: 'not-found', sealed: null }),
      item('c', 3, { standing: 'stored', sealed: null, doneAt: now }),
    ],
  })
  await flushPromises()
  expect(page.text()).toMatch(/1 visit waiting.*Send now.*To look at.*Visit to Aidan.*Nothing is lost.*I have read this.*Waiting.*Sent/s)
  await page.press('I have read this')
  expect(seen).toHaveBeenCalledWith('b')
})
it('an empty phone never says that there are no visits', async () => {
  began.state = state({ vault: 'none', dutyPhone: '' })
  const page = await mount(withoutSignal, { path: '/locked', session: null })
  useOffline().phone = began.state
  await page.settle()
  expect(page.get('h1').text()).toBe('Your visits are not on this phone')
  expect(page.text()).toContain('That does not mean that there are no visits.')
})
it('a locked phone asks for the passphrase, and gives the duty line without it', async () => {
  const page = await mount(withoutSignal, { path: '/locked', session: null })
  useOffline().phone = state({ vault: 'locked', items: [item('a', 1, { label: null })] })
  await page.settle()
  expect(page.text()).toMatch(/No signal.*1 thing you wrote waits here, sealed.*0141 000 0000/s)
  expect(page.find('input[type=password]').exists()).toBe(true)
})
it('a new version waits until what is being written is saved', async () => {
  const use = vi.fn()
  const page = await mount(UpdateBanner)
  useOffline().update = { use }
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('cut off')))
  unsent.keep('0190aaaa-0000-7000-8000-0000000000d1', { kind: 'visit', aboutId: null, title: 'Visit', body: {} })
  await page.settle()
  expect(page.text()).toContain('Save what you are writing first.')
  expect(page.find('button').exists()).toBe(false)
  unsent.forgetAll(false)
  await page.settle()
  await page.press('Use it now')
  expect(use).toHaveBeenCalled()
})
it.each<[string, Partial<Room>, string]>([
  ['a browser that keeps nothing', { keeps: false }, 'This browser keeps nothing.'],
  ['a phone that is nearly full', { free: 1000 }, 'This phone is nearly full.'],
  ['a browser that promised', { lasting: true }, 'Promised not to clear it by itself'],
  ['a browser that did not promise', { lasting: false }, 'May clear it when the phone is full.'],
  ['a browser that does not say', { lasting: null }, 'Does not say whether it clears it by itself.'],
])('%s is said before anything is taken along', async (_, more, words) => {
  began.state = state({ vault: 'none' })
  room.now = { ...ordinary, ...more }
  const page = await mount(OfflinePage, { path: '/settings/offline' })
  await page.settle()
  expect(page.text()).toContain(words)
  expect(page.text().includes('Take your days with you')).toBe(more.keeps !== false)
})
it('on an iPhone the way onto the home screen comes first, because the two do not share what they keep', async () => {
  began.state = state({ vault: 'none' })
  room.now = { ...ordinary, installed: false }
  room.apple = true
  const page = await mount(OfflinePage, { path: '/settings/offline' })
  await page.settle()
  expect(page.text()).toMatch(/Put Modulus on your home screen.*Tap Share.*Take your days with you/s)
  room.apple = false
  const other = await mount(OfflinePage, { path: '/settings/offline' })
  await other.settle()
  expect(other.text()).toMatch(/Take your days with you.*Put Modulus on your home screen.*Install app/s)
})
it('knows an iPad that says it is a Mac', async () => {
  const { isApple: asked } = await vi.importActual<{ isApple: typeof isApple }>('#lib/room.ts')
  const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15'
  expect(
    [
      { userAgent: mac, maxTouchPoints: 5 },
      { userAgent: mac, maxTouchPoints: 0 },
      { userAgent: 'iPhone', maxTouchPoints: 5 },
    ].map((one) => asked(one)),
  ).toEqual([true, false, true])
})
it('the page of what waits has the drafts with their times, where each goes on', async () => {
  const page = await mount(SyncPage, { path: '/sync' })
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('cut off')))
  unsent.keep('0190aaaa-0000-7000-8000-0000000000d2', { kind: 'contact', aboutId: null, title: 'In touch with Aidan', body: {} })
  await page.settle()
  expect(page.text()).toMatch(/Drafts.*In touch with Aidan.*Call or text, half filled, last typed .*On this device only, so far\./s)
  expect(page.get('a[href*="draft="]').attributes('href')).toBe('/contacts/new?draft=0190aaaa-0000-7000-8000-0000000000d2')
  unsent.forgetAll(false)
})
