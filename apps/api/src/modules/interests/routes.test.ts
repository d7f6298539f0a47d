import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
let sam: string, rosa: string
type Who = Parameters<World['as']>[0]
const hear = (id: string, body: object = {}, person: Who = 'officer', who = sam) =>
  w
    .as(person)
    .put(`/participants/${who}/interests/${id}`, { ownWords: 'anything with bikes', tag: 'bikes', heardOn: '2026-03-03', ...body })
beforeAll(async () => {
  w = await world()
  ;({ sam, rosa } = w.ids.participants)
  for (const [key, retired] of [
    ['bikes', null],
    ['cooking', null],
    ['fax', '2026-01-01'],
  ]) {
    await w.owner.query(
      `insert into word_lists (partnership_id, id, list, key, label, retired_at) values ($1, $2, 'interest', $3, initcap($3), $4)`,
      [w.ids.partnership, w.newId(), key, retired],
    )
  }
})
afterAll(() => w?.close())

it('writes down what they are into in their own words, once however often it is sent', async () => {
  const id = w.newId()
  expect((await hear(id).expect(201)).body).toMatchObject({
    id,
    ownWords: 'anything with bikes',
    tag: 'bikes',
    status: 'heard',
    saidBy: 'participant',
  })
  await hear(id).expect(200)
  expect((await hear(id, { ownWords: 'else' }).expect(409)).body.type).toBe('/problems/already-exists')
  const { body } = await w.as('officer').get(`/participants/${sam}/interests`).expect(200)
  expect(body).toMatchObject({ interests: [{ id }], assets: [], goals: [], can: { hear: true } })
})
it('strengths and goals too; a goal is reached, changed or let go', async () => {
  const asset = w.newId(),
    goal = w.newId()
  await w
    .as('officer')
    .put(`/participants/${sam}/assets/${asset}`, { ownWords: 'calms the wee ones down', kind: 'skill', heardOn: '2026-03-03' })
    .expect(201)
  const { body } = await w
    .as('officer')
    .put(`/participants/${sam}/goals/${goal}`, { ownWords: 'my own flat', setOn: '2026-03-03' })
    .expect(201)
  expect((await w.as('officer').patch(`/goals/${goal}`, { version: body.version, status: 'reached' }).expect(200)).body).toMatchObject({
    status: 'reached',
    ownWords: 'my own flat',
  })
  expect((await w.as('officer').patch(`/assets/${asset}`, { version: 1, kind: 'experience' }).expect(200)).body.kind).toBe('experience')
  expect((await w.as('lead').patch(`/goals/${goal}`, { version: body.version, status: 'let_go' }).expect(409)).body).toMatchObject({
    type: '/problems/changed-meanwhile',
    current: { status: 'reached' },
  })
})
it('an interest moves on, and its tag may be put right', async () => {
  const { body } = await hear(w.newId(), { tag: null }).expect(201)
  expect(
    (await w.as('officer').patch(`/interests/${body.id}`, { version: 1, tag: 'cooking', status: 'being_worked_on' }).expect(200)).body,
  ).toMatchObject({ tag: 'cooking', status: 'being_worked_on', version: 2 })
})
it('a mentor writes for their match, the young person for themselves, a matched partner only reads', async () => {
  await w.match(sam)
  await w.place(sam, 'they_said_yes')
  await hear(w.newId(), {}, 'mentor').expect(201)
  await hear(w.newId(), {}, 'mentor', rosa).expect(404)
  await hear(w.newId(), {}, 'sam').expect(201)
  await hear(w.newId(), {}, 'sam', rosa).expect(404)
  expect((await w.as('partner').get(`/participants/${sam}/interests`).expect(200)).body).toMatchObject({ can: { hear: false } })
  await hear(w.newId(), {}, 'partner').expect(403)
  expect((await w.as('supervisor').get(`/participants/${sam}/interests`).expect(200)).body.interests).toEqual([])
})
it.each(['otherpartner', 'otherlead', 'admin'] as const)('%s finds nothing, by any id', async (person) => {
  const { body } = await hear(w.newId()).expect(201)
  await w.as(person).get(`/participants/${sam}/interests`).expect(404)
  await hear(w.newId(), {}, person).expect(404)
  await w.as(person).patch(`/interests/${body.id}`, { version: 1, status: 'gone' }).expect(404)
  expect((await w.as(person).get('/interests/overview').expect(200)).body.items).toEqual([])
})
it('a tag is a live word of the list, the visit is one to them, the words say something', async () => {
  expect((await hear(w.newId(), { tag: 'skydiving' }).expect(400)).body.errors).toMatchObject([{ pointer: '/body/tag' }])
  await hear(w.newId(), { tag: 'fax' }).expect(400)
  await hear(w.newId(), { heardVisitId: w.newId() }).expect(400)
  await hear(w.newId(), { ownWords: ' ' }).expect(400)
  await hear(w.newId(), { strength: 4 }).expect(400)
})
it('the overview counts people, not words', async () => {
  await hear(w.newId(), {}, 'officer', rosa).expect(201)
  const { body } = await w.as('lead').get(`/interests/overview?programmeId=${w.ids.programme}`).expect(200)
  expect(body.items.find((one: { tag: string }) => one.tag === 'bikes')).toMatchObject({ label: 'Bikes', people: 2, heard: 2 })
})
