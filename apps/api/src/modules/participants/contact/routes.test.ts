import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
let sam: string
const url = (id = sam) => `/participants/${id}/contact`
beforeAll(async () => {
  w = await world()
  sam = w.ids.participants.sam
})
afterAll(() => w?.close())
const fields = {
  familyName: 'Baird',
  dateOfBirth: '2012-05-06',
  address: '9 Quay Lane',
  postcode: 'G51 1AA',
  phone: '07700 900124',
  email: '',
  safeToCall: true,
  safeTimes: 'after 4',
  voicemailOk: false,
  unsafePlaces: 'the chip shop',
}

it('an officer reads and keeps where to find them; a birth date decides the age band', async () => {
  const { body } = await w.as('officer').get(url()).expect(200)
  expect(body).toMatchObject({ familyName: 'Baird', address: '4 Quay Lane', can: { edit: true } })
  expect(
    (
      await w
        .as('officer')
        .put(url(), { ...fields, version: body.version })
        .expect(200)
    ).body,
  ).toMatchObject({ address: '9 Quay Lane', unsafePlaces: 'the chip shop', version: body.version + 1 })
  expect((await w.as('officer').get(`/participants/${sam}`).expect(200)).body).toMatchObject({ ageBand: 'under_16' })
})
it('an older form is told what stands now', async () => {
  const { body } = await w
    .as('lead')
    .put(url(), { ...fields, address: 'Elsewhere', version: 1 })
    .expect(409)
  expect(body).toMatchObject({ type: '/problems/changed-meanwhile', current: { address: '9 Quay Lane' } })
  await w
    .as('lead')
    .put(url(), { ...fields, version: null })
    .expect(409)
})
it('starts empty, and is written down once', async () => {
  await w.owner.query('delete from participant_contacts where participant_id = $1', [w.ids.participants.rosa])
  expect((await w.as('officer').get(url(w.ids.participants.rosa)).expect(200)).body).toMatchObject({ familyName: '', version: null })
  await w
    .as('officer')
    .put(url(w.ids.participants.rosa), { ...fields, version: null })
    .expect(200)
})
it('a mentor, a matched partner and others never see it', async () => {
  await w.match(sam)
  await w.place(sam, 'job_accepted')
  for (const person of ['mentor', 'partner', 'supervisor', 'otherpartner', 'otherlead', 'admin', 'data'] as const) {
    await w.as(person).get(url()).expect(404)
    await w
      .as(person)
      .put(url(), { ...fields, version: 2 })
      .expect(404)
  }
})
it('the young person and the safeguarding lead read it and do not change it', async () => {
  for (const person of ['sam', 'safeguarding'] as const) {
    expect((await w.as(person).get(url()).expect(200)).body).toMatchObject({ address: '9 Quay Lane', can: { edit: false } })
    await w
      .as(person)
      .put(url(), { ...fields, version: 2 })
      .expect(403)
  }
})
it('reading it is logged', async () => {
  await w.owner.query('delete from access_events')
  await w.as('officer').get(url()).expect(200)
  expect((await w.owner.query('select operation from access_events')).rows).toEqual([{ operation: 'participants.contact' }])
})
it('refuses a birth date to come and missing fields', async () => {
  await w
    .as('officer')
    .put(url(), { ...fields, dateOfBirth: '2999-01-01', version: 2 })
    .expect(400)
  await w.as('officer').put(url(), { version: 2 }).expect(400)
})
