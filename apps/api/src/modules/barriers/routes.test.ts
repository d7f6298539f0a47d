// The barrier register: the team and partners keep it together, everyone in the programme reads it, and it names nobody.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const fares = () => ({
  programmeId: w.ids.programme,
  source: 'practical',
  level: 'system',
  fallsOn: 'participant',
  raisedByKind: 'participant',
  description: 'Two buses to the yard, and nobody pays the fares',
  coMode: 'co_deliver',
  voiceOrAction: 'action',
  pathway: 'prevention',
  severityByParticipants: 4,
  severityByPartners: 2,
  status: 'open',
})
const passes = { triedOn: '2026-11-02', kind: 'Day passes bought in bulk', triedBy: 'lead', result: null, note: '' }
const raise = async (person: Person, change: object = {}) => {
  const id = w.newId()
  const answer = await w.as(person).put(`/barriers/${id}`, { ...fares(), ...change })
  return { id, answer }
}

it('an officer says what gets in the way, in both readings, and what was tried against it', async () => {
  const { id, answer } = await raise('officer')
  expect(answer.status).toBe(201)
  expect(answer.body).toMatchObject({
    severityByParticipants: 4,
    severityByPartners: 2,
    tried: 0,
    strategies: [],
    can: { amend: true, try: true },
  })
  expect((await w.as('officer').put(`/barriers/${id}`, fares())).status).toBe(200)
  const strategyId = w.newId()
  const tried = await w.as('lead').put(`/barriers/${id}/strategies/${strategyId}`, passes).expect(201)
  expect(tried.body.strategies).toMatchObject([{ kind: 'Day passes bought in bulk', result: null, writtenBy: 'Lead Test' }])
  const judged = await w
    .as('officer')
    .patch(`/barriers/${id}/strategies/${strategyId}`, { ...passes, result: 'reduced', note: 'Most come now', version: 1 })
    .expect(200)
  expect(judged.body.strategies[0]).toMatchObject({ result: 'reduced', version: 2 })
  const amended = await w
    .as('lead')
    .patch(`/barriers/${id}`, { ...without(fares()), status: 'being_tackled', version: 1 })
    .expect(200)
  expect(amended.body).toMatchObject({ status: 'being_tackled', version: 2 })
  const stale = await w
    .as('lead')
    .patch(`/barriers/${id}`, { ...without(fares()), version: 1 })
    .expect(409)
  expect(stale.body).toMatchObject({ type: '/problems/changed-meanwhile', current: { version: 2 } })
})
const without = ({ programmeId: _programme, ...rest }: ReturnType<typeof fares>) => rest

