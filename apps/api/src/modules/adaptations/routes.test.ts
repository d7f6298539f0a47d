import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const course = async () => {
  const { body } = await w
    .as('officer')
    .put(`/courses/${w.newId()}`, { programmeId: w.ids.programme, name: 'Work taster', capacity: 8 })
    .expect(201)
  return body.id as string
}
const element = async (courseId: string, more: object = {}) => {
  const id = w.newId()
  await w
    .as('officer')
    .put(`/course-elements/${id}`, { courseId, title: 'Garage visit', status: 'scheduled', ...more })
    .expect(201)
  return id
}
const session = async (courseId: string, elementId: string, day: string) => {
  const id = w.newId()
  const startsAt = `${day}T10:00:00.000Z`,
    endsAt = `${day}T12:00:00.000Z`
  await w.as('officer').put(`/course-sessions/${id}`, { courseId, elementId, startsAt, endsAt, title: 'Garage visit' }).expect(201)
  return id
}
const words = (more: object = {}) => ({
  programmeId: w.ids.programme,
  trigger: 'participants_chose_otherwise',
  raisedBy: 'participants',
  fromText: 'Garage visit',
  toText: 'Stay at the workshop',
  whatTheySaid: 'We like it here. Can we stay?',
  whatWeFeared: 'They lose the chance of the garage',
  stands: 'raised',
  ...more,
})
const raise = async (more: object = {}, as: 'officer' | 'lead' = 'officer') =>
  (await w.as(as).put(`/adaptations/${w.newId()}`, words(more)).expect(201)).body
const deed = (one: { id: string; version: number }, name: string, body: object, as: Parameters<World['as']>[0] = 'officer') =>
  w.as(as).post(`/adaptations/${one.id}/${name}`, { version: one.version, ...body })
const agreed = async (more: object = {}) => raise({ stands: 'agreed', agreed: { decidedBy: 'participants', trialUntil: null }, ...more })

