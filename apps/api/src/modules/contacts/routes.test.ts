import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const call = (more: object = {}) => ({
  participantId: w.ids.participants.sam,
  channel: 'call',
  direction: 'out',
  outcome: 'good_chat',
  happenedAt: ago(10),
  theirWords: 'aye, sound',
  staffWords: 'Sounded tired',
  nextOn: null,
  ...more,
})
const log = (more: object = {}) => w.as('officer').put(`/contacts/${w.newId()}`, call(more))
const statusOf = async (id: string) =>
  (await w.owner.query('select status, erasure_due_at, next_step, last_contact_at from participants where id = $1', [id])).rows[0]

it('an officer logs a call, their words apart from the officer’s', async () => {
  const { body } = await log({ happenedAt: ago(60) }).expect(201)
  expect(body).toMatchObject({
    participant: { knownAs: 'Sam' },
    outcome: 'good_chat',
    theirWords: 'aye, sound',
    staffWords: 'Sounded tired',
    by: 'Officer Test',
  })
  await log({ outcome: 'no_answer', theirWords: '', staffWords: '' }).expect(201)
  const { items } = (await w.as('lead').get(`/contacts?participantId=${w.ids.participants.sam}`).expect(200)).body
  expect(items.map((one: { outcome: string }) => one.outcome)).toEqual(['no_answer', 'good_chat'])
  const first = (await w.as('lead').get(`/contacts?participantId=${w.ids.participants.sam}&limit=1`).expect(200)).body
  expect(
    (await w.as('lead').get(`/contacts?participantId=${w.ids.participants.sam}&limit=1&after=${first.next}`).expect(200)).body,
  ).toMatchObject({ items: [{ id: body.id }], next: null })
})
it('a call that nobody answered is no contact', async () => {
  const before = await statusOf(w.ids.participants.sam)
  await log({ outcome: 'no_answer' }).expect(201)
  expect((await statusOf(w.ids.participants.sam)).last_contact_at).toEqual(before.last_contact_at)
})
it('asked to stop before a yes: visits are called off, and the clock to erasure starts', async () => {
  const participantId = w.newId(),
    visit = w.newId()
  await w.owner.query(
    `insert into participants (partnership_id, id, programme_id, known_as, age_band, next_step) values ($1, $2, $3, 'Ailsa', '18_20', 'get_in_touch')`,
    [w.ids.partnership, participantId, w.ids.programme],
  )
  await w
    .as('officer')
    .put(`/visits/${visit}/plan`, { participantId, startsAt: '2026-12-01T10:00:00.000Z', place: '', why: '' })
    .expect(201)
  await log({ participantId, outcome: 'asked_to_stop', channel: 'text' }).expect(201)
  const now = await statusOf(participantId)
  expect(now).toMatchObject({ status: 'declined', next_step: '' })
  expect(Math.round((now.erasure_due_at - Date.now()) / 86_400_000)).toBeGreaterThan(88)
  expect((await w.as('officer').get(`/visits/${visit}`).expect(200)).body).toMatchObject({
    status: 'cancelled',
    closedReason: 'They asked us to stop',
  })
  expect(
    (await w.owner.query('select to_status, said_by, how from participant_steps where participant_id = $1', [participantId])).rows,
  ).toEqual([{ to_status: 'declined', said_by: 'participant', how: 'text' }])
  await w
    .as('officer')
    .put(`/visits/${w.newId()}/plan`, { participantId, startsAt: '2026-12-01T10:00:00.000Z', place: '', why: '' })
    .expect(409)
})
it('asked to stop after a yes: they step back, neutrally', async () => {
  await log({ participantId: w.ids.participants.rosa, outcome: 'asked_to_stop' }).expect(201)
  expect(await statusOf(w.ids.participants.rosa)).toMatchObject({ status: 'stepped_back', erasure_due_at: null })
  expect(
    (
      await w
        .as('officer')
        .put(`/visits/${w.newId()}/plan`, {
          participantId: w.ids.participants.rosa,
          startsAt: '2026-12-01T10:00:00.000Z',
          place: '',
          why: '',
        })
        .expect(409)
    ).body.type,
  ).toBe('/problems/contact-ended')
  await log({ participantId: w.ids.participants.rosa, direction: 'in' }).expect(201) // they may always get in touch again
})
it('is the team’s log: others are refused, or find nobody', async () => {
  await w.match(w.ids.participants.sam)
  await w.place(w.ids.participants.sam)
  const { id } = (await log().expect(201)).body
  for (const person of ['mentor', 'partner', 'supervisor', 'safeguarding'] as const) {
    await w.as(person).put(`/contacts/${w.newId()}`, call()).expect(403)
    await w.as(person).get(`/contacts/${id}`).expect(404)
    expect((await w.as(person).get(`/contacts?participantId=${w.ids.participants.sam}`).expect(200)).body.items).toEqual([])
  }
  for (const person of ['otherpartner', 'otherlead', 'data', 'analyst', 'admin'] as const) {
    await w.as(person).put(`/contacts/${w.newId()}`, call()).expect(404)
    await w.as(person).get(`/contacts/${id}`).expect(404)
    await w.as(person).get(`/contacts?participantId=${w.ids.participants.sam}`).expect(404)
  }
  await w.as('sam').put(`/contacts/${w.newId()}`, call()).expect(403)
  expect((await w.as('sam').get(`/contacts/${id}`).expect(200)).body.theirWords).toBe('aye, sound')
  await w
    .as('mentor')
    .put(`/contacts/${w.newId()}`, call({ participantId: w.ids.participants.rosa }))
    .expect(404)
})
it('says of every wrong answer which one it is, and takes the same log once', async () => {
  const { body } = await w
    .as('officer')
    .put(`/contacts/${w.newId()}`, { ...call(), channel: 'pigeon', direction: 'up', outcome: '', happenedAt: 'now', author: 'x' })
    .expect(400)
  expect(body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual([
    '/body/author',
    '/body/channel',
    '/body/direction',
    '/body/happenedAt',
    '/body/outcome',
  ])
  expect((await log({ happenedAt: new Date(Date.now() + 3_600_000).toISOString() }).expect(400)).body.errors[0].pointer).toBe(
    '/body/happenedAt',
  )
  expect((await log({ nextOn: '2020-01-01' }).expect(400)).body.errors[0].pointer).toBe('/body/nextOn')
  expect((await log({ outcome: 'asked_to_stop', nextOn: '2099-01-01' }).expect(400)).body.errors[0].pointer).toBe('/body/nextOn')
  const id = w.newId(),
    same = call()
  const answers = await Promise.all(Array.from({ length: 50 }, () => w.as('officer').put(`/contacts/${id}`, same)))
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(49)
  await w
    .as('officer')
    .put(`/contacts/${id}`, call({ outcome: 'brief_chat' }))
    .expect(409)
})
