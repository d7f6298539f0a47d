import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
let sam: string
let today: string, later: string
const check = (person: Person, id: string, checkId = w.newId()) =>
  w.as(person).put(`/participants/${id}/safety-checks/${checkId}`, { checkedOn: today })
const note = async (id = w.newId()) =>
  (
    await w
      .as('officer')
      .put(`/warnings/${id}`, {
        programmeId: w.ids.programme,
        participantId: sam,
        place: '',
        code: 'two_people',
        whatToDo: 'Two-person visits only',
        why: 'A large dog that is not tied up',
        source: 'The officer’s own visit',
        toldThem: true,
        notToldWhy: '',
        reviewOn: later,
      })
      .expect(201)
  ).body
beforeAll(async () => {
  w = await world()
  sam = w.ids.participants.sam
  ;({ today, later } = (await w.owner.query(`select app.today()::text as today, (app.today() + 30)::text as later`)).rows[0])
})
afterAll(() => w?.close())

it('what to do, why, who decided and until when; shown at the top of the person, and with what is over on a page of its own', async () => {
  const { id, version } = await note()
  const { body } = await w.as('lead').get(`/participants/${sam}/safety`).expect(200)
  expect(body).toMatchObject({
    flags: [{ id, version, whatToDo: 'Two-person visits only', decidedBy: 'Officer Test', reviewOn: later, endedOn: null }],
    can: { keepSafe: true },
  })
  expect((await w.as('lead').get(`/participants/${sam}`).expect(200)).body.safety.flags).toEqual([
    { id, whatToDo: 'Two-person visits only', agreedOn: today, reviewOn: later, decidedBy: 'Officer Test' },
  ])
  await w.as('lead').post(`/warnings/${id}/end`, { version, why: 'Dog moved out' }).expect(200)
  expect((await w.as('officer').get(`/participants/${sam}/safety`)).body.flags).toMatchObject([
    { id, endedOn: today, endedWhy: 'Dog moved out' },
  ])
  expect((await w.as('lead').get(`/participants/${sam}`)).body.safety.flags).toEqual([])
})
it('someone looked and there was nothing: an empty list says when and by whom', async () => {
  const { rosa } = w.ids.participants
  expect((await w.as('lead').get(`/participants/${rosa}`).expect(200)).body.safety).toEqual({
    flags: [],
    checkedOn: null,
    checkedBy: null,
  })
  const id = w.newId()
  await check('lead', rosa, id).expect(201)
  await check('lead', rosa, id).expect(200)
  expect((await w.as('lead').get(`/participants/${rosa}`).expect(200)).body.safety).toEqual({
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
    await check(person, sam).expect(404)
  }
})
it('nobody has looked on a day that has not come', async () => {
  const { body } = await w.as('officer').put(`/participants/${sam}/safety-checks/${w.newId()}`, { checkedOn: '2999-01-01' }).expect(400)
  expect(body.errors).toMatchObject([{ pointer: '/body/checkedOn' }])
})
it('is for one person: another’s alert is not found under them', async () => {
  const { id } = await note()
  const { body } = await w.as('officer').get(`/participants/${w.ids.participants.rosa}/safety`).expect(200)
  expect(body.flags.map((one: { id: string }) => one.id)).not.toContain(id)
})
