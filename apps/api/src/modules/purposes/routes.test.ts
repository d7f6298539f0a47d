import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World, programme: string
beforeAll(async () => {
  w = await world()
  programme = w.ids.programme
})
afterAll(() => w?.close())
const papers = async (person: Person = 'data') => (await w.as(person).get(`/programmes/${programme}/papers`).expect(200)).body
const purpose = (extra: object = {}) => ({
  name: 'Running the programme',
  whatFor: 'To know whom we meet, and what they want',
  controllerId: w.ids.partners.housing,
  article6: 'public_task',
  retentionNote: 'Three years after the last follow-up',
  ...extra,
})
const add = (extra: object = {}, person: Person = 'data', id = w.newId()) =>
  w.as(person).put(`/programmes/${programme}/purposes/${id}`, purpose(extra))
const text = {
  whyNeeded: 'Several sources',
  whatHappens: 'Visits',
  whoWasAsked: 'Four of them',
  risks: [{ risk: 'A leak', measure: 'A wall' }],
  advice: '',
}
const write = (version: number, extra: object = {}, person: Person = 'data') =>
  w.as(person).post(`/programmes/${programme}/dpia/write`, { version, ...text, ...extra })
const approve = (version: number, person: Person = 'lead', reviewOn = '2090-01-01') =>
  w.as(person).post(`/programmes/${programme}/dpia/approve`, { version, reviewOn })
const statusOf = async () => (await w.as('lead').get(`/programmes/${programme}`).expect(200)).body