it('goes from a fear and what they said to a trial that is kept, every step with who and when', async () => {
  const made = await raise({ coreIngredients: ['co_production', 'mentoring'], opportunityCost: 'One garage slot' })
  expect(made).toMatchObject({ status: 'raised', version: 1, decidedBy: null, can: { talkOver: true, agree: false, weigh: true } })
  const talked = (
    await deed(made, 'talk-over', { words: 'In the van on the way back', quote: 'It is the first place that lets us finish' }).expect(200)
  ).body
  expect(talked).toMatchObject({ status: 'talked_over', version: 2, can: { agree: true, notAgree: true } })
  const agreement = (
    await deed(talked, 'agree', { decidedBy: 'participants', trialUntil: addDays(14), words: 'Two more weeks' }, 'lead').expect(200)
  ).body
  expect(agreement).toMatchObject({ status: 'agreed', decidedBy: 'participants', trialUntil: addDays(14), can: { beginTrial: true } })
  const trial = (await deed(agreement, 'begin-trial', { trialUntil: addDays(21) }).expect(200)).body
  const longer = (await deed(trial, 'extend-trial', { trialUntil: addDays(30), words: 'They asked for one more week' }).expect(200)).body
  const kept = (
    await deed(longer, 'settle', { result: 'kept', decidedBy: 'together', words: 'All came, every day', quote: 'Best bit of it' }).expect(
      200,
    )
  ).body
  expect(kept).toMatchObject({
    status: 'kept',
    version: 6,
    decidedBy: 'together',
    trialUntil: addDays(30),
    can: { settle: false, weigh: false },
  })
  expect(kept.steps.map((one: { kind: string; by: string }) => `${one.kind} ${one.by}`)).toEqual([
    'raise Officer Test',
    'talk_over Officer Test',
    'agree Lead Test',
    'begin_trial Officer Test',
    'extend_trial Officer Test',
    'settle Officer Test',
  ])
})
it('is written down in one go when the group decided on the spot, and sent twice is written once', async () => {
  const id = w.newId(),
    body = words({ stands: 'agreed', agreed: { decidedBy: 'together', trialUntil: addDays(7) } })
  expect((await w.as('officer').put(`/adaptations/${id}`, body).expect(201)).body).toMatchObject({
    status: 'agreed',
    version: 3,
    trialUntil: addDays(7),
  })
  expect((await w.as('officer').put(`/adaptations/${id}`, body).expect(200)).body).toMatchObject({ version: 3 })
  await w
    .as('officer')
    .put(`/adaptations/${id}`, { ...body, toText: 'Something else' })
    .expect(409)
})
it('stands on a decision that is written down, and takes from it who decided', async () => {
  const one = await raise({ stands: 'talked_over' }),
    decisionId = w.newId()
  await w.owner.query(
    `insert into decisions (partnership_id, id, programme_id, title, decided_by, how, decided_on) values ($1, $2, $3, 'Stay here', 'together', 'consensus', '2026-11-01')`,
    [w.ids.partnership, decisionId, w.ids.programme],
  )
  const { body } = await deed(one, 'agree', { decidedBy: 'officer', decisionId }).expect(200)
  expect(body.steps.at(-1)).toMatchObject({ decidedBy: 'together', decision: { id: decisionId, title: 'Stay here' } })
  const other = await raise({ stands: 'talked_over' })
  expect((await deed(other, 'agree', { decidedBy: 'officer', decisionId: w.newId() }).expect(400)).body.errors[0]).toMatchObject({
    pointer: '/body/decisionId',
  })
})
it('is not agreed only with a reason and how they were told, and may be talked over again', async () => {
  const one = await raise({ stands: 'talked_over' })
  await deed(one, 'not-agree', { decidedBy: 'partner', words: '', toldHow: 'in_person' }).expect(400)
  await deed(one, 'not-agree', { decidedBy: 'partner', words: 'The workshop is shut in December' }).expect(400)
  const no = (
    await deed(one, 'not-agree', { decidedBy: 'partner', words: 'The workshop is shut in December', toldHow: 'in_person' }).expect(200)
  ).body
  expect(no).toMatchObject({ status: 'not_agreed', can: { talkOver: true, agree: false } })
  expect((await deed(no, 'talk-over', { words: '', quote: 'January then?' }).expect(200)).body.status).toBe('talked_over')
})
it('says what the law asks when the law decided', async () => {
  const one = await raise({ stands: 'talked_over' })
  expect((await deed(one, 'agree', { decidedBy: 'law' }).expect(400)).body.errors[0]).toMatchObject({ pointer: '/body/words' })
  await deed(one, 'agree', { decidedBy: 'law', words: 'Nobody under 16 may use the saw' }).expect(200)
})
it('takes no step out of turn, and none that someone else has taken meanwhile', async () => {
  const one = await raise()
  expect((await deed(one, 'agree', { decidedBy: 'together' }).expect(409)).body).toMatchObject({
    type: '/problems/adaptation-step-skipped',
    status: 409,
    stands: 'raised',
  })
  await deed(one, 'settle', { result: 'kept', decidedBy: 'together', words: '', quote: '' }).expect(409)
  const first = await Promise.all([1, 2, 3].map((n) => deed(one, 'talk-over', { words: '', quote: `Yes ${n}` })))
  expect(first.map(({ status }) => status).sort()).toEqual([200, 409, 409])
  expect(first.find(({ status }) => status === 409)!.body).toMatchObject({ type: '/problems/changed-meanwhile', current: { version: 2 } })
})
it('keeps a trial within a year of its beginning, and no step before the one it follows or still to come', async () => {
  const one = await raise({ stands: 'talked_over', raisedOn: addDays(-3) })
  for (const [body, field] of [
    [{ decidedBy: 'together', trialUntil: addDays(-1) }, 'trialUntil'],
    [{ decidedBy: 'together', trialUntil: addDays(400) }, 'trialUntil'],
    [{ decidedBy: 'together', on: addDays(-4) }, 'on'],
    [{ decidedBy: 'together', on: addDays(1) }, 'on'],
  ] as const)
    expect((await deed(one, 'agree', body).expect(400)).body.errors[0]).toMatchObject({ pointer: `/body/${field}` })
  const yes = (await deed(one, 'agree', { decidedBy: 'together', on: addDays(-2) }).expect(200)).body
  await deed(yes, 'begin-trial', { trialUntil: addDays(-1) }).expect(400)
  await deed(yes, 'begin-trial', {}).expect(400)
})
it('puts words right with a step of its own and leaves the earlier ones where they were', async () => {
  const one = await raise()
  const { body } = await deed(one, 'correct', { field: 'whatTheySaid', words: 'We like it here. Let us stay.' }).expect(200)
  expect(body).toMatchObject({ whatTheySaid: 'We like it here. Let us stay.', version: 2, status: 'raised' })
  expect(body.steps.at(-1)).toMatchObject({ kind: 'correct', corrects: 'whatTheySaid', earlierWords: 'We like it here. Can we stay?' })
  const list = (await w.as('officer').get(`/adaptations?programmeId=${w.ids.programme}`).expect(200)).body.items
  expect(list.find((row: { id: string }) => row.id === one.id)).toMatchObject({ whatTheySaid: 'We like it here. Let us stay.' })
  await deed(body, 'correct', { field: 'whatTheySaid', words: 'We like it here. Let us stay.' }).expect(400)
  await deed(body, 'correct', { field: 'toText', words: ' ' }).expect(400)
})
it('cannot be rewritten or removed, by SQL either', async () => {
  const one = await raise({ voice: { id: w.newId(), participantId: w.ids.participants.sam, words: 'Mine' } })
  for (const table of ['adaptations', 'adaptation_steps', 'adaptation_sessions', 'adaptation_changes', 'adaptation_voices'])
    for (const statement of [`update ${table} set created_at = now()`, `delete from ${table}`, `truncate ${table}`])
      await expect(w.pool.query(statement)).rejects.toThrow(/permission denied/)
  const door = w.doors.asPerson(w.ids.users.lead, w.ids.partnership, w.newId())
  const step = (number: number, kind: string, before: string | null, status: string) =>
    door.transact((tx) =>
      tx.$client.query(
        `insert into adaptation_steps (id, programme_id, adaptation_id, number, kind, status_before, status, happened_on, decided_by) values ($1, $2, $3, $4, $5, $6, $7, '2026-11-01', case when $5 = 'agree' then 'lead' end)`,
        [w.newId(), w.ids.programme, one.id, number, kind, before, status],
      ),
    )
  await expect(step(1, 'raise', null, 'raised')).rejects.toThrow(/adaptation_steps_in_turn/)
  await expect(step(3, 'talk_over', 'raised', 'talked_over')).rejects.toThrow(/foreign key/) // skips a turn
  await expect(step(2, 'agree', 'talked_over', 'agreed')).rejects.toThrow(/foreign key/) // begins where nothing ended
  await expect(step(2, 'agree', 'raised', 'agreed')).rejects.toThrow(/adaptation_steps_follow/)
})
it('keeps one person’s words from everyone but the team and them', async () => {
  const voice = { id: w.newId(), participantId: w.ids.participants.sam, words: 'I was scared of the lift' }
  const one = await raise({ voice })
  expect(one.voices).toMatchObject([{ participant: { knownAs: 'Sam' }, words: voice.words, saidBy: 'worker' }])
  await w
    .as('officer')
    .put(`/adaptation-voices/${w.newId()}`, { adaptationId: one.id, participantId: w.ids.participants.rosa, words: 'Not me' })
    .expect(201)
  const sam = (await w.as('sam').get(`/adaptations/${one.id}`).expect(200)).body
  expect(sam.voices.map((row: { words: string }) => row.words)).toEqual([voice.words])
  for (const person of ['partner', 'mentor', 'safeguarding'] as const)
    expect([person, (await w.as(person).get(`/adaptations/${one.id}`).expect(200)).body.voices]).toEqual([person, []])
  const own = w.newId()
  expect(
    (
      await w
        .as('sam')
        .put(`/adaptation-voices/${own}`, { adaptationId: one.id, participantId: w.ids.participants.sam, words: 'I said stay' })
        .expect(201)
    ).body.saidBy,
  ).toBe('participant')
  await w
    .as('sam')
    .put(`/adaptation-voices/${w.newId()}`, { adaptationId: one.id, participantId: w.ids.participants.rosa, words: 'Rosa too' })
    .expect(404)
  await w
    .as('mentor')
    .put(`/adaptation-voices/${w.newId()}`, { adaptationId: one.id, participantId: w.ids.participants.sam, words: 'x' })
    .expect(404)
  const { rows } = await w.owner.query(
    `select count(*)::int as n from access_events where operation = 'adaptations.read' and participant_id = $1`,
    [w.ids.participants.rosa],
  )
  expect(rows[0].n).toBe(0) // nobody has read the page with Rosa’s words on it yet
  await w.as('lead').get(`/adaptations/${one.id}`).expect(200)
  expect(
    (
      await w.owner.query(`select count(*)::int as n from access_events where operation = 'adaptations.read' and participant_id = $1`, [
        w.ids.participants.rosa,
      ])
    ).rows[0].n,
  ).toBe(1)
})

