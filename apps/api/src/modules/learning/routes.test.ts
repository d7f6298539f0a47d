// What one place learned reaches another as lessons and questions; its plan does not.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
let newer: string
beforeAll(async () => {
  w = await world()
  newer = w.newId()
  await w.owner.query(
    `insert into programmes (partnership_id, id, name, area_id, lead_partner_id, status, started_on, derived_from_id) values ($1, $2, 'Quayside', $3, $4, 'co_design', '2026-09-01', $5)`,
    [w.ids.partnership, newer, w.ids.area, w.ids.partners.housing, w.ids.programme],
  )
  // The lead leads both; the newer place has an officer of its own.
  for (const [person, role] of [
    ['lead', 'programme_lead'],
    ['secondOfficer', 'outreach_officer'],
    ['partner', 'partner_contact'],
  ] as const)
    await w.owner.query(
      `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role, from_at) values ($1, $2, $3, $4, $5, $6, '2026-01-01')`,
      [
        w.ids.partnership,
        w.newId(),
        newer,
        w.ids.users[person],
        { lead: w.ids.partners.housing, secondOfficer: w.ids.partners.fire, partner: w.ids.partners.joinery }[person],
        role,
      ],
    )
  for (const partner of [w.ids.partners.joinery, w.ids.partners.fire])
    await w.owner.query(
      `insert into sharing_agreements (partnership_id, id, programme_id, partner_id, categories, purpose, valid_from, valid_until, agreed_at) values ($1, $2, $3, $4, '{power,participation}', 'To learn together', '2026-01-01', '2099-01-01', now())`,
      [w.ids.partnership, w.newId(), newer, partner],
    )
})
afterAll(() => w?.close())

const lesson = {
  kind: 'ask_first',
  words: 'The van was theirs; the yard was ours. Ask where they would go.',
  aboutCo: 'co_design',
  heardFrom: 'participants',
  question: 'Where would you want to go?',
  evidence: '',
  decisionId: null,
} as const
async function writes(person: Person = 'officer', more: object = {}) {
  const id = w.newId()
  await w
    .as(person)
    .put(`/lessons/${id}`, { programmeId: w.ids.programme, ...lesson, ...more })
    .expect(201)
  return id
}
const at = (programme = newer) => `/programmes/${programme}`

it('a lesson is written down, said better, and read by everyone in the programme', async () => {
  const id = await writes()
  const { body } = await w.as('officer').get(`/lessons?programmeId=${w.ids.programme}`).expect(200)
  expect(body.items[0]).toMatchObject({ id, shared: false, can: { edit: true, share: true }, programme: { name: 'Harbour' } })
  const { programmeId: _, ...edit } = { programmeId: '', ...lesson, words: 'Ask where they would go, before booking a bus.', version: 1 }
  expect((await w.as('lead').patch(`/lessons/${id}`, edit).expect(200)).body).toMatchObject({ version: 2 })
  expect((await w.as('lead').patch(`/lessons/${id}`, edit).expect(409)).body.type).toBe('/problems/changed-meanwhile')
  for (const person of ['sam', 'mentor', 'partner'] as const)
    expect((await w.as(person).get('/lessons').expect(200)).body.items.map((one: { id: string }) => one.id)).toContain(id)
})
it('stays in its programme until it is shared, and then goes to the whole partnership, no further', async () => {
  const id = await writes()
  const sees = async (person: Person) =>
    (await w.as(person).get('/lessons?limit=100').expect(200)).body.items.some((one: { id: string }) => one.id === id)
  await w.owner.query(`update memberships set until_at = now() where user_id = $1 and programme_id = $2`, [
    w.ids.users.secondOfficer,
    w.ids.programme,
  ])
  expect(await sees('secondOfficer')).toBe(false)
  await w.as('officer').post(`/lessons/${id}/share`, { shared: true }).expect(200)
  expect(await sees('secondOfficer')).toBe(true)
  expect(await sees('otherlead')).toBe(false)
  expect(await sees('otherpartner')).toBe(false)
  await w.as('secondOfficer').post(`/lessons/${id}/share`, { shared: false }).expect(403)
})

