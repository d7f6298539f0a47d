// @vitest-environment node
// What is half typed: in the vault while it is open, and with the server when its time is over.
import type { Session } from '@modulus/contracts/session.ts'
import { beforeEach, expect, it } from 'vitest'
import { newId } from '#lib/new-id.ts'
import type { Kept } from '#lib/unsent.ts'
import { memoryShelves } from './memory.fake.ts'
import { Phone } from './phone.ts'
import { again, byPassphrase } from './secret.ts'
import { fakeServer } from './server.fake.ts'

const phrase = 'lantern otter gravel piano',
  words = 'engines, anything with engines'
const start = Date.parse('2026-11-22T10:00:00Z'),
  hour = 3_600_000
const officer = newId(),
  aidan = newId()
const session = { userId: officer, partnership: { dutyPhone: '' }, programmes: [] } as unknown as Session
let now: number, shelves: ReturnType<typeof memoryShelves>, server: ReturnType<typeof fakeServer>
let handed: { request: ReturnType<ReturnType<typeof fakeServer>['open']> }[]
const phoneOf = () =>
  new Phone({
    shelves,
    origin: 'https://modulus.test',
    now: () => now,
    net: {
      keys: async () => server.keys,
      pack: async () => ({ lease: server.lease(officer, now), entries: [], people: [], leftOut: 0 }),
      session: async () => session,
      submit: async (itemId, sealed) => {
        handed.push({ request: server.open(itemId, sealed) })
        return { receipt: { itemId, outcome: 'stored', digest: server.digest(sealed), problem: null, at: new Date(now).toISOString() } }
      },
    },
    changed: () => {},
  })
const way = () => byPassphrase(phrase, { memory: 256, passes: 1 })
const half = (more: Partial<Kept> = {}): Kept => ({
  kind: 'visit',
  aboutId: aidan,
  title: 'Visit to Aidan',
  body: { jobWords: 'half a sent' },
  ...more,
})
beforeEach(() => {
  now = start
  shelves = memoryShelves()
  server = fakeServer()
  handed = []
})

it('drafts are there again after the phone was locked, with the time they were typed', async () => {
  const phone = phoneOf()
  await phone.take(way)
  const id = newId(),
    text = half({ at: start })
  await phone.keepDraft(id, text)
  const later = phoneOf()
  await later.unlock((one) => again(one, phrase))
  expect(await later.drafts()).toEqual([[id, text]])
  expect((await later.state()).items).toEqual([]) // nothing of it waits to be sent
  await later.dropDraft(id)
  expect([await later.drafts(), await shelves.all('outbox')]).toEqual([[], []])
})
it('what is half typed when the lease ends is sent as a draft, as it was last; nothing of it can be read here meanwhile', async () => {
  const phone = phoneOf()
  await phone.take(way)
  const id = newId(),
    other = newId()
  await phone.keepDraft(id, half({ body: { jobWords: 'half' } }))
  await phone.keepDraft(id, half({ body: { jobWords: words }, version: 3 }))
  await phone.keepDraft(other, half({ body: { jobWords: 'thrown away' } }))
  await phone.dropDraft(other)
  await phone.send(officer, true)
  expect(handed).toEqual([]) // its time is not over
  for (const canary of [words, 'Aidan']) expect(shelves.dump()).not.toContain(canary)
  now += 24 * hour
  const later = phoneOf()
  await expect(later.unlock((one) => again(one, phrase))).rejects.toMatchObject({ why: 'over' })
  expect((await later.state()).items).toMatchObject([{ standing: 'waiting', label: null }])
  await later.send(officer)
  expect(handed.map(({ request }) => request)).toMatchObject([
    {
      operation: 'drafts.keep',
      path: `/drafts/${id}`,
      userId: officer,
      body: { kind: 'visit', title: 'Visit to Aidan', body: { jobWords: words }, version: 3 },
    },
  ])
})
it('a draft that the API has is kept here to go on with, and is not sent again', async () => {
  const phone = phoneOf()
  await phone.take(way)
  const id = newId()
  await phone.keepDraft(id, half())
  await phone.keepDraft(id, half({ saved: true, version: 1 }))
  expect(await phone.drafts()).toMatchObject([[id, { saved: true, version: 1 }]])
  now += 24 * hour
  await phone.look()
  expect(await shelves.all('outbox')).toEqual([])
})
it('signing out sends no half-typed word: it was asked about', async () => {
  const phone = phoneOf()
  await phone.take(way)
  await phone.keepDraft(newId(), half())
  await phone.wipe()
  expect(await shelves.all('outbox')).toEqual([])
})
it('a vault that nobody opened again, because a new one is made, gives what was half typed in it to be sent', async () => {
  const phone = phoneOf()
  await phone.take(way)
  await phone.keepDraft(newId(), half())
  const later = phoneOf() // the passphrase was forgotten
  await later.take(() => byPassphrase('otter piano lantern gravel', { memory: 256, passes: 1 }))
  expect((await later.state()).items).toMatchObject([{ standing: 'waiting' }])
  await later.send(officer)
  expect(handed).toMatchObject([{ request: { operation: 'drafts.keep' } }])
})
