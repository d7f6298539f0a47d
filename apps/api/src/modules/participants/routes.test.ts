import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
let sam: string, rosa: string
const url = (id: string, rest = '') => `/participants/${id}${rest}`
beforeAll(async () => {
  w = await world()
  ;({ sam, rosa } = w.ids.participants)
})
afterAll(() => w?.close())
const today = async () => (await w.owner.query(`select app.today()::text as today`)).rows[0].today as string
const move = async (who: string, to: string, more: object = {}) =>
  w.as('officer').post(url(who, '/move'), { to, on: await today(), saidBy: 'participant', how: 'in_person', ...more })
const steps = async (who: string) =>
  (
    await w.owner.query(
      'select from_status, to_status, reason, said_by from participant_steps where participant_id = $1 order by created_at, id',
      [who],
    )
  ).rows

it('an officer opens a person and sees who they are, where they are with us and what they may do', async () => {
  const { body } = await w.as('officer').get(url(sam)).expect(200)
  expect(body).toMatchObject({
    knownAs: 'Sam',
    familyName: 'Baird',
    programmeName: 'Harbour',
    status: 'active',
    workerName: 'Officer Test',
    agreement: null,
    safety: { flags: [], checkedOn: null },
    next: ['paused', 'completed', 'stepped_back', 'moved_on', 'ended_for_safety', 'in_conversation'],
    can: { edit: true, move: true, recordVisit: true, seeContact: true, seeRisk: true, seeDeal: true },
  })
  expect(body.reference).toMatch(/^YP-\d+$/)
  expect(body.age).toBeGreaterThan(17)
})
it('each showing is written in the read log: who, whom, which operation', async () => {
  await w.owner.query('delete from access_events')
  await w.as('officer').get(url(sam)).expect(200)
  const { rows } = await w.owner.query(
    'select user_id, participant_id, programme_id, operation, request_id is not null as asked from access_events',
  )
  expect(rows).toEqual([
    { user_id: w.ids.users.officer, participant_id: sam, programme_id: w.ids.programme, operation: 'participants.read', asked: true },
  ])
})
it('a mentor sees the one given to them, without contact details or alerts', async () => {
  await w.as('mentor').get(url(sam)).expect(404)
  await w.match(sam)
  const { body } = await w.as('mentor').get(url(sam)).expect(200)
  expect(body).toMatchObject({
    knownAs: 'Sam',
    familyName: null,
    age: null,
    safety: null,
    can: {
      edit: false,
      move: false,
      recordVisit: false,
      hearInterest: true,
      seeContact: false,
      seeRisk: false,
      seeDeal: false,
      seeMentoring: true,
      seePlacements: false,
    },
  })
  await w.as('mentor').get(url(rosa)).expect(404)
})
it('a partner sees the known-as name only after the young person said yes', async () => {
  const { placement } = await w.place(rosa, 'suggested')
  await w.as('partner').get(url(rosa)).expect(404)
  await w.owner.query(`update placements set state = 'they_said_yes' where id = $1`, [placement])
  const { body } = await w.as('partner').get(url(rosa)).expect(200)
  expect(body).toMatchObject({
    knownAs: 'Rosa',
    familyName: null,
    age: null,
    safety: null,
    can: {
      edit: false,
      hearInterest: false,
      seeContact: false,
      seeNotes: false,
      seeOutcomes: false,
      seePlacements: true,
      seeMentoring: false,
      seeCourse: false,
    },
  })
  await w.owner.query(`update placements set state = 'ended_early' where id = $1`, [placement])
  await w.as('partner').get(url(rosa)).expect(404)
})
it('a young person sees their own record and nobody else’s', async () => {
  expect((await w.as('sam').get(url(sam)).expect(200)).body).toMatchObject({
    knownAs: 'Sam',
    familyName: 'Baird',
    can: { edit: false, seeRisk: false, seeContact: true },
  })
  await w.as('sam').get(url(rosa)).expect(404)
})
it.each(['otherpartner', 'otherlead', 'data', 'analyst', 'admin'] as const)('%s finds nobody there', async (person) => {
  await w.as(person).get(url(sam)).expect(404)
  await w.as(person).patch(url(sam), { version: 1, knownAs: 'X' }).expect(404)
  await w.as(person).post(url(sam, '/move'), { to: 'paused', on: '2026-03-01', saidBy: 'worker', how: 'call' }).expect(404)
})
it('if the reading cannot be logged, nothing is shown', async () => {
  await w.owner.query('revoke insert on access_events from modulus_app')
  const { body } = await w.as('officer').get(url(sam)).expect(403)
  expect(body.knownAs).toBeUndefined()
  await w.as('officer').get(url(sam, '/story')).expect(403)
  await w.as('officer').get('/participants').expect(403)
  await w.owner.query('grant insert on access_events to modulus_app')
})

