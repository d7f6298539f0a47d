import { afterAll, beforeAll, expect, it } from 'vitest'
import { clocks } from '../../clocks.ts'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
let today: string, later: string
beforeAll(async () => {
  w = await world()
  await w.match(w.ids.participants.sam)
  await w.place(w.ids.participants.sam)
  ;({ today, later } = (await w.owner.query(`select app.today()::text as today, (app.today() + 60)::text as later`)).rows[0])
})
afterAll(() => w?.close())
const note = (more: object = {}) => ({
  programmeId: w.ids.programme,
  participantId: w.ids.participants.sam,
  place: '',
  code: 'two_people',
  whatToDo: 'Go in twos',
  why: 'A large dog that is not tied up',
  source: 'The officer’s own visit',
  toldThem: true,
  notToldWhy: '',
  reviewOn: later,
  ...more,
})
const write = (person: Person, more: object = {}, id = w.newId()) => w.as(person).put(`/warnings/${id}`, note(more))
const strike = () =>
  clocks
    .find(({ name }) => name === 'warnings')!
    .run({ doors: w.doors, config: w.config, log: () => {}, send: w.app.jobs.send }, w.ids.partnership)

it('an officer’s note counts at once and waits for a lead’s word; whoever goes there says they read it', async () => {
  const { body: one } = await write('officer').expect(201)
  expect(one).toMatchObject({ approvedBy: null, seenBy: [], can: { approve: false, review: true, see: true } })
  expect((await w.as('officer').get(`/participants/${w.ids.participants.sam}`)).body.safety.flags).toMatchObject([
    { whatToDo: 'Go in twos' },
  ])
  expect((await w.as('officer').post(`/warnings/${one.id}/approve`, { version: one.version }).expect(403)).body.type).toBe(
    '/problems/forbidden',
  )
  const approved = await w.as('lead').post(`/warnings/${one.id}/approve`, { version: one.version }).expect(200)
  expect(approved.body).toMatchObject({ approvedBy: 'Lead Test', can: { approve: false } })
  await w.as('secondOfficer').post(`/warnings/${one.id}/see`).expect(200)
  const seen = await w.as('secondOfficer').post(`/warnings/${one.id}/see`).expect(200)
  expect(seen.body).toMatchObject({ seenBy: [{ name: 'SecondOfficer Test' }], seenByMe: true, can: { see: false } })
})
it('a lead’s own is approved with it; agreed afresh by an officer it waits again, and is unread again', async () => {
  const { body: one } = await write('lead', { participantId: null, place: 'Stair at 12 Quay Lane', code: 'way_in', toldThem: null }).expect(
    201,
  )
  expect(one).toMatchObject({ participant: null, place: 'Stair at 12 Quay Lane', approvedBy: 'Lead Test', toldThem: null })
  await w.as('officer').post(`/warnings/${one.id}/see`).expect(200)
  const { body: again } = await w.as('officer').post(`/warnings/${one.id}/renew`, { version: one.version, reviewOn: later }).expect(200)
  expect(again).toMatchObject({ approvedBy: null, decidedBy: 'Officer Test', seenBy: [] })
  expect(
    (await w.as('officer').post(`/warnings/${one.id}/renew`, { version: one.version, reviewOn: later }).expect(409)).body,
  ).toMatchObject({
    current: { id: one.id },
  })
  await w.as('lead').post(`/warnings/${one.id}/end`, { version: again.version, why: 'New lights' }).expect(200)
  await w.as('lead').post(`/warnings/${one.id}/see`).expect(409)
  expect((await w.as('officer').get('/warnings?show=ended')).body.items).toMatchObject([{ id: one.id, endedWhy: 'New lights' }])
})
it('nobody but a lead stands behind it, past the API either', async () => {
  const id = w.newId()
  await write('officer', {}, id).expect(201)
  await expect(
    w.doors
      .asPerson(w.ids.users.officer, w.ids.partnership, w.newId())
      .transact((tx) =>
        tx.$client.query(
          `update visit_risk_flags set approved_at = now(), approved_by_id = $1 where partnership_id = app.partnership() and id = $2`,
          [w.ids.users.lead, id],
        ),
      ),
  ).rejects.toMatchObject({ constraint: 'visit_risk_flags_approved_by_a_lead' })
})
it('is for those who go out: not for a match, a placement, an employer, the young person or anyone else', async () => {
  const { body: one } = await write('officer').expect(201)
  for (const person of [
    'mentor',
    'partner',
    'supervisor',
    'sam',
    'safeguarding',
    'data',
    'analyst',
    'admin',
    'otherpartner',
    'otherlead',
  ] as const) {
    expect((await w.as(person).get('/warnings').expect(200)).body.items).toEqual([])
    expect([403, 404]).toContain((await write(person)).status)
    for (const [deed, body] of [
      ['see', undefined],
      ['approve', { version: 1 }],
      ['renew', { version: 1, reviewOn: later }],
      ['end', { version: 1, why: 'x' }],
    ] as const)
      await w.as(person).post(`/warnings/${one.id}/${deed}`, body).expect(404)
  }
})
it('says whether they were told and why not, where it is from, and when it is looked at again within 90 days', async () => {
  const pointer = async (more: object) =>
    (await write('officer', more).expect(400)).body.errors.map((one: { pointer: string }) => one.pointer)
  expect(await pointer({ toldThem: null })).toEqual(['/body/toldThem'])
  expect(await pointer({ toldThem: false })).toEqual(['/body/notToldWhy'])
  expect(await pointer({ source: ' ' })).toEqual(['/body/source'])
  expect(await pointer({ whatToDo: 'x'.repeat(161) })).toEqual(['/body/whatToDo'])
  expect(await pointer({ participantId: null, place: ' ' })).toEqual(['/body/place'])
  expect(await pointer({ reviewOn: '2999-01-01' })).toEqual(['/body/reviewOn'])
  await write('officer', { toldThem: false, notToldWhy: 'It would put his mother at risk' }).expect(201)
  await write('officer', { programmeId: w.ids.otherProgramme, participantId: null, place: 'A stair' }).expect(404)
})
it('ends by itself after ninety days; leads hear once, without a name, that a review comes', async () => {
  await w.owner.query(`update visit_risk_flags set ended_on = agreed_on, ended_why = 'x' where ended_on is null`)
  await w.owner.query('delete from messages')
  const id = w.newId()
  await write('officer', {}, id).expect(201)
  await strike()
  expect((await w.owner.query('select 1 from messages')).rowCount).toBe(0)
  await w.owner.query('update visit_risk_flags set agreed_on = app.today() - 80, review_on = app.today() - 1 where id = $1', [id])
  await strike()
  await strike()
  const { rows } = await w.owner.query('select to_address, subject, body from messages')
  expect(rows.map((one) => one.to_address)).toEqual(['lead@test.invalid'])
  expect(JSON.stringify(rows)).not.toMatch(/Sam|Quay|dog|Harbour/)
  expect((await w.as('officer').get('/warnings')).body.items).toMatchObject([{ id, endedOn: null }]) // past its review it still counts
  await w.owner.query('update visit_risk_flags set agreed_on = app.today() - 91, review_on = app.today() - 20 where id = $1', [id])
  await strike()
  expect((await w.as('officer').get('/warnings')).body.items).toEqual([])
  expect((await w.as('officer').get('/warnings?show=ended')).body.items.find((one: { id: string }) => one.id === id)).toMatchObject({
    endedWhy: 'Ended by itself after 90 days',
  })
  expect(today < later).toBe(true)
})