it('a new programme takes a lesson, and its question joins the list to ask young people; asked, their answer stands with it', async () => {
  const id = await writes('officer', { question: 'Who would you trust to drive?' })
  await w.as('officer').post(`/lessons/${id}/share`, { shared: true }).expect(200)
  const { body } = await w.as('lead').put(`${at()}/lessons/${id}`, { how: 'We ask before we book' }).expect(201)
  expect(body.taken.map((one: { how: string }) => one.how)).toEqual(['We ask before we book'])
  const question = body.questions.find((one: { words: string }) => one.words === 'Who would you trust to drive?')
  expect(question).toMatchObject({ askedOn: null, lesson: { id } })
  await w.as('lead').put(`${at()}/lessons/${id}`, { how: 'Said better' }).expect(200)
  const answered = await w
    .as('lead')
    .post(`${at()}/questions/${question.id}/answer`, {
      askedOn: '2026-11-20',
      peopleAsked: 6,
      theirAnswer: 'Somebody who lives here',
      version: 1,
    })
    .expect(200)
  expect(answered.body).toMatchObject({ peopleAsked: 6, theirAnswer: 'Somebody who lives here', version: 2 })
  expect((await w.as('lead').get(`${at()}/learning`)).body.questions.filter((one: { lesson: object }) => one.lesson)).toHaveLength(1)
})
it('each ingredient is kept, adapted, dropped or asked about, and a change of mind is kept beside the first', async () => {
  const choose = (choice: string, why: string, decisionId: string | null = null) =>
    w.as('lead').put(`${at()}/ingredients/mentoring/choices/${w.newId()}`, { choice, why, decisionId })
  await choose('ask_young_people', 'We do not know yet').expect(201)
  expect((await choose('adapt', 'Two at a time, they said').expect(201)).body).toMatchObject({ choice: 'adapt', by: 'Lead Test' })
  expect((await w.as('lead').get(`${at()}/learning`)).body.choices).toHaveLength(1)
  const { rows } = await w.owner.query('select choice from ingredient_choices where programme_id = $1', [newer])
  expect(rows).toHaveLength(2)
  await w.as('lead').put(`${at()}/ingredients/luck/choices/${w.newId()}`, { choice: 'keep', why: '', decisionId: null }).expect(400)
  const elsewhere = w.newId()
  await w.owner.query(
    `insert into decisions (partnership_id, id, programme_id, title, state, decided_by, how, decided_on) values ($1, $2, $3, 'There', 'decided', 'together', 'consensus', '2026-11-01')`,
    [w.ids.partnership, elsewhere, w.ids.programme],
  )
  await choose('keep', '', elsewhere).expect(400)
})
it('readiness is read at three levels and never added up; a partner speaks for their own organisation only', async () => {
  const check = (person: Person, level: string) =>
    w.as(person).put(`${at()}/readiness/${w.newId()}`, { insight: 'anchor_organisation', level, score: 2, evidence: 'Yard, office, vans' })
  await check('lead', 'programme').expect(201)
  await check('lead', 'officer').expect(201)
  expect((await check('partner', 'organisation').expect(201)).body).toMatchObject({ partner: { name: 'Joinery' }, score: 2 })
  await check('partner', 'programme').expect(403)
  await check('lead', 'organisation').expect(201)
  const { body } = await w.as('lead').get(`${at()}/learning`).expect(200)
  expect(body.readings.map((one: { level: string; partner: { name: string } | null }) => [one.level, one.partner?.name])).toEqual(
    expect.arrayContaining([
      ['officer', undefined],
      ['organisation', 'Housing'],
      ['organisation', 'Joinery'],
      ['programme', undefined],
    ]),
  )
})
it('evidence stands under one of four principles, and can be taken back', async () => {
  const id = w.newId()
  await w.as('lead').put(`${at()}/evidence/${id}`, { principle: 'people', words: 'They chose the yard', decisionId: null }).expect(201)
  expect((await w.as('partner').get(`${at()}/learning`)).body.evidence).toMatchObject([{ id, principle: 'people' }])
  await w.as('partner').delete(`${at()}/evidence/${id}`).expect(403)
  await w.as('lead').delete(`${at()}/evidence/${id}`).expect(204)
  await w.as('lead').delete(`${at()}/evidence/${id}`).expect(404)
})

