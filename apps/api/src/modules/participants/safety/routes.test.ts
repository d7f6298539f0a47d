import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
let sam: string
let today: string, later: string
const flag = () => ({ whatToDo: 'Two-person visits only', why: 'A large dog that is not tied up', agreedOn: today, reviewOn: later })
const put = (id: string, body: object, person: Parameters<World['as']>[0] = 'officer') =>
  w.as(person).put(`/participants/${sam}/safety-flags/${id}`, body)
beforeAll(async () => {
  w = await world()
  sam = w.ids.participants.sam
  ;({ today, later } = (await w.owner.query(`select app.today()::text as today, (app.today() + 30)::text as later`)).rows[0])
})
afterAll(() => w?.close())

it('what to do, why, who decided and until when; shown at the top of the person', async () => {
  const id = w.newId()
  expect((await put(id, flag()).expect(201)).body).toMatchObject({
    whatToDo: 'Two-person visits only',
    decidedBy: 'Officer Test',
    reviewOn: later,
    endedOn: null,
  })
  await put(id, flag()).expect(200)
  expect((await w.as('lead').get(`/participants/${sam}`).expect(200)).body.safety.flags).toEqual([
    { id, whatToDo: 'Two-person visits only', agreedOn: today, reviewOn: later, decidedBy: 'Officer Test' },
  ])
})
it('is reviewed: still needed, or no longer', async () => {
  const id = w.newId()
  const { body: first } = await put(id, flag()).expect(201)
  const { body } = await w
    .as('lead')
    .post(`/participants/${sam}/safety-flags/${id}/renew`, { version: first.version, agreedOn: today, reviewOn: today })
    .expect(200)
  expect(body).toMatchObject({ decidedBy: 'Lead Test', reviewOn: today })
  expect(
    (
      await w
        .as('officer')
        .post(`/participants/${sam}/safety-flags/${id}/end`, { version: first.version, endedOn: today, why: 'Dog moved out' })
        .expect(409)
    ).body,
  ).toMatchObject({ current: { version: body.version } })
  expect(
    (
      await w
        .as('officer')
        .post(`/participants/${sam}/safety-flags/${id}/end`, { version: body.version, endedOn: today, why: 'Dog moved out' })
        .expect(200)
    ).body.endedWhy,
  ).toBe('Dog moved out')
  await w.as('officer').post(`/participants/${sam}/safety-flags/${id}/renew`, { version: 3, agreedOn: today, reviewOn: later }).expect(409)
})
it('someone looked and there was nothing: an empty list says when and by whom', async () => {
  expect((await w.as('lead').get(`/participants/${w.ids.participants.rosa}`).expect(200)).body.safety).toEqual({
    flags: [],
    checkedOn: null,
    checkedBy: null,
  })
  await w.as('lead').put(`/participants/${w.ids.participants.rosa}/safety-checks/${w.newId()}`, { checkedOn: today }).expect(201)
  expect((await w.as('lead').get(`/participants/${w.ids.participants.rosa}`).expect(200)).body.safety).toEqual({
    flags: [],
    checkedOn: today,
    checkedBy: 'Lead Test',
  })
})
it('those given one person find no alerts, neither do others', async () => {
  await w.match(sam)
  await w.place(sam, 'placement')
  for (const person of ['mentor', 'partner', 'sam', 'safeguarding', 'otherpartner', 'otherlead', 'admin', 'data'] as const) {
    await w.as(person).get(`/participants/${sam}/safety`).expect(404)
    await put(w.newId(), flag(), person).expect(404)
    await w.as(person).put(`/participants/${sam}/safety-checks/${w.newId()}`, { checkedOn: today }).expect(404)
  }
})
it('has a review within 90 days, a reason, and a day that has come', async () => {
  expect((await put(w.newId(), { ...flag(), reviewOn: '2999-01-01' }).expect(400)).body.errors).toMatchObject([
    { pointer: '/body/reviewOn', keyword: 'ninety-days' },
  ])
  expect((await put(w.newId(), { ...flag(), agreedOn: '2999-01-01', reviewOn: '2999-01-02' }).expect(400)).body.errors).toMatchObject([
    { pointer: '/body/agreedOn' },
  ])
  await put(w.newId(), { ...flag(), why: '' }).expect(400)
  await put(w.newId(), { ...flag(), decidedById: w.ids.users.mentor }).expect(400)
})
it('is for one person: another’s alert is not found under them', async () => {
  const id = w.newId()
  await put(id, flag()).expect(201)
  await w
    .as('officer')
    .post(`/participants/${w.ids.participants.rosa}/safety-flags/${id}/end`, { version: 1, endedOn: today, why: 'x' })
    .expect(404)
})
