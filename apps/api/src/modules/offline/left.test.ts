// An account ended while things waited on a phone: nothing is lost, nothing is done, and nobody writes in another's name.
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Lease, Pack } from '@modulus/contracts/offline.ts'
import { world, type Person, type World } from '#testing/world.ts'
import { digestOf, phoneIn, type Written } from './phone.fake.ts'

let w: World, phone: ReturnType<typeof phoneIn>, lease: Lease
const disable = (person: Person, on = true) =>
  w.owner.query(`update people set disabled_at = case when $2 then now() end where user_id = $1`, [w.ids.users[person], on])
beforeAll(async () => {
  w = await world()
  phone = phoneIn(w)
  lease = ((await w.as('officer').get('/offline/pack').expect(200)).body as Pack).lease
})
afterEach(() => disable('officer', false))
afterAll(() => w?.close())

const written = (request: Written, more: object = {}) => ({
  ...request,
  finishedAt: new Date().toISOString(),
  userId: w.ids.users.officer,
  lease,
  ...more,
})
const visit = (id = w.newId()) => phone.recordOf(id, { staffWords: 'Written before I left.' })
/** Sealed while there still was an account, handed in by a phone where nobody is signed in. */
async function left(request: object) {
  const one = await phone.sealing(request)
  return { ...one, hand: () => w.stranger().put(`/offline/left/${one.itemId}`, one.sealed) }
}
const mailTo = async (address: string) => phone.count('messages', 'to_address = $1', [`${address}@test.invalid`])
const refusal = async (request: object) => {
  const { hand } = await left(request)
  await disable('officer')
  const { status, body } = await hand()
  await disable('officer', false)
  return [status, body.type, body.errors?.[0]?.keyword]
}

it('what waited is set aside for the lead, told once, and never done by itself; the lead takes it in', async () => {
  const visitId = w.newId(),
    before = await mailTo('lead')
  const { itemId, sealed, hand } = await left(written(visit(visitId)))
  await disable('officer')
  await w.as('officer').put(`/offline/items/${itemId}`, sealed).expect(401)
  const { body } = await hand()
  expect(body).toEqual({ itemId, outcome: 'set_aside', problem: 'account-ended', digest: digestOf(sealed), at: expect.any(String) })
  expect((await hand()).body).toEqual(body)
  expect(await mailTo('lead')).toBe(before + 1)
  expect(await phone.count('visits', 'id = $1', [visitId])).toBe(0)
  const opened = (await w.as('lead').get(`/offline/set-aside/${itemId}`).expect(200)).body
  expect(opened).toMatchObject({
    item: { status: 'handed_over', from: { id: w.ids.users.officer, name: 'Officer Test' }, problem: 'account-ended' },
    request: { body: { staffWords: 'Written before I left.' } },
  })
  for (const person of ['secondOfficer', 'mentor', 'partner', 'sam', 'otherlead', 'otherpartner'] as const)
    await w.as(person).get(`/offline/set-aside/${itemId}`).expect(404)
  expect((await w.as('lead').post(`/offline/set-aside/${itemId}/take`).expect(200)).body.outcome).toBe('stored')
})
it('a concern goes to those who keep safety; what names no place of theirs goes where they worked last', async () => {
  await w.owner.query('update programmes set safeguarding_deputy_id = null where id = $1', [w.ids.programme]) // the lead was
  const worry = {
    participantId: null,
    aboutWhom: 'A neighbour',
    whatSeen: 'Bruises',
    theirWords: '',
    immediateDanger: false,
    toldThem: null,
    inTheWay: '',
    allWeNeed: '',
    iCanDo: '',
    weCanDo: '',
    othersCanDo: '',
  }
  const concern = await left(written(phone.written('concerns.raise', 'PUT', `/concerns/${w.newId()}`, worry))),
    elsewhere = await left(written(phone.contactOf(w.newId(), w.newId())))
  await disable('officer')
  expect([(await concern.hand()).status, (await elsewhere.hand()).status]).toEqual([200, 200])
  await w.as('safeguarding').get(`/offline/set-aside/${concern.itemId}`).expect(200)
  await w.as('lead').get(`/offline/set-aside/${concern.itemId}`).expect(404)
  await w.as('lead').get(`/offline/set-aside/${elsewhere.itemId}`).expect(200)
})
it('whoever can sign in sends it themselves, and nothing is kept of the try', async () => {
  const { itemId, hand } = await left(written(visit()))
  expect((await hand()).body.type).toBe('/problems/sign-in-to-send')
  expect(await phone.count('offline_receipts', 'id = $1', [itemId])).toBe(0)
})
it('nobody writes in another’s name: without a lease, with another’s, a forged one, or outside of its hours', async () => {
  const others = ((await w.as('secondOfficer').get('/offline/pack').expect(200)).body as Pack).lease
  const notOurs = [400, '/problems/not-for-offline', 'lease']
  expect(await refusal(written(visit(), { lease: undefined }))).toEqual(notOurs)
  expect(await refusal(written(visit(), { lease: others }))).toEqual(notOurs)
  expect(await refusal(written(visit(), { userId: w.ids.users.secondOfficer }))).toEqual(notOurs)
  expect(await refusal(written(visit(), { userId: undefined }))).toEqual(notOurs)
  const forged = { ...lease, text: lease.text.replace(w.ids.users.officer, w.ids.users.lead) }
  expect(await refusal(written(visit(), { lease: forged, userId: w.ids.users.lead }))).toEqual(notOurs)
  expect(await refusal(written(visit(), { lease: { ...lease, keyId: 'signing-0000000000000000' } }))).toEqual(notOurs)
  for (const finishedAt of ['2020-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z'])
    expect(await refusal(written(visit(), { finishedAt }))).toEqual(notOurs)
  expect((await refusal(written(phone.written('people.disable', 'POST', '/people/x', {}))))[0]).toBe(400)
  expect(
    (await refusal(written(phone.written('drafts.keep', 'PUT', `/drafts/${w.newId()}`, { kind: 'visit', title: '', body: {} }))))[0],
  ).toBe(409)
})
it('other words under the same id are refused, and an old lease fills no list', async () => {
  const first = await left(written(visit())),
    other = await phone.sealing(written(visit()), first.itemId),
    one = await left(written(visit()))
  await disable('officer')
  await first.hand()
  expect((await w.stranger().put(`/offline/left/${first.itemId}`, other.sealed)).body.type).toBe('/problems/already-exists')
  await w.owner.query(
    `insert into offline_receipts (partnership_id, id, user_id, digest, outcome, problem)
      select $1, gen_random_uuid(), $2, repeat('0', 64), 'set_aside', 'account-ended' from generate_series(1, 100)`,
    [w.ids.partnership, w.ids.users.officer],
  )
  expect((await one.hand()).status).toBe(429)
  await w.owner.query(`delete from offline_receipts where digest = repeat('0', 64)`)
  expect((await one.hand()).status).toBe(200)
})
it('the functions behind it answer no request of a person', async () => {
  const nothing = [w.ids.users.officer, w.newId()]
  await expect(
    w.pool.query(`select app.set_aside_left($1, $2, 'visits.record', 'nothing', null, now(), repeat('0', 64), '{}')`, nothing),
  ).rejects.toMatchObject({ code: '42501' })
  expect((await w.pool.query('select * from app.left_receipt($1)', [w.newId()])).rows).toEqual([])
  expect((await w.pool.query('select * from app.left_receivers($1)', [w.newId()])).rows).toEqual([])
})