it('each purpose names its controller, its basis and how long it is kept; everyone in the programme may read it', async () => {
  const id = w.newId()
  const { body } = await add({ article9: 'substantial_public_interest', schedule1: 'safeguarding' }, 'data', id).expect(201)
  expect(body.purposes).toMatchObject([
    { id, controller: { name: 'Housing' }, article6: 'public_task', schedule1: 'safeguarding', version: 1 },
  ])
  await add({ article9: 'substantial_public_interest', schedule1: 'safeguarding' }, 'data', id).expect(200)
  const edited = await w
    .as('data')
    .patch(`/programmes/${programme}/purposes/${id}`, { ...purpose({ name: 'Working together' }), version: 1 })
    .expect(200)
  expect(edited.body.purposes[0]).toMatchObject({ name: 'Working together', article9: null, version: 2 })
  await w
    .as('data')
    .patch(`/programmes/${programme}/purposes/${id}`, { ...purpose(), version: 1 })
    .expect(409)
  for (const person of ['officer', 'mentor', 'partner', 'sam'] as const)
    expect(await papers(person)).toMatchObject({
      purposes: [{ name: 'Working together' }],
      dpia: null,
      rightsCheck: null,
      can: { addPurpose: false },
    })
  for (let n = 0; n < 2; n++) await w.as('data').post(`/programmes/${programme}/purposes/${id}/end`, undefined).expect(200)
  expect((await papers()).purposes[0].endedAt).not.toBe(null)
})
it('refuses a basis that a public body cannot stand on, a condition without its schedule, a partner without a part, and an unknown purpose', async () => {
  const pointer = async (extra: object) => (await add(extra).expect(400)).body.errors[0].pointer
  expect(await pointer({ article6: 'legitimate_interests' })).toBe('/body/article6')
  expect(await pointer({ article6: 'because' })).toBe('/body/article6')
  expect(await pointer({ article9: 'explicit_consent' })).toBe('/body/schedule1')
  expect(await pointer({ controllerId: w.ids.partners.garage })).toBe('/body/controllerId')
  expect(await pointer({ retentionNote: ' ' })).toBe('/body/retentionNote')
  await w
    .as('data')
    .patch(`/programmes/${programme}/purposes/${w.newId()}`, { ...purpose(), version: 1 })
    .expect(404)
  await w.as('data').post(`/programmes/${programme}/purposes/${w.newId()}/end`, undefined).expect(404)
})
it('the assessment begins with words that name the four reasons it is required, and is approved by somebody who did not write it', async () => {
  const { dpia } = await papers()
  expect(dpia).toMatchObject({ status: 'not_started', version: 0, can: { write: true, approve: false } })
  for (const reason of ['several organisations', 'do not know at first', 'children and young people', 'could be hurt'])
    expect(dpia.whyNeeded).toContain(reason)
  expect((await approve(1).expect(409)).body.type).toBe('/problems/paper-not-complete')
  await write(0).expect(200)
  expect((await statusOf()).dpiaStatus).toBe('in_progress')
  expect((await approve(1, 'data').expect(409)).body.type).toBe('/problems/needs-another-person')
  expect((await approve(1, 'lead', '2026-01-01').expect(400)).body.errors[0].pointer).toBe('/body/reviewOn')
  expect((await approve(1).expect(200)).body.dpia).toMatchObject({
    status: 'approved',
    writtenBy: 'Data Test',
    approvedBy: 'Lead Test',
    reviewOn: '2090-01-01',
  })
  expect((await statusOf()).dpiaStatus).toBe('approved')
})
it('changed words are to be approved again, by another than whoever changed them; a stale version is refused', async () => {
  const { version } = (await papers()).dpia
  await write(version, { advice: 'Ask the young people first' }, 'lead').expect(200)
  expect((await write(version).expect(409)).body).toMatchObject({
    type: '/problems/changed-meanwhile',
    current: { dpia: { status: 'in_progress' } },
  })
  await write(0).expect(409)
  expect((await statusOf()).dpiaStatus).toBe('in_progress')
  expect((await approve(version + 1).expect(409)).body.type).toBe('/problems/needs-another-person')
  await approve(version + 1, 'data').expect(200)
  expect((await statusOf()).dpiaStatus).toBe('approved')
})
it('words that leave out the risks are kept, and cannot be approved, even past the route', async () => {
  const { version } = (await papers()).dpia
  await write(version, { risks: [] }).expect(200)
  expect((await approve(version + 1).expect(409)).body.type).toBe('/problems/paper-not-complete')
  await expect(
    w.owner.query(
      `update dpias set status = 'approved', approved_by = $1, approved_at = now(), review_on = '2090-01-01' where programme_id = $2`,
      [w.ids.users.lead, programme],
    ),
  ).rejects.toMatchObject({ constraint: 'dpias_approved_whole' })
  await expect(w.owner.query(`update dpias set approved_by = written_by where programme_id = $1`, [programme])).rejects.toMatchObject({
    constraint: 'dpias_approved_by_another',
  })
})
it('the rights check asks six questions, is done when all are answered, and a change opens it again', async () => {
  const url = `/programmes/${programme}/rights-check`
  const answers = { bestInterests: 'Yes', fairness: 'Yes', views: 'Asked them', privacy: 'Yes', safety: 'Yes', growing: '' }
  const { body } = await w
    .as('lead')
    .post(`${url}/write`, { version: 0, ...answers })
    .expect(200)
  const { version } = body.rightsCheck
  expect((await w.as('lead').post(`${url}/finish`, { version }).expect(409)).body.type).toBe('/problems/paper-not-complete')
  const whole = (await w.as('lead').post(`${url}/write`, { version, growing: 'School comes first' }).expect(200)).body.rightsCheck
  expect(whole).toMatchObject({ views: 'Asked them', growing: 'School comes first', can: { finish: true } })
  await w.as('lead').post(`${url}/finish`, { version }).expect(409)
  const done = (await w.as('lead').post(`${url}/finish`, { version: whole.version }).expect(200)).body.rightsCheck
  expect(done).toMatchObject({ status: 'done', doneBy: 'Lead Test' })
  expect((await statusOf()).rightsCheckStatus).toBe('done')
  await w.as('data').post(`${url}/write`, { version: done.version, safety: 'Better' }).expect(200)
  expect((await statusOf()).rightsCheckStatus).toBe('in_progress')
})
it('others in the programme may write none of it; to other partners and partnerships there is no such programme', async () => {
  const deeds = (person: Person) => [
    add({}, person),
    write(1, {}, person),
    approve(1, person),
    w.as(person).post(`/programmes/${programme}/rights-check/write`, { version: 0 }),
    w.as(person).post(`/programmes/${programme}/rights-check/finish`, { version: 1 }),
  ]
  for (const person of ['officer', 'mentor', 'partner', 'analyst', 'sam'] as const)
    for (const deed of deeds(person)) expect((await deed).status).toBe(403)
  expect((await add({}, 'lead')).status).toBe(403)
  for (const person of ['otherpartner', 'otherlead'] as const) {
    for (const deed of deeds(person)) expect((await deed).status).toBe(404)
    await w.as(person).get(`/programmes/${programme}/papers`).expect(404)
  }
})
