import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const weighed = (more: object = {}) => ({
  programmeId: w.ids.programme,
  about: 'programme',
  subject: 'Let the group run the open day',
  benefits: [{ text: 'They are seen doing it', toWhom: 'The group', howLikely: 3, howBig: 3 }],
  risks: [{ text: 'It may go quiet', toWhom: 'The partner', likelihood: 2, severity: 1, mitigation: 'An officer stays in the room' }],
  riskOfNotDoing: 'They learn that we do not mean it',
  theirWeighing: 'We would rather it went wrong and was ours',
  judgement: 'go_with_changes',
  ...more,
})
const weigh = async (more: object = {}, as: Person = 'officer') =>
  (await w.as(as).put(`/risk-benefits/${w.newId()}`, weighed(more)).expect(201)).body
const deed = (one: { id: string; version: number }, name: string, body: object, as: Person = 'officer') =>
  w.as(as).post(`/risk-benefits/${one.id}/${name}`, { version: one.version, ...body })
const visit = async () => {
  const id = w.newId()
  await w.owner.query(
    `insert into visits (partnership_id, id, programme_id, participant_id, starts_at, officer_id) values ($1, $2, $3, $4, now() + random() * interval '100 days', $5)`,
    [w.ids.partnership, id, w.ids.programme, w.ids.participants.sam, w.ids.users.officer],
  )
  return id
}

