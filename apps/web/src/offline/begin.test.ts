// The phone tied to the pages: what answers without signal, what waits, and what goes when the session does.
import { contacts } from '@modulus/contracts/contacts.ts'
import { day } from '@modulus/contracts/day.ts'
import { offline, type Pack } from '@modulus/contracts/offline.ts'
import { session as sessions } from '@modulus/contracts/session.ts'
import { drafts } from '@modulus/contracts/drafts.ts'
import { flushPromises } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { api } from '#lib/api.ts'
import { owesLeaving } from '#lib/leaving.ts'
import { newId } from '#lib/new-id.ts'
import { standInBy } from '#lib/send.ts'
import { unsent } from '#lib/unsent.ts'
import { useOffline } from '#stores/offline.ts'
import { useSession } from '#stores/session.ts'
import { fakeApi } from '#testing/fakeApi.ts'
import { someone } from '#testing/mount.ts'
import { begin } from './begin.ts'
import { memoryShelves } from './memory.fake.ts'
import { byPassphrase } from './secret.ts'
import { fakeServer } from './server.fake.ts'

const held = vi.hoisted(() => ({ shelves: undefined as unknown }))
vi.mock('./shelves.ts', () => ({ openShelves: async () => held.shelves }))

const aidan = newId(),
  server = fakeServer()
const today = { date: '2026-11-22', visits: [], todo: [], offers: [] }
const pack = (): Pack => ({
  lease: server.lease(someone.userId, Date.now()),
  entries: [{ path: '/day?date=2026-11-22', body: today }],
  people: [{ id: aidan, knownAs: 'Aidan', because: 'visit' }],
  leftOut: 0,
})
const call = (contactId = newId()) => ({
  params: { contactId },
  body: {
    participantId: aidan,
    channel: 'call' as const,
    direction: 'out' as const,
    outcome: 'talked' as never,
    happenedAt: '2026-11-22T10:00:00Z',
    theirWords: 'engines, anything',
    staffWords: '',
    nextOn: null,
  },
})
let shelves: ReturnType<typeof memoryShelves>, fake: ReturnType<typeof fakeApi>, begun: Awaited<ReturnType<typeof begin>>
beforeEach(async () => {
  localStorage.clear()
  sessionStorage.clear()
  setActivePinia(createPinia())
  useSession().$patch({ known: true, current: someone })
  shelves = memoryShelves()
  held.shelves = shelves
  fake = fakeApi().on(offline.keys, server.keys).on(offline.pack, pack).on(sessions.read, someone)
  begun = await begin()
  standInBy(Promise.resolve(begun.standIn))
  await begun.take(() => byPassphrase('lantern otter gravel piano', { memory: 256, passes: 1 }))
})

