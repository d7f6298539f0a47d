import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
let sam: string, visit: string, call: string
beforeAll(async () => {
  w = await world()
  sam = w.ids.participants.sam
  await w.match(sam)
  await w.place(sam)
  ;[visit, call] = [w.newId(), w.newId()]
  await w.owner.query(
    `insert into visits (partnership_id, id, programme_id, participant_id, starts_at, officer_id, status, outcome, happened_at, recorded_at) values ($1, $2, $3, $4, '2026-10-20T10:00:00Z', $5, 'recorded', 'welcomed', '2026-10-20T10:00:00Z', now())`,
    [w.ids.partnership, visit, w.ids.programme, sam, w.ids.users.officer],
  )
  await w.owner.query(
    `insert into contact_events (partnership_id, id, programme_id, participant_id, channel, outcome, happened_at) values ($1, $2, $3, $4, 'call', 'good_chat', '2026-09-01T23:30:00Z')`,
    [w.ids.partnership, call, w.ids.programme, sam],
  )
})
afterAll(() => w?.close())
const mark = (person: Person, body: object, id = w.newId()) => w.as(person).put(`/participants/${sam}/significant-events/${id}`, body)
const good = () => ({ kind: 'visit', aboutId: visit, effect: 'better', impact: 'First time he talked about work' })
const read = (person: Person) => w.as(person).get(`/participants/${sam}/chronology`)

it('marks what is in the story, with one line on what it changed; read oldest first, by the team, safety and themselves', async () => {
  const id = w.newId()
  expect((await mark('officer', good(), id).expect(201)).body).toMatchObject({
    happenedOn: '2026-10-20',
    effect: 'better',
    by: 'Officer Test',
  })
  await mark('officer', good(), id).expect(200)
  await mark('lead', { kind: 'contact', aboutId: call, effect: 'worse', impact: 'Lost his place to stay' }).expect(201)
  for (const person of ['officer', 'lead', 'safeguarding', 'sam'] as const)
    expect((await read(person).expect(200)).body).toMatchObject({
      items: [
        { impact: 'Lost his place to stay', happenedOn: '2026-09-02' },
        { impact: 'First time he talked about work', aboutId: visit },
      ],
      can: { mark: person === 'officer' || person === 'lead' },
    })
  expect((await mark('lead', good()).expect(409)).body.type).toBe('/problems/already-exists')
})
it('what is held back from them does not show through its mark', async () => {
  await w.owner.query(
    `update contact_events set visibility = 'team', withheld_reason = 'third_party', review_on = '2026-12-01' where id = $1`,
    [call],
  )
  expect((await read('sam').expect(200)).body.items).toHaveLength(1)
  expect((await read('safeguarding').expect(200)).body.items).toHaveLength(2)
})
it('is nothing for mentors, employers, other partners or other programmes', async () => {
  const [event] = (await read('officer')).body.items
  for (const person of ['mentor', 'partner', 'supervisor', 'data', 'analyst', 'admin', 'otherpartner', 'otherlead'] as const) {
    await read(person).expect(404)
    const one = `/participants/${sam}/significant-events/${event.id}`
    expect([403, 404]).toContain((await mark(person, good())).status)
    await w.as(person).patch(one, { version: 1, effect: 'mixed', impact: 'x' }).expect(404)
    await w.as(person).delete(one).expect(404)
  }
  for (const person of ['sam', 'safeguarding'] as const) {
    await mark(person, good()).expect(403)
    await w.as(person).delete(`/participants/${sam}/significant-events/${event.id}`).expect(403)
  }
})
it('no mark on what is not in their story, on a concern, or of more than a line', async () => {
  expect((await mark('officer', { ...good(), aboutId: w.newId() }).expect(400)).body.errors).toMatchObject([{ pointer: '/body/aboutId' }])
  await mark('officer', { ...good(), kind: 'goal' }).expect(400)
  await mark('officer', { ...good(), kind: 'concern' }).expect(400)
  await mark('officer', { ...good(), impact: 'two\nlines' }).expect(400)
  await mark('officer', { ...good(), impact: ' ' }).expect(400)
  await w.as('officer').put(`/participants/${w.ids.participants.rosa}/significant-events/${w.newId()}`, good()).expect(400)
})
it('is said better under a version, and taken off again', async () => {
  const [event] = (await read('officer')).body.items
  const one = `/participants/${sam}/significant-events/${event.id}`
  const edit = { version: event.version, effect: 'mixed', impact: 'Moved to his gran’s' }
  expect((await w.as('lead').patch(one, edit).expect(200)).body).toMatchObject({
    impact: 'Moved to his gran’s',
    version: event.version + 1,
  })
  expect((await w.as('lead').patch(one, edit).expect(409)).body).toMatchObject({ current: { version: event.version + 1 } })
  await w.as('officer').delete(one).expect(204)
  await w.as('officer').delete(one).expect(404)
})
