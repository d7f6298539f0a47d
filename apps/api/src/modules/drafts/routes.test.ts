import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const form = (body: object = { place: 'at home' }, more: object = {}) => ({
  kind: 'visit',
  aboutId: w.ids.participants.sam,
  title: 'Visit to Sam',
  body,
  ...more,
})

it('keeps what an officer has typed so far, and gives it back at the next sign-in', async () => {
  const id = w.newId()
  const { body: made } = await w.as('officer').put(`/drafts/${id}`, form()).expect(201)
  const { body: kept } = await w
    .as('officer')
    .put(`/drafts/${id}`, form({ place: 'at home', present: ['them'] }, { version: made.version }))
    .expect(200)
  expect(kept.version).toBe(made.version + 1)
  const again = w.call(await w.tokenOf(w.ids.users.officer, w.ids.partnership))
  expect((await again.get(`/drafts?kind=visit&aboutId=${w.ids.participants.sam}`).expect(200)).body.items).toMatchObject([
    { id, title: 'Visit to Sam' },
  ])
  expect((await again.get(`/drafts/${id}`).expect(200)).body.body).toEqual({ place: 'at home', present: ['them'] })
  await again.delete(`/drafts/${id}`).expect(204)
  await again.get(`/drafts/${id}`).expect(404)
})
it('shows a draft to nobody but its owner, whatever their role', async () => {
  const id = w.newId()
  await w
    .as('officer')
    .put(`/drafts/${id}`, form({ whatSeen: 'CANARY-DRAFT' }))
    .expect(201)
  for (const person of [
    'lead',
    'secondOfficer',
    'safeguarding',
    'admin',
    'data',
    'mentor',
    'partner',
    'sam',
    'otherpartner',
    'otherlead',
  ] as const) {
    await w.as(person).get(`/drafts/${id}`).expect(404)
    await w
      .as(person)
      .put(`/drafts/${id}`, form())
      .expect(person === 'otherlead' ? 201 : 404) // another partnership has its own ids
    await w
      .as(person)
      .put(`/drafts/${id}`, form({}, { version: 1 }))
      .expect(person === 'otherlead' ? 200 : 404)
    await w
      .as(person)
      .delete(`/drafts/${id}`)
      .expect(person === 'otherlead' ? 204 : 404)
    expect(JSON.stringify((await w.as(person).get('/drafts').expect(200)).body)).not.toContain(id)
  }
  expect((await w.as('officer').get(`/drafts/${id}`).expect(200)).body.body).toEqual({ whatSeen: 'CANARY-DRAFT' })
})
it('leaves no trace of its words in the audit', async () => {
  const id = w.newId()
  await w.as('officer').put(`/drafts/${id}`, form()).expect(201)
  expect((await w.owner.query('select 1 from audit_events where row_id = $1', [id])).rowCount).toBe(0)
})
it('tells a second device what the first one kept meanwhile', async () => {
  const id = w.newId()
  await w.as('officer').put(`/drafts/${id}`, form()).expect(201)
  await w
    .as('officer')
    .put(`/drafts/${id}`, form({ place: 'first' }, { version: 1 }))
    .expect(200)
  const { body } = await w
    .as('officer')
    .put(`/drafts/${id}`, form({ place: 'second' }, { version: 1 }))
    .expect(409)
  expect(body).toMatchObject({ type: '/problems/changed-meanwhile', current: { body: { place: 'first' }, version: 2 } })
})
it('does not bring back a draft that was sent from elsewhere', async () => {
  const id = w.newId()
  await w.as('officer').put(`/drafts/${id}`, form()).expect(201)
  await w.as('officer').delete(`/drafts/${id}`).expect(204)
  await w
    .as('officer')
    .put(`/drafts/${id}`, form({}, { version: 1 }))
    .expect(404)
})
it('refuses what is no draft, each field by name', async () => {
  const { body } = await w
    .as('officer')
    .put(`/drafts/${w.newId()}`, { kind: 'poem', aboutId: 'x', title: 'y'.repeat(201), body: 'text', owner: 'me' })
    .expect(400)
  expect(body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual([
    '/body/aboutId',
    '/body/body',
    '/body/kind',
    '/body/owner',
    '/body/title',
  ])
  await w
    .as('officer')
    .put(`/drafts/${w.newId()}`, form({}, { version: 0 }))
    .expect(400)
  await w.as('officer').put('/drafts/7', form()).expect(400)
  await w
    .as('officer')
    .put(`/drafts/${w.newId()}`, form({ words: 'w'.repeat(65 * 1024) }))
    .expect(413)
  await w.stranger().get('/drafts').expect(401)
})
