import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const of = (name: 'sam' | 'rosa', rest: string) => `/participants/${w.ids.participants[name]}${rest}`
const job = (more: object = {}) => ({
  kind: 'employment',
  startsOn: '2026-06-01',
  checkedOn: '2026-06-08',
  evidence: 'Told us by text',
  employerPartnerId: w.ids.partners.joinery,
  ...more,
})

it('records where Sam went, in the words of the statistics', async () => {
  const id = w.newId()
  const { body } = await w
    .as('officer')
    .put(of('sam', `/destinations/${id}`), job())
    .expect(201)
  expect(body).toMatchObject({ kind: 'employment', positive: true, employerName: 'Joinery', endsOn: null, can: { amend: true } })
  await w
    .as('officer')
    .put(of('sam', `/destinations/${id}`), job())
    .expect(200)
  await w
    .as('officer')
    .put(of('sam', `/destinations/${w.newId()}`), job({ kind: 'unemployed_seeking', startsOn: '2026-01-01', employerPartnerId: null }))
    .expect(201)
  const { body: all } = await w.as('lead').get(of('sam', '/destinations')).expect(200)
  expect(all.destinations.map((one: { kind: string; positive: boolean }) => [one.kind, one.positive])).toEqual([
    ['employment', true],
    ['unemployed_seeking', false],
  ])
})
it('says that a job ended, and tells a second editor what the first one wrote', async () => {
  const id = w.newId()
  const { body } = await w
    .as('officer')
    .put(of('sam', `/destinations/${id}`), job())
    .expect(201)
  await w.as('officer').patch(`/destinations/${id}`, { version: body.version, endsOn: '2026-09-01' }).expect(200)
  const { body: late } = await w.as('lead').patch(`/destinations/${id}`, { version: body.version, endsOn: '2026-10-01' }).expect(409)
  expect(late).toMatchObject({ type: '/problems/changed-meanwhile', current: { endsOn: '2026-09-01' } })
  await w
    .as('officer')
    .patch(`/destinations/${id}`, { version: body.version + 1, endsOn: '2026-05-01' })
    .expect(400)
})
it('asks again after 3, 6, 9 and 12 months, and moves only what is still due', async () => {
  const { body } = await w.as('officer').post(of('sam', '/follow-ups/schedule'), { from: '2026-05-31' }).expect(200)
  expect(body.items.map((one: { months: number; dueOn: string }) => [one.months, one.dueOn])).toEqual([
    [3, '2026-08-31'],
    [6, '2026-11-30'],
    [9, '2027-02-28'],
    [12, '2027-05-31'],
  ])
  const destination = { id: w.newId(), kind: 'further_education', startsOn: '2026-08-20', checkedOn: '2026-09-01', evidence: '' }
  const done = { version: 1, doneOn: '2026-09-01', words: 'At college, likes it', destination }
  const { body: first } = await w.as('officer').post(`/follow-ups/${body.items[0].id}/done`, done).expect(200)
  expect(first).toMatchObject({ status: 'done', destinationKind: 'further_education', words: 'At college, likes it' })
  const again = await w.as('officer').post(of('sam', '/follow-ups/schedule'), { from: '2026-06-30' }).expect(200)
  expect(again.body.items.map((one: { dueOn: string }) => one.dueOn)).toEqual(['2026-08-31', '2026-12-30', '2027-03-30', '2027-06-30'])
  expect((await w.as('lead').get(of('sam', '/destinations')).expect(200)).body.destinations[0].kind).toBe('further_education')
})
it('lists what is due up to a day, oldest first, until someone was reached or could not be', async () => {
  await w.as('officer').post(of('rosa', '/follow-ups/schedule'), { from: '2026-01-15' }).expect(200)
  const due = async (day: string, more = '') => (await w.as('officer').get(`/follow-ups?due=${day}${more}`).expect(200)).body
  const { items } = await due('2026-07-31')
  expect(items.map((one: { knownAs: string; months: number }) => [one.knownAs, one.months])).toEqual([
    ['Rosa', 3],
    ['Rosa', 6],
  ])
  const page = await due('2026-07-31', '&limit=1')
  expect((await due('2026-07-31', `&limit=1&after=${page.next}`)).items.map((one: { months: number }) => one.months)).toEqual([6])
  const { body } = await w
    .as('officer')
    .post(`/follow-ups/${items[0].id}/unreachable`, { version: 1, triedOn: '2026-04-20', words: 'Number changed' })
    .expect(200)
  expect((await due('2026-07-31')).items).toHaveLength(1)
  await w.as('officer').post(`/follow-ups/${items[0].id}/reopen`, { version: body.version }).expect(200)
  expect((await due('2026-07-31')).items).toHaveLength(2)
  await w
    .as('officer')
    .post(`/follow-ups/${items[0].id}/done`, { version: 1, doneOn: '2026-05-01', words: '', destination: null })
    .expect(409)
})
it('shows Sam their own, and leaves the writing to a worker', async () => {
  expect((await w.as('sam').get(of('sam', '/destinations')).expect(200)).body.can).toEqual({ record: false, schedule: false })
  await w
    .as('sam')
    .put(of('sam', `/destinations/${w.newId()}`), job())
    .expect(403)
  await w.as('sam').post(of('sam', '/follow-ups/schedule'), { from: '2026-01-01' }).expect(403)
  await w.as('sam').get(of('rosa', '/destinations')).expect(404)
})
it('is not for partners, the other programme, or anyone without the outcomes', async () => {
  const {
      rows: [one],
    } = await w.owner.query('select id from follow_ups limit 1'),
    {
      rows: [went],
    } = await w.owner.query('select id from destinations limit 1')
  for (const person of ['otherpartner', 'otherlead', 'analyst', 'data', 'admin', 'partner', 'mentor'] as const) {
    await w.as(person).get(of('sam', '/destinations')).expect(404)
    await w
      .as(person)
      .put(of('sam', `/destinations/${w.newId()}`), job())
      .expect(404)
    await w.as(person).patch(`/destinations/${went.id}`, { version: 1, evidence: 'x' }).expect(404)
    await w.as(person).post(of('sam', '/follow-ups/schedule'), { from: '2026-01-01' }).expect(404)
    for (const [deed, body] of [
      ['done', { version: 1, doneOn: '2026-09-01', words: '', destination: null }],
      ['unreachable', { version: 1, triedOn: '2026-09-01', words: '' }],
      ['reopen', { version: 1 }],
    ] as const) {
      await w.as(person).post(`/follow-ups/${one.id}/${deed}`, body).expect(404)
    }
    expect((await w.as(person).get('/follow-ups?due=2099-01-01').expect(200)).body).toEqual({ items: [], next: null })
  }
  await w.match(w.ids.participants.sam)
  await w.as('mentor').get(of('sam', '/destinations')).expect(200)
  await w
    .as('mentor')
    .put(of('sam', `/destinations/${w.newId()}`), job())
    .expect(403)
})
it('refuses a placement that is not theirs, and what is no destination', async () => {
  const { placement } = await w.place(w.ids.participants.rosa)
  const { body } = await w
    .as('officer')
    .put(of('sam', `/destinations/${w.newId()}`), job({ placementId: placement }))
    .expect(400)
  expect(body.errors).toMatchObject([{ pointer: '/body/placementId', keyword: 'theirs' }])
  await w
    .as('officer')
    .put(of('sam', `/destinations/${w.newId()}`), job({ kind: 'prison' }))
    .expect(400)
  await w
    .as('officer')
    .put(of('sam', `/destinations/${w.newId()}`), job({ startsOn: '2026-02-30' }))
    .expect(400)
})