it('weighs benefit beside risk and the risk of not doing it, and works out no score', async () => {
  const one = await weigh()
  expect(one).toMatchObject({
    subject: 'Let the group run the open day',
    carriedBy: { name: 'Officer Test' },
    backing: 'not_asked',
    judgement: 'go_with_changes',
    version: 1,
  })
  expect(JSON.stringify(one)).not.toMatch(/score|rating|total|colour/i)
  await w
    .as('officer')
    .put(`/risk-benefits/${w.newId()}`, weighed({ riskOfNotDoing: '' }))
    .expect(400)
  await w
    .as('officer')
    .put(`/risk-benefits/${w.newId()}`, weighed({ riskOfNotDoing: '  ' }))
    .expect(400)
  await w
    .as('officer')
    .put(`/risk-benefits/${w.newId()}`, weighed({ risks: [{ text: 'x', toWhom: '', likelihood: 4, severity: 1, mitigation: '' }] }))
    .expect(400)
  const id = w.newId()
  await w.as('officer').put(`/risk-benefits/${id}`, weighed()).expect(201)
  await w.as('officer').put(`/risk-benefits/${id}`, weighed()).expect(200)
  await w
    .as('officer')
    .put(`/risk-benefits/${id}`, weighed({ subject: 'Another' }))
    .expect(409)
})
it('is a step in the story of the change it is about', async () => {
  const id = w.newId()
  const change = {
    programmeId: w.ids.programme,
    trigger: 'participant_asked',
    raisedBy: 'participants',
    fromText: 'A',
    toText: 'B',
    stands: 'raised',
  }
  await w.as('officer').put(`/adaptations/${id}`, change).expect(201)
  const one = await weigh({ about: 'adaptation', aboutId: id })
  expect(one.aboutWhat).toEqual({ id, title: 'B' })
  const { body } = await w.as('sam').get(`/adaptations/${id}`).expect(200)
  expect(body).toMatchObject({ version: 2, weighings: [{ id: one.id }] })
  expect(body.steps.at(-1)).toMatchObject({ kind: 'weigh', riskBenefitId: one.id })
  expect((await w.as('sam').get(`/risk-benefits?aboutId=${id}`).expect(200)).body.items).toMatchObject([{ id: one.id }])
})
it('asks someone by name to stand behind it, and only they can say yes', async () => {
  const one = await weigh({ askedId: w.ids.users.lead })
  expect(one).toMatchObject({ backing: 'asked', backedBy: { name: 'Lead Test' }, can: { back: false } })
  const { rows } = await w.owner.query(`select to_address, body from messages where body like $1`, [`%/risk-benefits/${one.id}`])
  expect(rows).toMatchObject([{ to_address: 'lead@test.invalid' }])
  expect(rows[0].body).not.toMatch(/open day|group/i)
  expect((await w.as('lead').get('/risk-benefits?waitsForMe=true').expect(200)).body.items.map((row: { id: string }) => row.id)).toContain(
    one.id,
  )
  expect((await w.as('lead').get('/day').expect(200)).body.todo).toContainEqual(expect.objectContaining({ kind: 'backing', id: one.id }))
  for (const person of ['officer', 'secondOfficer', 'sam', 'partner', 'safeguarding'] as const)
    expect([person, (await deed(one, 'back', { yes: true }, person)).status]).toEqual([person, 403])
  for (const person of ['otherlead', 'otherpartner', 'data'] as const)
    expect([person, (await deed(one, 'back', { yes: true }, person)).status]).toEqual([person, 404])
  const yes = (await deed(one, 'back', { yes: true, words: 'I will answer for it' }, 'lead').expect(200)).body
  expect(yes).toMatchObject({ backing: 'yes', backingWords: 'I will answer for it', backedOn: expect.any(String) })
  expect((await deed(yes, 'back', { yes: false, words: 'Not any more' }, 'lead').expect(200)).body).toMatchObject({ backing: 'no' })
})
it('lets nobody answer for another, by SQL either', async () => {
  const one = await weigh({ askedId: w.ids.users.lead })
  const as = (person: Person, text: string) =>
    w.doors.asPerson(w.ids.users[person], w.ids.partnership, w.newId()).transact((tx) => tx.$client.query(text, [one.id]))
  await expect(as('officer', `update risk_benefits set backing = 'yes', backed_on = '2026-11-01' where id = $1`)).rejects.toThrow(
    /only the person who was asked/,
  )
  await expect(
    as(
      'officer',
      `update risk_benefits set backed_by_id = app.user_id(), carried_by_id = '${w.ids.users.lead}', backing = 'yes', backed_on = '2026-11-01' where id = $1`,
    ),
  ).rejects.toThrow(/only the person who was asked/)
  expect((await as('officer', `select app.answer_backing($1, 1, true, '') as done`)).rows[0].done).toBe(false)
  expect((await as('partner', `select app.answer_backing($1, 1, true, '') as done`)).rows[0].done).toBe(false)
  await expect(w.pool.query('delete from risk_benefits')).rejects.toThrow(/permission denied/)
  const owner = await w.owner.query(`select backing from risk_benefits where id = $1`, [one.id])
  expect(owner.rows[0].backing).toBe('asked')
})
it('asks again when the words they stood behind have changed', async () => {
  const one = await weigh({ askedId: w.ids.users.lead })
  const yes = (await deed(one, 'back', { yes: true }, 'lead').expect(200)).body
  const happened = (await deed(yes, 'what-happened', { words: 'Forty people came' }).expect(200)).body
  expect(happened).toMatchObject({ backing: 'yes', whatHappened: 'Forty people came', whatHappenedOn: expect.any(String) })
  const edit = {
    version: happened.version,
    ...pick(weighed({ riskOfNotDoing: 'They leave', ourWeighing: '', reviewOn: null })),
    carriedById: w.ids.users.officer,
  }
  const { body } = await w.as('officer').patch(`/risk-benefits/${one.id}`, edit).expect(200)
  expect(body).toMatchObject({ backing: 'asked', backedBy: { name: 'Lead Test' }, backedOn: null, riskOfNotDoing: 'They leave' })
  expect((await w.as('officer').patch(`/risk-benefits/${one.id}`, edit).expect(409)).body).toMatchObject({
    type: '/problems/changed-meanwhile',
    current: { backing: 'asked' },
  })
})
it('is carried by one person and stood behind by another, both of the programme', async () => {
  const wrong = async (more: object) =>
    (await w.as('officer').put(`/risk-benefits/${w.newId()}`, weighed(more)).expect(400)).body.errors[0].pointer
  expect(await wrong({ askedId: w.ids.users.officer })).toBe('/body/askedId')
  expect(await wrong({ carriedById: w.ids.users.otherlead })).toBe('/body/carriedById')
  expect(await wrong({ askedId: w.ids.users.sam })).toBe('/body/askedId')
  expect(await wrong({ askedId: w.ids.users.admin })).toBe('/body/askedId')
  const one = await weigh()
  await deed(one, 'ask-backing', { personId: w.ids.users.officer }).expect(400)
  expect((await deed(one, 'ask-backing', { personId: w.ids.users.partner }).expect(200)).body.backing).toBe('asked')
  const people = (await w.as('officer').get(`/programmes/${w.ids.programme}/backers`).expect(200)).body.items
  expect(people.map((person: { name: string }) => person.name)).toContain('Partner Test')
  expect(JSON.stringify(people)).not.toContain('@')
  await w.as('sam').get(`/programmes/${w.ids.programme}/backers`).expect(403)
  await w.as('otherlead').get(`/programmes/${w.ids.programme}/backers`).expect(404)
})
it('asks nobody who could not open it: whoever is listed reads it, and nobody else is taken', async () => {
  const one = await weigh()
  const names = async () =>
    (await w.as('officer').get(`/programmes/${w.ids.programme}/backers`).expect(200)).body.items.map((row: { name: string }) => row.name)
  const sharing = (categories: string) =>
    w.owner.query(`update sharing_agreements set categories = $1 where partner_id = $2`, [categories, w.ids.partners.joinery])
  // The garage has no agreement at all, and its contact was never listed.
  expect(await names()).toEqual(expect.arrayContaining(['Lead Test', 'Partner Test', 'Safeguarding Test']))
  expect(await names()).not.toContain('Otherpartner Test')
  await sharing('{identity,interests,participation}')
  expect(await names()).not.toContain('Partner Test')
  const refused = await deed(one, 'ask-backing', { personId: w.ids.users.partner }).expect(400)
  expect(refused.body.errors[0].pointer).toBe('/body/personId')
  await w.as('partner').get(`/risk-benefits/${one.id}`).expect(404)
  await sharing('{identity,interests,participation,power}')
})
it('is read by everyone the power is shared with, until it names a young person: then by the team alone', async () => {
  const shared = await weigh()
  const named = await weigh({ about: 'visit', aboutId: await visit(), participantId: w.ids.participants.sam })
  expect(named).toMatchObject({ participant: { knownAs: 'Sam' } })
  for (const [person, both] of [
    ['lead', '200 200'],
    ['secondOfficer', '200 200'],
    ['sam', '200 404'],
    ['mentor', '200 404'],
    ['partner', '200 404'],
    ['safeguarding', '200 404'],
    ['otherpartner', '404 404'],
    ['otherlead', '404 404'],
    ['analyst', '404 404'],
    ['data', '404 404'],
    ['admin', '404 404'],
  ] as const) {
    const answers = await Promise.all([shared, named].map(async ({ id }) => (await w.as(person).get(`/risk-benefits/${id}`)).status))
    expect([person, answers.join(' ')]).toEqual([person, both])
    const list = (await w.as(person).get('/risk-benefits').expect(200)).body.items.map((row: { id: string }) => row.id)
    expect([person, list.includes(named.id)]).toEqual([person, both === '200 200'])
  }
  const { rows } = await w.owner.query(
    `select distinct user_id from access_events where operation = 'risk-benefits.read' and participant_id = $1`,
    [w.ids.participants.sam],
  )
  expect(rows.map((row) => row.user_id)).toContain(w.ids.users.lead)
  for (const person of ['sam', 'mentor', 'partner'] as const)
    expect((await w.as(person).put(`/risk-benefits/${w.newId()}`, weighed())).status).toBe(403)
  expect((await w.as('otherlead').put(`/risk-benefits/${w.newId()}`, weighed())).status).toBe(404)
})
it('names a young person only where that is theirs, and asks only the team about them', async () => {
  const visitId = await visit()
  const wrong = async (more: object) =>
    (await w.as('officer').put(`/risk-benefits/${w.newId()}`, weighed(more)).expect(400)).body.errors[0].pointer
  expect(await wrong({ about: 'visit', aboutId: visitId, participantId: w.ids.participants.rosa })).toBe('/body/participantId')
  expect(await wrong({ about: 'visit', aboutId: visitId })).toBe('/body/participantId')
  expect(await wrong({ about: 'visit' })).toBe('/body/aboutId')
  expect(await wrong({ about: 'visit', aboutId: w.newId(), participantId: w.ids.participants.sam })).toBe('/body/aboutId')
  expect(await wrong({ participantId: w.ids.participants.sam })).toBe('/body/participantId')
  expect(await wrong({ about: 'visit', aboutId: visitId, participantId: w.ids.participants.sam, askedId: w.ids.users.partner })).toBe(
    '/body/askedId',
  )
  const { placement } = await w.place(w.ids.participants.sam)
  expect(
    await weigh({ about: 'placement', aboutId: placement, participantId: w.ids.participants.sam, askedId: w.ids.users.lead }),
  ).toMatchObject({
    aboutWhat: { title: 'Bench joinery' },
    backing: 'asked',
  })
})

function pick({ programmeId: _programme, about: _about, ...rest }: ReturnType<typeof weighed>) {
  return rest
}