it('shows the line a programme stands in, by name and place only', async () => {
  const { body } = await w.as('lead').get(`${at()}/learning`).expect(200)
  expect(body.line.map((one: { name: string; derivedFromId: string | null }) => [one.name, one.derivedFromId])).toEqual([
    ['Harbour', null],
    ['Quayside', w.ids.programme],
  ])
  expect((await w.as('officer').get(`${at(w.ids.programme)}/learning`)).body.line.map((one: { mine: boolean }) => one.mine)).toEqual([
    true,
    false,
  ])
})
it('a plan cannot be copied: not the course, not a part of it, unless its own young people asked for it', async () => {
  const there = w.newId(),
    here = w.newId()
  const course = (programmeId: string, name: string) => ({ programmeId, name, capacity: 8, weeks: 8 })
  await w.as('officer').put(`/courses/${there}`, course(w.ids.programme, 'On the vans')).expect(201)
  await w.as('officer').put(`/course-elements/${w.newId()}`, { courseId: there, title: 'Stock take' }).expect(201)
  const copied = await w.as('lead').put(`/courses/${here}`, course(newer, 'on  the Vans')).expect(409)
  expect(copied.body.type).toBe('/problems/plan-not-copied')
  await w.as('lead').put(`/courses/${here}`, course(newer, 'Out and about')).expect(201)
  const element = w.newId()
  expect((await w.as('lead').put(`/course-elements/${element}`, { courseId: here, title: 'STOCK take' }).expect(409)).body.type).toBe(
    '/problems/plan-not-copied',
  )
  await w.as('lead').put(`/course-elements/${element}`, { courseId: here, title: 'Something else' }).expect(201)
  expect((await w.as('lead').patch(`/course-elements/${element}`, { title: 'Stock take', version: 1 }).expect(409)).body.type).toBe(
    '/problems/plan-not-copied',
  )
  const decision = w.newId()
  await w.owner.query(
    `insert into decisions (partnership_id, id, programme_id, title, state, decided_by, how, decided_on) values ($1, $2, $3, 'Stock take after all', 'decided', 'participants', 'consensus', '2026-11-01')`,
    [w.ids.partnership, decision, newer],
  )
  await w.owner.query(`update course_elements set decision_id = $1, title = 'Stock take' where id = $2`, [decision, element])
  await w.as('officer').put(`/course-elements/${w.newId()}`, { courseId: there, title: 'Stock take' }).expect(201) // at home it is no copy
})

it.each(['otherpartner', 'otherlead', 'admin', 'data'] as const)('is not there for %s, or not theirs to write', async (person) => {
  const status = person === 'data' ? [403, 404] : [404]
  expect(status).toContain((await w.as(person).put(`/lessons/${w.newId()}`, { programmeId: w.ids.programme, ...lesson })).status)
  await w.as(person).get(`${at()}/learning`).expect(404)
  await w.as(person).put(`${at()}/evidence/${w.newId()}`, { principle: 'people', words: 'x', decisionId: null }).expect(404)
})
it('young people, mentors and partners read; the team writes', async () => {
  for (const person of ['sam', 'mentor', 'partner'] as const)
    await w
      .as(person)
      .put(`/lessons/${w.newId()}`, { programmeId: w.ids.programme, ...lesson })
      .expect(403)
  await w
    .as('officer')
    .put(`/lessons/${w.newId()}`, { programmeId: w.ids.programme, ...lesson, words: ' ' })
    .expect(400)
})