it('answers from what was taken along, says since when, and stops when the API is back', async () => {
  fake.cutOff(day.read)
  expect(await api(day.read, { query: { date: '2026-11-22' } })).toEqual(today)
  expect(useOffline().asOf).toBe(useOffline().phone!.takenAt)
  await expect(api(day.read, { query: { date: '2026-12-24' } })).rejects.toMatchObject({ type: 'offline' })
  fake.on(day.read, today)
  await api(day.read, { query: { date: '2026-11-22' } })
  await flushPromises()
  expect(useOffline().asOf).toBeNull()
})
it('seals what may be written, and nothing else; sends it when there is signal', async () => {
  fake.cutOff(contacts.log).cutOff(drafts.keep).cutOff(offline.submit)
  const contact = call()
  expect(await api(contacts.log, contact)).toMatchObject({ id: contact.params.contactId })
  expect(useOffline().isWaiting(contact.params.contactId)).toBe(true)
  expect(shelves.dump()).not.toContain('engines, anything')
  await expect(api(drafts.keep, { params: { draftId: newId() }, body: { kind: 'contact', title: '', body: {} } })).rejects.toMatchObject({
    type: 'offline',
  })
  await begun.sendNow()
  expect(useOffline().waiting).toHaveLength(1)
  fake.on(offline.submit, ({ params, body }) => ({
    itemId: params.itemId,
    outcome: 'stored' as const,
    digest: server.digest(body),
    problem: null,
    at: new Date().toISOString(),
  }))
  await begun.sendNow()
  expect(useOffline().waiting).toHaveLength(0)
  const [, handed] = fake.callsOf(offline.submit)
  expect(server.open(handed!.params.itemId, handed!.body as never)).toMatchObject({
    operation: 'contacts.log',
    path: `/contacts/${contact.params.contactId}`,
    body: contact.body,
    userId: someone.userId,
  })
})
it('a phone that is full says so: the form keeps the words', async () => {
  fake.cutOff(contacts.log)
  shelves.fill()
  await expect(api(contacts.log, call())).rejects.toMatchObject({ type: 'phone-full' })
})
it('a phone that is full while somebody types says so at once, keeps the words in the window, and tries again', async () => {
  fake.cutOff(drafts.keep)
  shelves.fill()
  const id = newId()
  unsent.keep(id, { kind: 'visit', aboutId: aidan, title: 'Visit to Aidan', body: { jobWords: 'half a sent' } })
  await vi.waitFor(() => expect(useOffline().full).toBe(true))
  expect(unsent.text(id)).toMatchObject({ body: { jobWords: 'half a sent' } })
  shelves.fill(false)
  unsent.keep(newId(), { kind: 'contact', aboutId: aidan, title: 'In touch with Aidan', body: {} })
  await vi.waitFor(() => expect(useOffline().full).toBe(false))
  expect((await begun.phone.drafts()).map(([kept]) => kept)).toContain(id)
  unsent.forgetAll(false)
})
it('locked in the very moment of a save, the form hears that there is no signal and keeps its words', async () => {
  fake.cutOff(contacts.log)
  const saving = api(contacts.log, call())
  begun.phone.vault = null
  await expect(saving).rejects.toMatchObject({ type: 'offline' })
})
it('typed words are kept sealed in the vault, not in the tab', async () => {
  fake.cutOff(drafts.keep)
  const id = newId()
  unsent.keep(id, { kind: 'visit', aboutId: aidan, title: 'Visit to Aidan', body: { jobWords: 'half a sent' } })
  await vi.waitFor(async () => expect(await begun.phone.drafts()).toMatchObject([[id, { body: { jobWords: 'half a sent' } }]]))
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('half a sent')
  expect(shelves.dump()).not.toContain('half a sent')
  unsent.forgetAll(false)
})
it('when the session was ended elsewhere, nothing stays but what waits to be sent', async () => {
  fake.cutOff(contacts.log)
  await api(contacts.log, call())
  fake.refuse(day.read, 'signed-out')
  await expect(api(day.read, {})).rejects.toMatchObject({ type: 'signed-out' })
  await vi.waitFor(async () => expect([await shelves.all('vault'), await shelves.all('records')]).toEqual([[], []]))
  expect(await shelves.all('outbox')).toHaveLength(1)
  expect(localStorage.getItem('modulus.offline')).toBe('1')
})
it('signing out works without signal: the phone is empty at once, the session ends before anybody comes in again', async () => {
  fake.cutOff(sessions.signOut)
  await api(sessions.signOut, {})
  expect([await shelves.all('vault'), await shelves.all('records'), owesLeaving()]).toEqual([[], [], true])
  useSession().$patch({ known: false, current: null })
  await expect(useSession().load()).rejects.toMatchObject({ type: 'offline' })
  fake.on(sessions.signOut, undefined as never).refuse(sessions.read, 'signed-out')
  expect(await useSession().load()).toBeNull()
  expect([owesLeaving(), fake.callsOf(sessions.signOut).length]).toEqual([false, 3])
})
it('locks by itself after five minutes without a touch', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'setTimeout'] })
  try {
    const again = await begin()
    standInBy(Promise.resolve(again.standIn))
    await again.take(() => byPassphrase('lantern otter gravel piano', { memory: 256, passes: 1 }))
    dispatchEvent(new Event('keydown'))
    await vi.advanceTimersByTimeAsync(4 * 60_000)
    expect(again.phone.vault).not.toBeNull()
    await vi.advanceTimersByTimeAsync(2 * 60_000)
    expect(again.phone.vault).toBeNull()
  } finally {
    vi.useRealTimers()
  }
})
it('what lies locked goes when an agreement or a role has ended, as soon as that is heard; the same session changes nothing', async () => {
  const rows = () => shelves.all('records').then((all) => all.length)
  await begun.lock()
  useSession().current = { ...someone }
  await flushPromises()
  expect(await rows()).toBeGreaterThan(0)
  useSession().current = { ...someone, programmes: [] }
  await vi.waitFor(async () => expect(await rows()).toBe(0))
  expect(useOffline().phone!.vault).toBe('none')
})
it('an open phone takes its days anew when a role has changed, and nothing when its organisation no longer works so', async () => {
  const first = useOffline().phone!.takenAt
  fake.on(sessions.read, { ...someone, programmes: [] })
  await new Promise((ok) => setTimeout(ok, 5))
  useSession().current = { ...someone, programmes: [] }
  await vi.waitFor(() => expect(useOffline().phone!.takenAt).not.toBe(first))
  fake.refuse(offline.pack, 'offline-not-allowed')
  useSession().current = someone
  await vi.waitFor(() => expect(useOffline().phone!.vault).toBe('none'))
  expect(await shelves.all('records')).toEqual([])
})