it('is written by the team alone: everyone the power is shared with reads it', async () => {
  const one = await raise({ stands: 'talked_over' })
  for (const person of ['sam', 'mentor', 'partner', 'safeguarding'] as const) {
    expect([person, (await w.as(person).put(`/adaptations/${w.newId()}`, words())).status]).toEqual([person, 403])
    expect([person, (await deed(one, 'agree', { decidedBy: 'together' }, person)).status]).toEqual([person, 403])
    const read = (await w.as(person).get(`/adaptations/${one.id}`).expect(200)).body
    expect(read.can).toMatchObject({ agree: false, correct: false, weigh: false })
  }
  for (const person of ['otherpartner', 'otherlead', 'data', 'analyst', 'admin'] as const) {
    expect([person, (await w.as(person).get(`/adaptations/${one.id}`)).status]).toEqual([person, 404])
    expect([person, (await deed(one, 'agree', { decidedBy: 'together' }, person)).status]).toEqual([person, 404])
    expect((await w.as(person).get('/adaptations').expect(200)).body.items).toEqual([])
  }
  expect((await w.as('otherlead').put(`/adaptations/${w.newId()}`, words())).status).toBe(404)
  await w.stranger().get(`/adaptations/${one.id}`).expect(401)
  // Nor does SQL let a young person or a partner's contact write what everyone reads.
  for (const person of ['sam', 'partner'] as const)
    await expect(
      w.doors
        .asPerson(w.ids.users[person], w.ids.partnership, w.newId())
        .transact((tx) =>
          tx.$client.query(
            `insert into adaptations (id, programme_id, trigger, raised_by, raised_on, from_text, to_text) values ($1, $2, 'time', 'lead', '2026-11-01', 'a', 'b')`,
            [w.newId(), w.ids.programme],
          ),
        ),
    ).rejects.toThrow(/row-level security/)
})
it('refuses what does not belong together', async () => {
  const mine = await course(),
    other = await course(),
    part = await element(other)
  const wrong = async (more: object) =>
    (await w.as('officer').put(`/adaptations/${w.newId()}`, words(more)).expect(400)).body.errors[0].pointer
  expect(await wrong({ courseId: mine, elementId: part })).toBe('/body/elementId')
  expect(await wrong({ elementId: part })).toBe('/body/courseId')
  expect(await wrong({ courseId: mine, elementBecomes: 'dropped' })).toBe('/body/elementId')
  expect(await wrong({ courseId: mine, sessionIds: [await session(other, part, '2099-05-01')] })).toBe('/body/sessionIds')
  expect(await wrong({ courseId: mine, newPartnerId: w.ids.partners.joinery })).toBe('/body/newPartnerId')
  expect(await wrong({ stands: 'agreed' })).toBe('/body/agreed')
  expect(await wrong({ raisedOn: addDays(1) })).toBe('/body/raisedOn')
  expect(await wrong({ fromText: ' ' })).toBe('/body/fromText')
  expect((await w.as('officer').put(`/adaptations/${w.newId()}`, words({ courseId: w.newId() }))).status).toBe(404)
})
it('is listed newest first, narrowed by course, state, trigger and a trial that ends soon', async () => {
  const courseId = await course()
  const soon = await agreed({ courseId, raisedOn: addDays(-1), agreed: { decidedBy: 'together', trialUntil: addDays(5) } })
  const late = await agreed({ courseId, agreed: { decidedBy: 'together', trialUntil: addDays(50) }, trigger: 'funder', raisedBy: 'funder' })
  const ids = async (query: string) =>
    (await w.as('lead').get(`/adaptations?courseId=${courseId}${query}`).expect(200)).body.items.map((row: { id: string }) => row.id)
  expect(await ids('')).toEqual([late.id, soon.id])
  expect(await ids('&trialEnding=true')).toEqual([soon.id])
  expect(await ids('&trigger=funder')).toEqual([late.id])
  expect(await ids('&status=raised')).toEqual([])
  const { body } = await w.as('lead').get(`/adaptations?courseId=${courseId}&limit=1`).expect(200)
  expect((await w.as('lead').get(`/adaptations?courseId=${courseId}&limit=1&after=${body.next}`).expect(200)).body).toMatchObject({
    items: [{ id: soon.id }],
    next: null,
    can: { raise: true },
  })
})

function addDays(days: number) {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(Date.now() + days * 86_400_000)
}
