import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
let sam: string, rosa: string
const deal = {
  whatIGet: 'A start in a real garage',
  whatIGive: 'I say when I cannot come',
  format: 'spoken',
  agreedOn: '2026-03-09',
  copyGiven: true,
  saidBy: 'participant',
  how: 'in_person',
}
const agree = (id: string, body: object = deal, who = sam) => w.as('officer').put(`/participants/${who}/agreements/${id}`, body)
const status = async (who = sam) => (await w.owner.query('select status from participants where id = $1', [who])).rows[0].status
const list = async (person: Parameters<World['as']>[0] = 'officer') =>
  (await w.as(person).get(`/participants/${sam}/agreements`).expect(200)).body
beforeAll(async () => {
  w = await world()
  ;({ sam, rosa } = w.ids.participants)
})
beforeEach(async () => {
  await w.owner.query('delete from participant_steps')
  await w.owner.query('update participation_agreements set changed_to_id = null')
  await w.owner.query('delete from participation_agreements')
  await w.owner.query(`update participants set status = 'interested', age_band = '18_20'`)
})
afterAll(() => w?.close())

it('the deal is written down in their words and counts at once', async () => {
  const id = w.newId()
  expect((await agree(id).expect(201)).body).toMatchObject({
    id,
    whatIGet: 'A start in a real garage',
    whatIGive: 'I say when I cannot come',
    withdrawnOn: null,
    writtenBy: 'Officer Test',
  })
  expect(await status()).toBe('agreed')
  expect((await w.as('officer').get(`/participants/${sam}`).expect(200)).body).toMatchObject({
    agreement: { id, agreedOn: '2026-03-09' },
    can: { withdraw: true },
  })
  expect((await w.owner.query('select from_status, to_status, said_by from participant_steps')).rows).toEqual([
    { from_status: 'interested', to_status: 'agreed', said_by: 'participant' },
  ])
})
it('sent twice it is one deal; other words under the same id are refused; a second live deal too', async () => {
  const id = w.newId()
  await agree(id).expect(201)
  await agree(id).expect(200)
  expect((await agree(id, { ...deal, whatIGet: 'Else' }).expect(409)).body.type).toBe('/problems/already-exists')
  expect((await agree(w.newId()).expect(409)).body.type).toBe('/problems/agreement-live')
  expect((await list()).items).toHaveLength(1)
})
it('a changed deal takes the place of the old one, which stays readable', async () => {
  const [first, second] = [w.newId(), w.newId()]
  await agree(first).expect(201)
  await agree(second, { ...deal, whatIGet: 'Vans, not cars', changes: first }).expect(201)
  expect((await list()).items).toMatchObject([
    { id: second, withdrawnOn: null },
    { id: first, changedToId: second },
  ])
  expect(await status()).toBe('agreed')
  expect((await agree(w.newId(), { ...deal, changes: first }).expect(409)).body.type).toBe('/problems/agreement-withdrawn')
})
it('someone under 16 agrees together with a parent or carer', async () => {
  await w.owner.query(`update participants set age_band = 'under_16' where id = $1`, [sam])
  expect((await agree(w.newId()).expect(409)).body.type).toBe('/problems/parent-agreement-missing')
  expect((await list()).needsParent).toBe(true)
  await agree(w.newId(), { ...deal, parentAgreed: true }).expect(201)
})
it('stepping back is one word and neutral, by the team or by the young person themselves', async () => {
  const first = w.newId(),
    second = w.newId()
  await agree(first).expect(201)
  const { body } = await w
    .as('officer')
    .post(`/participants/${sam}/agreements/${first}/withdraw`, { saidBy: 'participant', how: 'text' })
    .expect(200)
  expect(body.withdrawnOn).toMatch(/^\d{4}-/)
  expect(await status()).toBe('stepped_back')
  await w.owner.query(`update participants set status = 'in_conversation' where id = $1`, [sam])
  await agree(second).expect(201)
  await w.as('sam').post(`/participants/${sam}/agreements/${second}/withdraw`, { saidBy: 'participant', how: 'own_phone' }).expect(200)
  expect(await status()).toBe('stepped_back')
  expect(
    (await w.owner.query(`select to_status, reason, said_by, how from participant_steps order by created_at desc, id desc limit 1`)).rows,
  ).toEqual([{ to_status: 'stepped_back', reason: '', said_by: 'participant', how: 'own_phone' }])
  expect(
    (await w.as('sam').post(`/participants/${sam}/agreements/${second}/withdraw`, { saidBy: 'participant', how: 'own_phone' }).expect(409))
      .body.type,
  ).toBe('/problems/agreement-withdrawn')
})
it('someone who had left and agrees anew is back, and nothing of theirs is erased', async () => {
  await w.owner.query(`update participants set status = 'declined', erasure_due_at = now() + interval '9 days' where id = $1`, [sam])
  await agree(w.newId()).expect(201)
  expect((await w.owner.query('select from_status, to_status from participant_steps order by created_at, id')).rows).toHaveLength(2)
  expect((await w.as('officer').get(`/participants/${sam}`).expect(200)).body).toMatchObject({ status: 'agreed', erasureDueAt: null })
})
it('the young person reads their deal; a mentor and a matched partner do not', async () => {
  await agree(w.newId()).expect(201)
  expect((await list('sam')).items).toHaveLength(1)
  await w.match(sam)
  await w.place(sam, 'placement')
  expect(await list('mentor')).toMatchObject({ items: [], can: { agree: false, withdraw: false } })
  expect((await list('partner')).items).toEqual([])
})
it('nobody else agrees or withdraws for them', async () => {
  const id = w.newId()
  await agree(id).expect(201)
  await w.as('mentor').put(`/participants/${sam}/agreements/${w.newId()}`, deal).expect(403)
  await w.as('sam').put(`/participants/${sam}/agreements/${w.newId()}`, deal).expect(403)
  for (const person of ['otherpartner', 'otherlead', 'admin'] as const) {
    await w.as(person).get(`/participants/${sam}/agreements`).expect(404)
    await w.as(person).put(`/participants/${sam}/agreements/${w.newId()}`, deal).expect(404)
    await w.as(person).post(`/participants/${sam}/agreements/${id}/withdraw`, { saidBy: 'worker', how: 'call' }).expect(404)
  }
  await w.as('officer').post(`/participants/${rosa}/agreements/${id}/withdraw`, { saidBy: 'worker', how: 'call' }).expect(404)
  expect(await status()).toBe('agreed')
})
it('both sides of the deal must say something, and the day has come', async () => {
  expect((await agree(w.newId(), { ...deal, whatIGive: '  ' }).expect(400)).body.errors).toMatchObject([{ pointer: '/body/whatIGive' }])
  expect((await agree(w.newId(), { ...deal, agreedOn: '2999-01-01' }).expect(400)).body.errors).toMatchObject([
    { pointer: '/body/agreedOn' },
  ])
})
