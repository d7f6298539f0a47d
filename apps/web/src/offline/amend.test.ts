// @vitest-environment node
// A visit of today put right without signal: what it began from goes along, the phone shows the new words, and the next change builds on them.
import type { Pack } from '@modulus/contracts/offline.ts'
import type { Session } from '@modulus/contracts/session.ts'
import type { Visit } from '@modulus/contracts/visits.ts'
import { beforeEach, expect, it } from 'vitest'
import { newId } from '#lib/new-id.ts'
import { memoryShelves } from './memory.fake.ts'
import { Phone } from './phone.ts'
import { byPassphrase } from './secret.ts'
import { fakeServer } from './server.fake.ts'

const officer = newId(),
  visitId = newId(),
  path = `/visits/${visitId}`,
  server = fakeServer()
const visit = {
  id: visitId,
  participant: { id: newId(), knownAs: 'Aidan' },
  status: 'recorded',
  outcome: 'listened',
  words: { job: 'Engines', skills: '', staff: 'Relaxed.' },
  version: 3,
} as unknown as Visit
let phone: Phone
beforeEach(async () => {
  const pack: Pack = {
    lease: server.lease(officer, Date.now()),
    entries: [{ path, body: visit }],
    people: [{ ...visit.participant, because: 'visit' }],
    leftOut: 0,
  }
  phone = new Phone({
    shelves: memoryShelves(),
    origin: 'https://modulus.test',
    now: Date.now,
    net: {
      keys: async () => server.keys,
      pack: async () => pack,
      session: async () => ({ userId: officer, programmes: [], partnership: { dutyPhone: '' } }) as unknown as Session,
      submit: async () => ({ nobody: 'offline' }),
    },
    changed: () => {},
  })
  await phone.take(() => byPassphrase('lantern otter gravel piano', { memory: 256, passes: 1 }))
})
const amend = (change: object, base?: object) =>
  phone.write({ operation: 'visits.amend', method: 'PATCH', path, body: change, ...(base && { base }) })
const sealedIn = async () => (await phone.state()).items.map(({ id, sealed, label }) => ({ id, label, request: server.open(id, sealed!) }))

it('the base goes along, sealed with the rest, and the phone shows what it says now', async () => {
  const base = { version: 3, outcome: 'listened', staffWords: 'Relaxed.' }
  await amend({ version: 3, staffWords: 'Relaxed. Dog in the hall.' }, base)
  const [item] = await sealedIn()
  expect(item!.request).toMatchObject({ operation: 'visits.amend', path, body: { version: 3 }, base, userId: officer })
  expect(item!.request.after).toBeUndefined()
  expect(item!.label).toEqual({ operation: 'visits.amend', recordId: visitId, who: 'Aidan' })
  expect(phone.answer(path)).toMatchObject({
    outcome: 'listened',
    words: { job: 'Engines', staff: 'Relaxed. Dog in the hall.' },
    version: 4,
  })
})
it('a second change names the first, so that it never passes over a colleague’s words', async () => {
  await amend({ version: 3, outcome: 'welcomed' })
  await amend({ version: 4, jobWords: 'Engines, boats' })
  const [first, second] = await sealedIn()
  expect(second!.request.after).toBe(first!.id)
  expect(phone.answer(path)).toMatchObject({ outcome: 'welcomed', words: { job: 'Engines, boats', staff: 'Relaxed.' }, version: 5 })
})
it('a visit that was only open on the screen when the signal went can still be put right', async () => {
  const elsewhere = `/visits/${newId()}`
  await phone.write({ operation: 'visits.amend', method: 'PATCH', path: elsewhere, body: { version: 1, staffWords: 'x' }, base: {} })
  expect((await sealedIn())[0]!.label).toMatchObject({ who: null })
  expect(phone.answer(elsewhere)).toBeUndefined()
})
