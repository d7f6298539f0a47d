// Who gave what. What names a young person is for the team and for them; the rest everyone in the programme may know.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const given = (change: object = {}) => ({
  programmeId: w.ids.programme,
  givenBy: 'participant',
  participantId: null as string | null,
  supporterId: null as string | null,
  userId: null as string | null,
  givenOn: '2026-11-02',
  what: 'Showed the others how to plane a board',
  coMode: 'co_deliver',
  voiceOrAction: 'action',
  pathway: 'prevention',
  role: 'trained_peers' as string | null,
  minutes: 90 as number | null,
  moneyPence: null as number | null,
  usedHow: '',
  recognisedHow: 'A reference',
  ...change,
})
const record = async (person: Person, change: object = {}) => {
  const id = w.newId()
  return { id, answer: await w.as(person).put(`/contributions/${id}`, given(change)) }
}
const edit = ({ programmeId: _programme, ...rest }: ReturnType<typeof given>, version = 1) => ({ ...rest, version })

it('the team writes down what a young person gave; they read it, others do not', async () => {
  const { id, answer } = await record('officer', { participantId: w.ids.participants.sam })
  expect(answer.status).toBe(201)
  expect(answer.body).toMatchObject({ who: 'Sam', minutes: 90, can: { amend: true } })
  for (const person of ['lead', 'secondOfficer', 'sam'] as const) await w.as(person).get(`/contributions/${id}`).expect(200)
  for (const person of ['partner', 'mentor', 'supervisor', 'safeguarding', 'otherpartner', 'otherlead', 'admin'] as const)
    await w.as(person).get(`/contributions/${id}`).expect(404)
  expect(
    (
      await w
        .as('lead')
        .patch(`/contributions/${id}`, edit(given({ participantId: w.ids.participants.sam, usedHow: 'On the course' })))
        .expect(200)
    ).body,
  ).toMatchObject({
    usedHow: 'On the course',
    version: 2,
  })
  await w.as('lead').patch(`/contributions/${id}`, edit(given())).expect(409)
  await w
    .as('sam')
    .patch(`/contributions/${id}`, edit(given({ participantId: w.ids.participants.sam }), 2))
    .expect(403)
  const { rows } = await w.owner.query(
    `select count(*)::int as n from access_events where operation = 'contributions.read' and participant_id = $1`,
    [w.ids.participants.sam],
  )
  expect(rows[0].n).toBeGreaterThan(3)
})
it('what names no young person is for everyone in the programme; a supporter’s name stays with the team', async () => {
  const supporterId = w.newId()
  await w.owner.query(
    `insert into supporters (partnership_id, id, programme_id, kind, known_as, already_does) values ($1, $2, $3, 'coach', 'Coach Ina', 'Lets them in')`,
    [w.ids.partnership, supporterId, w.ids.programme],
  )
  const { id, answer } = await record('lead', { givenBy: 'supporter', supporterId, what: 'Opened the hall' })
  expect(answer.body.who).toBe('Coach Ina')
  for (const person of ['sam', 'partner', 'mentor'] as const) {
    const { body } = await w.as(person).get(`/contributions/${id}`).expect(200)
    expect(body.who).toBeNull()
  }
  for (const person of ['otherpartner', 'otherlead'] as const) {
    await w.as(person).get(`/contributions/${id}`).expect(404)
    await w.as(person).patch(`/contributions/${id}`, edit(given())).expect(404)
    expect((await record(person)).answer.status).toBe(404)
    expect((await w.as(person).get(`/contributions?programmeId=${w.ids.programme}`)).body.items).toEqual([])
    await w.as(person).get(`/participants/${w.ids.participants.sam}/contributions`).expect(404)
    await w.as(person).get(`/programmes/${w.ids.programme}/effort`).expect(404)
  }
})
it('a partner’s contact writes down what they gave themselves, and nothing for others', async () => {
  const own = { givenBy: 'partner_person', userId: w.ids.users.partner, what: 'Timber offcuts', moneyPence: 12_000 }
  const { id, answer } = await record('partner', own)
  expect(answer.status).toBe(201)
  await w
    .as('partner')
    .patch(`/contributions/${id}`, edit(given({ ...own, moneyPence: 13_000 })))
    .expect(200)
  await w
    .as('partner')
    .patch(`/contributions/${id}`, edit(given({ ...own, userId: w.ids.users.supervisor }), 2))
    .expect(403)
  expect((await record('partner', { ...own, userId: w.ids.users.supervisor })).answer.status).toBe(403)
  expect((await record('partner', { participantId: w.ids.participants.sam })).answer.status).toBe(403)
  expect((await record('mentor')).answer.status).toBe(403)
  expect((await record('sam', { participantId: w.ids.participants.sam })).answer.status).toBe(403)
})
it('refuses a name that does not fit, nothing given, a day to come, and people of elsewhere', async () => {
  for (const [change, pointer] of [
    [{ userId: w.ids.users.lead }, '/body/userId'],
    [{ givenBy: 'officer', participantId: w.ids.participants.sam }, '/body/participantId'],
    [{ minutes: null }, '/body/minutes'],
    [{ minutes: 0 }, '/body/minutes'],
    [{ givenOn: '2099-01-01' }, '/body/givenOn'],
    [{ what: ' ' }, '/body/what'],
  ] as const) {
    const { answer } = await record('lead', change)
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([400, pointer])
  }
  expect((await record('lead', { givenBy: 'supporter', supporterId: w.newId() })).answer.status).toBe(404)
  expect((await record('lead', { givenBy: 'officer', userId: w.ids.users.otherlead })).answer.status).toBe(404)
  expect((await record('lead', { participantId: w.newId() })).answer.status).toBe(404)
})
it('hours by role count towards an award, for the team and for themselves', async () => {
  const rosa = w.ids.participants.rosa
  for (const [role, minutes] of [
    ['took_part', 120],
    ['took_part', 60],
    ['organised_led', 45],
  ])
    expect((await record('officer', { participantId: rosa, role, minutes })).answer.status).toBe(201)
  const { body } = await w.as('lead').get(`/participants/${rosa}/contributions`).expect(200)
  expect(body.items).toHaveLength(3)
  expect(body.roles).toEqual([
    { role: 'took_part', minutes: 180, awardHours: 60 },
    { role: 'helped_organise', minutes: 0, awardHours: 90 },
    { role: 'organised_led', minutes: 45, awardHours: 120 },
    { role: 'trained_peers', minutes: 0, awardHours: null },
  ])
  expect((await w.as('sam').get(`/participants/${w.ids.participants.sam}/contributions`).expect(200)).body.items.length).toBeGreaterThan(0)
  await w.as('sam').get(`/participants/${rosa}/contributions`).expect(404)
})
it('effort is counted by pathway and by the four Co’s, from what was given and from parts of courses that somebody placed', async () => {
  const course = w.newId(),
    element = w.newId(),
    q = (text: string, values: unknown[]) => w.owner.query(text, values)
  await q(`insert into courses (partnership_id, id, programme_id, name, capacity) values ($1, $2, $3, 'Makers', 8)`, [
    w.ids.partnership,
    course,
    w.ids.programme,
  ])
  await q(
    `insert into course_elements (partnership_id, id, programme_id, course_id, title, cost_pence, status) values ($1, $2, $3, $4, 'Bench', 50000, 'chosen')`,
    [w.ids.partnership, element, w.ids.programme, course],
  )
  for (const [week, status] of [
    [1, 'held'],
    [2, 'held'],
    [3, 'planned'],
  ])
    await q(
      `insert into course_sessions (partnership_id, id, programme_id, course_id, week, starts_at, ends_at, title, planned_title, element_id, status) values ($1, $2, $3, $4, $5, '2026-11-02T13:00Z', '2026-11-02T15:30Z', 'Bench', 'Bench', $6, $7)`,
      [w.ids.partnership, w.newId(), w.ids.programme, course, week, element, status],
    )
  const effort = async (person: Person) => (await w.as(person).get(`/programmes/${w.ids.programme}/effort`).expect(200)).body
  const cell = (body: Awaited<ReturnType<typeof effort>>) =>
    body.cells.find((one: { pathway: string; coMode: string }) => one.pathway === 'rehabilitation' && one.coMode === 'co_assess')
  const before = await effort('lead')
  expect(before.cells).toHaveLength(16)
  expect(before.elements).toMatchObject([
    { title: 'Bench', course: 'Makers', sessions: 2, sessionMinutes: 300, costPence: 50000, coMode: null },
  ])
  expect(cell(before)).toMatchObject({ sessions: 0, n: 0 })

  const place = { coMode: 'co_assess', pathway: 'rehabilitation' }
  await w
    .as('officer')
    .put(`/programmes/${w.ids.programme}/effort/elements/${element}`, { ...place, coMode: 'co_design' })
    .expect(204)
  await w.as('lead').put(`/programmes/${w.ids.programme}/effort/elements/${element}`, place).expect(204)
  await record('lead', { ...place, participantId: w.ids.participants.rosa, minutes: 30 })
  await record('lead', { ...place, givenBy: 'officer', userId: w.ids.users.lead, minutes: 60, moneyPence: 700, voiceOrAction: 'voice' })
  const lead = await effort('lead')
  expect(cell(lead)).toEqual({ ...place, minutes: 90, sessions: 2, sessionMinutes: 300, moneyPence: 50700, n: 3 })
  expect(lead.voice).toEqual({ n: 1, minutes: 60 })
  expect(lead.namedToo).toBe(true)
  // Whoever may not read what a young person gave does not find it in a sum either.
  const partner = await effort('partner')
  expect(cell(partner)).toMatchObject({ minutes: 60, n: 2 })
  expect(partner.namedToo).toBe(false)

  for (const person of ['partner', 'mentor', 'sam'] as const)
    await w.as(person).put(`/programmes/${w.ids.programme}/effort/elements/${element}`, place).expect(403)
  await w.as('otherlead').put(`/programmes/${w.ids.programme}/effort/elements/${element}`, place).expect(404)
  await w.as('lead').put(`/programmes/${w.ids.programme}/effort/elements/${w.newId()}`, place).expect(404)
})