it('an officer corrects who they are; someone else’s older form is told what stands now', async () => {
  const { body: before } = await w.as('officer').get(url(sam)).expect(200)
  const { body } = await w
    .as('officer')
    .patch(url(sam), {
      version: before.version,
      pronouns: 'he/him',
      nextStep: 'Bring the bike catalogue',
      nextStepOn: '2026-12-01',
      workerId: w.ids.users.secondOfficer,
    })
    .expect(200)
  expect(body).toMatchObject({
    pronouns: 'he/him',
    nextStep: 'Bring the bike catalogue',
    workerName: 'SecondOfficer Test',
    version: before.version + 1,
  })
  const { body: late } = await w.as('lead').patch(url(sam), { version: before.version, pronouns: 'they/them' }).expect(409)
  expect(late).toMatchObject({ type: '/problems/changed-meanwhile', current: { pronouns: 'he/him', version: before.version + 1 } })
})
it('a mentor may see but not correct; a worker must be of the team; unknown fields are refused', async () => {
  await w.as('mentor').patch(url(sam), { version: 1, knownAs: 'X' }).expect(403)
  const { body: now } = await w.as('officer').get(url(sam)).expect(200)
  const { body } = await w.as('officer').patch(url(sam), { version: now.version, workerId: w.ids.users.mentor }).expect(400)
  expect(body.errors).toMatchObject([{ pointer: '/body/workerId' }])
  await w.as('officer').patch(url(sam), { version: now.version, knownAs: ' ' }).expect(400)
  await w.as('officer').patch(url(sam), { version: now.version, status: 'completed' }).expect(400)
})

it('moves along, pauses, comes back; the history says who said it', async () => {
  await (
    await move(rosa, 'paused', { reason: 'Exams' })
  ).body
  const { body } = await move(rosa, 'active')
  expect(body).toMatchObject({ status: 'active', statusSince: await today() })
  expect(await steps(rosa)).toEqual([
    { from_status: 'active', to_status: 'paused', reason: 'Exams', said_by: 'participant' },
    { from_status: 'paused', to_status: 'active', reason: '', said_by: 'participant' },
  ])
})
it('stepping back needs no reason, and the way back to talking is open', async () => {
  expect((await move(rosa, 'stepped_back')).body).toMatchObject({ status: 'stepped_back', next: ['in_conversation'] })
  expect((await move(rosa, 'completed')).body).toMatchObject({ type: '/problems/not-the-next-step', from: 'stepped_back', to: 'completed' })
  expect((await move(rosa, 'in_conversation')).status).toBe(200)
})
it('no visit is offered to someone who left, until they talk with us again', async () => {
  const can = async () => (await w.as('officer').get(`/participants/${rosa}`)).body.can
  expect((await move(rosa, 'moved_on')).status).toBe(200)
  expect(await can()).toMatchObject({ recordVisit: false, move: true })
  expect((await move(rosa, 'in_conversation')).status).toBe(200)
  expect(await can()).toMatchObject({ recordVisit: true })
})
it('agreed means that there is an agreement', async () => {
  expect((await move(rosa, 'agreed')).body.type).toBe('/problems/agreement-missing')
})
it('a no starts the erasure clock of 90 days, a new conversation stops it', async () => {
  const { body } = await move(rosa, 'declined')
  const days = (Date.parse(body.erasureDueAt) - Date.parse(`${await today()}T12:00:00Z`)) / 86_400_000
  expect(Math.round(days)).toBe(90)
  expect((await move(rosa, 'in_conversation')).body.erasureDueAt).toBeNull()
})
it('nothing moves in the future, or by a mentor', async () => {
  expect((await move(rosa, 'interested', { on: '2999-01-01' })).body.errors).toMatchObject([{ pointer: '/body/on' }])
  await w
    .as('mentor')
    .post(url(sam, '/move'), { to: 'paused', on: await today(), saidBy: 'worker', how: 'call' })
    .expect(403)
  await w
    .as('officer')
    .post(url(rosa, '/move'), { to: 'failed', on: await today(), saidBy: 'worker', how: 'call' })
    .expect(400)
})
