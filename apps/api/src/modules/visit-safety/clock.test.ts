// Nobody came back to say so: who is told, in which order, once, and whatever happens to the server in between.
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { doorsOf } from '#db/transact.ts'
import { world, type Person, type World } from '#testing/world.ts'
import { visitSafetyClock } from './clock.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
beforeEach(() => w.owner.query('delete from messages'))

const q = (text: string, values: unknown[] = []) => w.owner.query(text, values)
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const strike = (doors = w.doors) =>
  visitSafetyClock.run(
    { doors, config: w.config, log: () => {}, send: (tx, name, data) => w.app.jobs.send(tx, name, data) },
    w.ids.partnership,
  )
const told = async () =>
  (await q('select to_address as to, channel, subject, body from messages order by id')).rows as {
    to: string
    channel: string
    subject: string
    body: string
  }[]
const say = (id: string, deed: string, more: object = {}, who: Person = 'officer') =>
  w.as(who).post(`/visits/${id}/safety/${deed}`, { id: w.newId(), happenedAt: ago(0), ...more })
/** The officer went in that long ago, for ten minutes. */
let hour = 0
async function out(minutes: number, buddyId = w.ids.users.secondOfficer) {
  const id = w.newId()
  const startsAt = new Date(Date.now() + ++hour * 3_600_000).toISOString()
  await w.as('officer').put(`/visits/${id}/plan`, { participantId: w.ids.participants.sam, startsAt, place: '', why: '' }).expect(201)
  const { version } = (
    await w.as('officer').put(`/visits/${id}/safety`, { version: 0, buddyId, expectedMinutes: 10, baseContact: '' }).expect(200)
  ).body
  await w.as('lead').post(`/visits/${id}/safety/approve`, { version }).expect(200)
  await say(id, 'check-in', { happenedAt: ago(minutes) }).expect(200)
  return id
}
const back = (id: string) => say(id, 'check-out').expect(200)
/** As if that many minutes went by. */
const later = (id: string, minutes: number) =>
  q(`update visit_safety set expected_end_at = expected_end_at - make_interval(mins => $2) where visit_id = $1`, [id, minutes])

it('tells the buddy at fifteen minutes and the leads at thirty, each once, also after the server was started again', async () => {
  await w.as('secondOfficer').put(`/people/${w.ids.users.secondOfficer}/mobile`, { version: 0, mobile: '07700 900456' }).expect(200)
  const id = await out(24) // due fourteen minutes ago
  await strike()
  expect(await told()).toEqual([])
  await later(id, 2)
  await strike()
  const first = await told()
  expect(first.map(({ to, channel }) => [channel, to])).toEqual([
    ['email', 'secondOfficer@test.invalid'],
    ['text', '07700900456'],
  ])
  expect(first[0]!.subject).toBe('Officer Test has not checked out')
  expect(first[0]!.body).toContain(`/visits/${id}/safety`)
  for (const { subject, body } of first) expect(subject + body).not.toMatch(/Sam|Baird|Quay/)
  await strike()
  expect(await told()).toHaveLength(2)

  // The server is started again: other connections, the same rows.
  const again = new pg.Pool({ ...w.pool.options, max: 2 })
  try {
    await strike(doorsOf(again))
    expect(await told()).toHaveLength(2)
    await later(id, 15)
    await Promise.all([strike(doorsOf(again)), strike(doorsOf(again)), strike()])
  } finally {
    await again.end()
  }
  expect((await told()).slice(2).map(({ to }) => to)).toEqual(['lead@test.invalid'])
  await strike()
  expect(await told()).toHaveLength(3)
  const { steps } = (await w.as('lead').get(`/visits/${id}/safety`)).body as { steps: { kind: string }[] }
  expect(steps.slice(0, 2).map(({ kind }) => kind)).toEqual(['leads_told', 'buddy_told'])
  expect((await w.as('lead').get('/out-now')).body.out[0]).toMatchObject({
    buddyToldAt: expect.any(String),
    leadsToldAt: expect.any(String),
  })
  await back(id)
})

it('after an hour without a server it tells both at once, the buddy first', async () => {
  const id = await out(80)
  await strike()
  expect((await told()).filter(({ channel }) => channel === 'email').map(({ to }) => to)).toEqual([
    'secondOfficer@test.invalid',
    'lead@test.invalid',
  ])
  const { rows } = await q('select a.step from visit_alerts a join visit_safety s on s.id = a.safety_id where s.visit_id = $1', [id])
  expect(rows).toHaveLength(2)
  await back(id)
})

it('more time, “I am fine” and word that they are out end the alarm; a new end that passes rings afresh', async () => {
  const id = await out(24)
  await say(id, 'extend', { minutes: 15 }).expect(200) // fifteen from now, for the end has passed
  await later(id, 10)
  await strike()
  expect(await told()).toEqual([])
  await later(id, 22)
  await strike()
  expect((await told()).filter(({ channel }) => channel === 'email')).toHaveLength(1)
  // Told, and a false alarm: one press, and nobody hears more of it.
  await say(id, 'fine').expect(200)
  await later(id, 14)
  await strike()
  expect((await told()).filter(({ channel }) => channel === 'email')).toHaveLength(1)
  await later(id, 17) // a new end has passed by sixteen minutes
  await strike()
  expect((await told()).filter(({ channel }) => channel === 'email')).toHaveLength(2)
  await say(id, 'clear', {}, 'secondOfficer').expect(200)
  await q(`update visit_safety set expected_end_at = now() - interval '3 hours' where visit_id = $1`, [id])
  await strike()
  expect((await told()).filter(({ channel }) => channel === 'email')).toHaveLength(2)
})

it('a buddy who is no longer here is replaced by the leads, and a leaver is not written to', async () => {
  const id = await out(30)
  await q(`update people set left_on = current_date where user_id = $1`, [w.ids.users.secondOfficer])
  await strike()
  expect((await told()).map(({ to }) => to)).toEqual(['lead@test.invalid'])
  await q(`update people set left_on = null where user_id = $1`, [w.ids.users.secondOfficer])
  await back(id)
})

it('where no lead stays behind, those who keep safety are told', async () => {
  const id = await out(45)
  await q(`update memberships set until_at = now() where user_id = $1 and role = 'programme_lead'`, [w.ids.users.lead])
  await strike()
  expect((await told()).filter(({ channel }) => channel === 'email').map(({ to }) => to)).toEqual([
    'secondOfficer@test.invalid',
    'lead@test.invalid', // as the deputy that the programme names
    'safeguarding@test.invalid',
  ])
  await q(`update memberships set until_at = null where user_id = $1 and role = 'programme_lead'`, [w.ids.users.lead])
  await back(id)
})

it('only the clock may ask who is overdue', async () => {
  const id = await out(60)
  const { rows } = await w.doors
    .asPerson(w.ids.users.lead, w.ids.partnership, w.newId())
    .transact((tx) => tx.$client.query('select * from app.alert_overdue_visits()'))
  expect(rows).toEqual([])
  expect((await q('select 1 from visit_alerts a join visit_safety s on s.id = a.safety_id where s.visit_id = $1', [id])).rowCount).toBe(0)
  await back(id)
})
