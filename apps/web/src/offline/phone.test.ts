// @vitest-environment node
import type { Pack } from '@modulus/contracts/offline.ts'
import type { Session } from '@modulus/contracts/session.ts'
import { beforeEach, expect, it, vi } from 'vitest'
import { newId } from '#lib/new-id.ts'
import { memoryShelves } from './memory.fake.ts'
import type { Handed, Submit } from './outbox.ts'
import { NotTaken, Phone } from './phone.ts'
import { again, byPassphrase, weaknessOf, type Way } from './secret.ts'
import { fakeServer } from './server.fake.ts'
import { VaultRefusal } from './vault.ts'

const cheap = { memory: 256, passes: 1 }
const phrase = 'lantern otter gravel piano'
const officer = newId(),
  aidan = newId(),
  iona = newId(),
  visitA = newId(),
  visitB = newId(),
  programme = newId()
const canaries = ['Aidan', 'Iona', '14 Ballater Way', 'Two officers', 'engines, anything with engines', 'Amina Hart', 'Linnbrae']
const session = {
  userId: officer,
  name: 'Amina Hart',
  partnership: { id: newId(), name: 'Harbour', demo: false, dutyPhone: '0141 000 0000' },
  partner: null,
  administrator: false,
  roles: ['outreach_officer'],
  programmes: [{ id: programme, name: 'Linnbrae', roles: ['outreach_officer'] }],
  self: [],
} as Session
const start = Date.parse('2026-11-22T10:00:00Z'),
  hour = 3_600_000
let now: number, shelves: ReturnType<typeof memoryShelves>, server: ReturnType<typeof fakeServer>
let handed: { id: string; request: ReturnType<ReturnType<typeof fakeServer>['open']> }[]
let submit: Submit

const pack = (): Pack => ({
  lease: server.lease(officer, now),
  entries: [
    {
      path: '/day?date=2026-11-22',
      body: {
        date: '2026-11-22',
        visits: [
          {
            id: visitA,
            participant: { id: aidan, knownAs: 'Aidan' },
            address: '14 Ballater Way',
            safety: ['Two officers'],
            recorded: false,
          },
        ],
        todo: [],
        offers: [],
      },
    },
    {
      path: `/visits/prepare?visitId=${visitA}`,
      body: { participant: { id: aidan, knownAs: 'Aidan', programmeId: programme }, visit: { id: visitA }, draftId: null },
    },
  ],
  people: [
    { id: aidan, knownAs: 'Aidan', because: 'visit' },
    { id: iona, knownAs: 'Iona', because: 'visit' },
  ],
  leftOut: 1,
})
const takenIn: Submit = async (id, sealed) => {
  handed.push({ id, request: server.open(id, sealed) })
  return { receipt: { itemId: id, outcome: 'stored', digest: server.digest(sealed), problem: null, at: new Date(now).toISOString() } }
}
const phoneOf = () =>
  new Phone({
    shelves,
    origin: 'https://modulus.test',
    now: () => now,
    net: { keys: async () => server.keys, pack: async () => pack(), session: async () => session, submit: (...asked) => submit(...asked) },
    changed: () => {},
  })
const way = () => byPassphrase(phrase, cheap)
const withPhrase = (words: string) => (one: Way) => again(one, words)
const record = (visitId: string, participantId = aidan) => ({
  operation: 'visits.record',
  method: 'PUT',
  path: `/visits/${visitId}/record`,
  body: { participantId, jobWords: 'engines, anything with engines' },
})
const photo = (visitId: string) => ({
  operation: 'attachments.send',
  method: 'PUT',
  path: `/participants/${aidan}/attachments/${newId()}/bytes`,
  body: { announce: { about: 'visit', aboutId: visitId, name: 'photo.jpg', description: '' }, bytes: 'AAAA' },
})
const why = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing',
    (refusal: VaultRefusal | NotTaken) => refusal.why,
  )

beforeEach(() => {
  now = start
  shelves = memoryShelves()
  server = fakeServer()
  handed = []
  submit = takenIn
})