it('a partner’s contact raises one, tries something, and changes only what they wrote themselves', async () => {
  const own = await raise('partner', { raisedByKind: 'partner', source: 'funding_rules' })
  expect(own.answer.status).toBe(201)
  await w
    .as('partner')
    .patch(`/barriers/${own.id}`, { ...without(fares()), version: 1 })
    .expect(200)
  const teams = await raise('officer')
  expect((await w.as('partner').get(`/barriers/${teams.id}`)).body.can).toEqual({ amend: false, try: true })
  await w
    .as('partner')
    .patch(`/barriers/${teams.id}`, { ...without(fares()), version: 1 })
    .expect(403)
  const strategyId = w.newId()
  await w
    .as('partner')
    .put(`/barriers/${teams.id}/strategies/${strategyId}`, { ...passes, triedBy: 'partner' })
    .expect(201)
  await w
    .as('partner')
    .patch(`/barriers/${teams.id}/strategies/${strategyId}`, { ...passes, result: 'removed', version: 1 })
    .expect(200)
})
it('young people and mentors read it and write nothing; the other partner and the other lead find nothing', async () => {
  const { id } = await raise('officer')
  for (const person of ['sam', 'mentor', 'safeguarding'] as const) {
    expect((await w.as(person).get(`/barriers/${id}`).expect(200)).body.can).toEqual({ amend: false, try: false })
    expect((await raise(person)).answer.status).toBe(403)
    await w.as(person).put(`/barriers/${id}/strategies/${w.newId()}`, passes).expect(403)
  }
  for (const person of ['otherpartner', 'otherlead', 'admin'] as const) {
    await w.as(person).get(`/barriers/${id}`).expect(404)
    await w.as(person).get(`/programmes/${w.ids.programme}/barriers/shifts`).expect(404)
    expect((await w.as(person).get(`/barriers?programmeId=${w.ids.programme}`)).body.items).toEqual([])
    expect((await raise(person)).answer.status).toBe(404)
    await w
      .as(person)
      .patch(`/barriers/${id}`, { ...without(fares()), version: 1 })
      .expect(404)
    await w.as(person).put(`/barriers/${id}/strategies/${w.newId()}`, passes).expect(404)
  }
})
it('the database itself lets no young person write into the register, whatever the service forgets', async () => {
  const { id } = await raise('officer')
  const asSam = <T>(work: (query: (text: string, values: unknown[]) => Promise<T>) => Promise<T>) =>
    w.doors
      .asPerson(w.ids.users.sam, w.ids.partnership, w.newId())
      .transact((tx) => work((text, values) => tx.$client.query(text, values) as never))
  expect(await asSam((query) => query(`update barriers set description = 'x' where id = $1`, [id]))).toMatchObject({ rowCount: 0 })
  const insert = `insert into barriers (id, programme_id, raised_by_kind, source, level, falls_on, description) values ($1, $2, 'participant', 'law', 'system', 'community', 'x')`
  await expect(asSam((query) => query(insert, [w.newId(), w.ids.programme]))).rejects.toThrow(/row-level security/)
})
it('refuses what cannot be: an empty barrier, a fifth step of severity, a day to come, a strategy of another barrier', async () => {
  expect((await raise('lead', { description: '  ' })).answer.status).toBe(400)
  expect((await raise('lead', { severityByParticipants: 5 })).answer.status).toBe(400)
  const { id } = await raise('lead'),
    other = await raise('lead'),
    strategyId = w.newId()
  const soon = await w
    .as('lead')
    .put(`/barriers/${id}/strategies/${strategyId}`, { ...passes, triedOn: '2099-01-01' })
    .expect(400)
  expect(soon.body.errors[0].pointer).toBe('/body/triedOn')
  await w.as('lead').put(`/barriers/${id}/strategies/${strategyId}`, passes).expect(201)
  await w
    .as('lead')
    .patch(`/barriers/${other.id}/strategies/${strategyId}`, { ...passes, version: 1 })
    .expect(404)
})
it('narrows by source, level, whom it falls on and how it stands, page by page', async () => {
  for (let n = 0; n < 3; n++) await raise('lead', { source: 'stigma', level: 'system', fallsOn: 'community', status: 'lived_with' })
  const at = '/barriers?source=stigma&level=system&fallsOn=community&status=lived_with&limit=2'
  const first = (await w.as('lead').get(at).expect(200)).body
  expect(first.items).toHaveLength(2)
  const second = (await w.as('lead').get(`${at}&after=${first.next}`).expect(200)).body
  expect(second).toMatchObject({ items: [{ source: 'stigma' }], next: null })
})
it('says which strategies shift which barrier, with how many stand behind it', async () => {
  const first = await raise('lead', { source: 'trust', status: 'removed' }),
    second = await raise('lead', { source: 'trust' })
  for (const [id, kind, result] of [
    [first.id, 'The same worker every week', 'removed'],
    [second.id, 'A letter', 'no_change'],
    [second.id, 'A meal together', null],
  ] as const)
    await w
      .as('lead')
      .put(`/barriers/${id}/strategies/${w.newId()}`, { ...passes, kind, result })
      .expect(201)
  const { items } = (await w.as('sam').get(`/programmes/${w.ids.programme}/barriers/shifts`).expect(200)).body
  expect(items.find((one: { source: string }) => one.source === 'trust')).toEqual({
    source: 'trust',
    barriers: 2,
    gone: 1,
    tried: 3,
    results: { removed: 1, reduced: 0, no_change: 1, worse: 0 },
    tooEarly: 1,
    worked: [{ barrierId: first.id, kind: 'The same worker every week', result: 'removed' }],
  })
})
it('when the agreement ends, the partner reads nothing from the next request on', async () => {
  const { id } = await raise('partner')
  await w.endAgreement()
  await w.as('partner').get(`/barriers/${id}`).expect(404)
})