it('takes the next days along, and answers from them', async () => {
  const phone = phoneOf()
  expect(await phone.take(way)).toBe(true)
  expect(phone.answer('/session')).toEqual(session)
  expect(phone.answer('/day?date=2026-11-22')).toMatchObject({ visits: [{ address: '14 Ballater Way' }] })
  expect(phone.answer(`/visits/prepare?participantId=${aidan}&visitId=${visitA}`)).toMatchObject({ visit: { id: visitA } })
  expect(phone.answer(`/visits/prepare?participantId=${aidan}`)).toMatchObject({ participant: { knownAs: 'Aidan' }, visit: null })
  expect(phone.answer('/day?date=2026-11-30')).toBeUndefined()
  expect(phone.answer(`/visits/prepare?participantId=${iona}`)).toBeUndefined()
})
it('shows a thief nothing: no name, no address, no word, whether open or locked', async () => {
  const phone = phoneOf()
  await phone.take(way)
  await phone.keepDraft(newId(), { kind: 'visit', aboutId: iona, title: 'Visit to Iona', body: { jobWords: canaries[4] } })
  await phone.write(record(visitA))
  for (const canary of canaries) expect(shelves.dump()).not.toContain(canary)
  await phone.lock()
  expect(phone.answer('/session')).toBeUndefined()
  for (const canary of canaries) expect(shelves.dump()).not.toContain(canary)
})
it('opens again with the passphrase, and with no other', async () => {
  await phoneOf().take(way)
  const later = phoneOf()
  expect(await why(later.unlock(withPhrase('lantern otter gravel pianos')))).toBe('wrong')
  expect(later.answer('/session')).toBeUndefined()
  await later.unlock(withPhrase(phrase))
  expect(later.answer('/session')).toEqual(session)
})
it('after the lease is over, the right passphrase opens nothing and nothing is left; what waits to be sent is', async () => {
  const phone = phoneOf()
  await phone.take(way)
  await phone.write(record(visitA))
  now += 24 * hour
  const later = phoneOf()
  expect(await why(later.unlock(withPhrase(phrase)))).toBe('over')
  const { vault, items } = await later.state()
  expect([vault, items.length, (await shelves.all('records')).length]).toEqual(['none', 1, 0])
  expect(await later.send(officer)).toEqual({ done: 1, reached: true })
  expect(handed[0]!.request.body).toMatchObject({ jobWords: 'engines, anything with engines' })
})
it('a lease that ends while the phone is open closes it', async () => {
  const phone = phoneOf()
  await phone.take(way)
  now += 24 * hour
  expect(await phone.look()).toBe('over')
  expect(phone.answer('/session')).toBeUndefined()
})
it('a clock that was put back opens nothing, and gives no hour more', async () => {
  const phone = phoneOf()
  await phone.take(way)
  now += 20 * hour
  expect(await phone.look()).toBe('good')
  now -= 24 * hour
  expect(await phone.look()).toBe('clock')
  expect(phone.answer('/session')).toBeUndefined()
  expect(await why(phoneOf().unlock(withPhrase(phrase)))).toBe('clock')
  now = start + 10 * hour // back again, but not as far as it had been
  expect(await why(phoneOf().unlock(withPhrase(phrase)))).toBe('clock')
  now = start + 21 * hour
  await phoneOf().unlock(withPhrase(phrase))
  now = start + 10 * hour
  expect(await phoneOf().look(start + 24 * hour)).toBe('over') // the server said what time it is
})
it('whoever moves the end on the phone itself gains nothing: the signed lease inside has the last word', async () => {
  await phoneOf().take(way)
  const door = (await shelves.get('vault', 'vault'))!
  await shelves.write({ shelf: 'vault', put: { ...door, validUntil: '2030-01-01T00:00:00Z' } as never })
  now += 25 * hour
  expect(await why(phoneOf().unlock(withPhrase(phrase)))).toBe('over')
})
it('takes nothing along that the server did not sign, that is somebody else’s, or while the clock is wrong', async () => {
  const strange = fakeServer()
  const right = server.lease
  server.lease = (...asked) => ({ ...strange.lease(...asked) })
  expect(await why(phoneOf().take(way))).toBe('unsigned')
  server.lease = (_, ...asked) => right(iona, ...asked)
  expect(await why(phoneOf().take(way))).toBe('unsigned')
  server.lease = (userId, from) => right(userId, from + hour)
  expect(await why(phoneOf().take(way))).toBe('clock')
  expect(await shelves.all('vault')).toEqual([])
})
it('what is sealed opens on the server as it was, for its own id only', async () => {
  const phone = phoneOf()
  await phone.take(way)
  const answer = await phone.write(record(visitA))
  expect(answer).toMatchObject({ id: visitA })
  const [item] = (await phone.state()).items
  expect(item!.label).toEqual({ operation: 'visits.record', recordId: visitA, who: 'Aidan' })
  expect(server.open(item!.id, item!.sealed!)).toEqual({
    ...record(visitA),
    finishedAt: new Date(start).toISOString(),
    userId: officer,
    lease: expect.objectContaining({ keyId: 'sign-1' }) as unknown, // whose it is, if they cannot sign in any more
  })
  expect(() => server.open(newId(), item!.sealed!)).toThrow()
  expect(phone.answer('/day?date=2026-11-22')).toMatchObject({ visits: [{ recorded: true }] })
})
it('a register tapped through waits as one thing once it is saved, but for what somebody may be sending already', async () => {
  const phone = phoneOf()
  await phone.take(way)
  const session = newId()
  const tap = (who: string, mark: string) =>
    phone.write({ operation: 'register.mark', method: 'PUT', path: `/course-sessions/${session}/register/${who}`, body: { mark } })
  await tap(aidan, 'came')
  submit = async () => ({ trouble: 'unexpected' })
  await phone.send(officer)
  now += 10
  await tap(aidan, 'came_late')
  now += 10
  await tap(aidan, 'came_part')
  now += 10
  await tap(iona, 'came')
  expect((await phone.state()).items).toHaveLength(3)
  now += 10
  const marks = [
    { participantId: aidan, mark: 'came_part' },
    { participantId: iona, mark: 'came' },
  ]
  await phone.write({ operation: 'register.take', method: 'PUT', path: `/course-sessions/${session}/register`, body: { marks } })
  submit = takenIn
  now += 2000
  await phone.send(officer)
  expect(handed.map(({ request }) => [request.operation, request.body])).toEqual([
    ['register.mark', { mark: 'came' }],
    ['register.take', { marks }],
  ])
})
it('a tap and the save right after it wait as one, and the last word counts', async () => {
  const phone = phoneOf()
  await phone.take(way)
  const path = `/course-sessions/${newId()}/register`
  const mark = (word: string) => phone.write({ operation: 'register.mark', method: 'PUT', path: `${path}/${aidan}`, body: { mark: word } })
  const marks = [{ participantId: aidan, mark: 'told_us_cant' }]
  const whole = phone.write({ operation: 'register.take', method: 'PUT', path, body: { marks: [{ participantId: aidan, mark: 'came' }] } })
  await Promise.all([whole, mark('told_us_cant'), phone.write({ operation: 'register.take', method: 'PUT', path, body: { marks } })])
  await phone.send(officer)
  expect(handed.map(({ request }) => request.body)).toEqual([{ marks }])
})
it('deletes nothing before the receipt for exactly these words is here', async () => {
  const phone = phoneOf()
  await phone.take(way)
  await phone.write(record(visitA))
  submit = async (id, sealed) =>
    ({ receipt: { ...(((await takenIn(id, sealed)) as { receipt: never })['receipt'] as object), digest: 'f'.repeat(64) } }) as Handed
  expect(await phone.send(officer)).toEqual({ done: 0, reached: true })
  const [item] = (await phone.state()).items
  expect([item!.standing, item!.sealed === null, item!.problem]).toEqual(['waiting', false, 'receipt'])
  submit = takenIn
  expect((await phone.send(officer)).done).toBe(0) // not yet: it waits a moment
  now += 2000
  expect((await phone.send(officer)).done).toBe(1)
  expect((await phone.state()).items[0]).toMatchObject({ standing: 'stored', sealed: null })
})
it('one that is stuck holds nothing up but what comes after it about the same record', async () => {
  const phone = phoneOf()
  await phone.take(way)
  const ids: string[] = []
  for (const visitId of [visitA, visitB, visitA]) {
    await phone.write(record(visitId))
    ids.push((await phone.state()).items.at(-1)!.id)
    now += 10
  }
  submit = (id, sealed) => (id === ids[0] ? Promise.resolve({ trouble: 'unexpected' }) : takenIn(id, sealed))
  await phone.send(officer)
  expect(handed.map(({ id }) => id)).toEqual([ids[1]])
  submit = takenIn
  now += 2000
  await phone.send(officer)
  expect(handed.map(({ id }) => id)).toEqual([ids[1], ids[0], ids[2]])
})
it('a photo goes after its visit, whatever holds that up; and holds up nothing itself', async () => {
  const phone = phoneOf()
  await phone.take(way)
  await phone.write(record(visitA))
  now += 10
  await phone.write(photo(visitA))
  const [visit, picture] = (await phone.state()).items
  expect(picture!.label).toEqual({ operation: 'attachments.send', recordId: expect.any(String), who: 'Aidan' })
  submit = async (id) => (id === visit!.id ? { refused: 'sealed-not-opened' } : { trouble: 'unexpected' })
  await phone.send(officer)
  now += 60_000
  submit = takenIn
  await phone.send(officer)
  expect(handed).toEqual([]) // the visit is kept for a person to look at, so the photo waits
  submit = (id, sealed) => (id === picture!.id ? Promise.resolve({ trouble: 'unexpected' }) : takenIn(id, sealed))
  await phone.send(officer, true)
  now += 10
  await phone.write(record(visitA, iona)) // the same visit once more
  await phone.send(officer)
  expect(handed.map(({ request }) => request.operation)).toEqual(['visits.record', 'visits.record'])
  submit = takenIn
  now += 60_000
  await phone.send(officer)
  expect(handed.at(-1)!.request.operation).toBe('attachments.send')
})
it('words go before pictures, whichever was finished first, and never wait for one that is on its way', async () => {
  const phone = phoneOf()
  await phone.take(way)
  await phone.write(photo(newId()))
  now += 10
  await phone.write(record(visitB))
  await phone.send(officer)
  expect(handed.map(({ request }) => request.operation)).toEqual(['visits.record', 'attachments.send'])
  await phone.write(photo(newId()))
  let arrive = () => {}
  submit = (id, sealed) =>
    server.open(id, sealed).operation === 'attachments.send'
      ? new Promise((ok) => (arrive = () => ok(takenIn(id, sealed))))
      : takenIn(id, sealed)
  const slow = phone.send(officer)
  now += 10
  await phone.write(record(visitA))
  void phone.send(officer)
  await vi.waitFor(() => expect(handed.map(({ request }) => request.operation).slice(2)).toEqual(['visits.record']))
  arrive()
  await slow
  expect(handed).toHaveLength(4)
})
it('keeps what was refused until a person has looked, and tells how the others ended', async () => {
  const phone = phoneOf()
  await phone.take(way)
  await phone.write(record(visitA))
  submit = async () => ({ refused: 'written-by-another' })
  await phone.send(officer)
  expect((await phone.state()).items[0]).toMatchObject({ standing: 'kept', problem: 'written-by-another' })
  submit = async (id, sealed) => {
    const { receipt } = (await takenIn(id, sealed)) as { receipt: object }
    return { receipt: { ...receipt, outcome: 'set_aside', problem: 'not-found' } } as Handed
  }
  expect((await phone.send(officer, true)).done).toBe(1)
  const [item] = (await phone.state()).items
  expect(item).toMatchObject({ standing: 'set_aside', problem: 'not-found', sealed: null })
  await phone.seen(item!.id)
  expect((await phone.state()).items).toEqual([])
})
it('what somebody wrote whose account has ended goes without them; who can still sign in keeps it for then', async () => {
  const phone = phoneOf()
  await phone.take(way)
  await phone.write(record(visitA))
  await phone.wipe()
  expect(await phone.handInLeft(officer, takenIn)).toBe(0) // their own way is open
  expect(await phone.handInLeft(null, async () => ({ refused: 'sign-in-to-send' }))).toBe(0)
  expect((await phone.state()).items[0]).toMatchObject({ standing: 'waiting', tries: 0, problem: null })
  const ended: Submit = async (id, sealed) => {
    const { receipt } = (await takenIn(id, sealed)) as { receipt: object }
    return { receipt: { ...receipt, outcome: 'set_aside', problem: 'account-ended' } } as Handed
  }
  expect(await phone.handInLeft(iona, ended)).toBe(1)
  expect((await phone.state()).items[0]).toMatchObject({ standing: 'set_aside', problem: 'account-ended', sealed: null })
})
it('nobody else who signs in on this phone hands it in', async () => {
  const phone = phoneOf()
  await phone.take(way)
  await phone.write(record(visitA))
  await phone.send(iona)
  expect(handed).toEqual([])
})
it('two at once send each thing once', async () => {
  const phone = phoneOf()
  await phone.take(way)
  for (let n = 0; n < 25; n++) await phone.write(record(newId()))
  await Promise.all([phone.send(officer), phone.send(officer)])
  expect(handed).toHaveLength(25)
  expect(new Set(handed.map(({ id }) => id)).size).toBe(25)
})
it('a full phone says so, and pretends nothing', async () => {
  const phone = phoneOf()
  await phone.take(way)
  shelves.fill()
  await expect(phone.write(record(visitA))).rejects.toMatchObject({ name: 'QuotaExceededError' })
  expect((await phone.state()).items).toEqual([])
})
it('signing out leaves nothing but what waits to be sent', async () => {
  const phone = phoneOf()
  await phone.take(way)
  await phone.write(record(visitA))
  await phone.wipe()
  expect([await shelves.all('vault'), await shelves.all('records'), (await shelves.all('outbox')).length]).toEqual([[], [], 1])
})
it('a passphrase is long, and no PIN', () => {
  expect([weaknessOf('short'), weaknessOf('12345678901234'), weaknessOf('aaaaaaaaaaaa'), weaknessOf(phrase)]).toEqual([
    'short',
    'digits',
    'same',
    null,
  ])
})
