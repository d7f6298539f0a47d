import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'
import { concernsIn, worryAbout } from './concerns.fake.ts'

let w: World
let at: ReturnType<typeof concernsIn>
beforeAll(async () => {
  w = await world()
  at = concernsIn(w)
  await w.match(w.ids.participants.sam)
  await w.place(w.ids.participants.sam)
})
afterAll(() => w?.close())
const today = () => new Date().toISOString().slice(0, 10)

it('anyone with a live role raises a worry, and is told what happens next', async () => {
  for (const person of ['officer', 'lead', 'mentor', 'partner', 'supervisor', 'sam', 'safeguarding'] as const) {
    const { id, answer } = await at.raise(person)
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      id,
      programmeName: 'Harbour',
      lead: 'Safeguarding Test',
      deputy: 'Lead Test',
      dutyPhone: '0141 496 0000',
    })
  }
  for (const person of ['data', 'analyst', 'sam'] as const)
    expect((await at.raise(person, { participantId: null, aboutWhom: 'A boy at the bus stop' })).answer.status).toBe(201)
})
it('the safeguarding lead and the deputy read it; nobody else, not even its author', async () => {
  const id = await at.raised()
  const others: Person[] = ['officer', 'secondOfficer', 'mentor', 'partner', 'supervisor', 'data', 'analyst', 'admin', 'sam']
  for (const person of [...others, 'otherpartner', 'otherlead'] as Person[]) {
    await w.as(person).get(`/concerns/${id}`).expect(404)
    await w.as(person).get(`/concerns/${id}/reads`).expect(404)
    await w.as(person).get(`/concerns/${id}/second-readers`).expect(404)
    await at.deed(id, 'review', { version: 1 }, person).expect(404)
    await at.deed(id, 'ird', { version: 1, requestedOn: null, heldOn: null }, person).expect(404)
    await w.as(person).patch(`/concerns/${id}`, { version: 1, leadNote: 'x' }).expect(404)
    expect((await w.as(person).get('/concerns').expect(200)).body.items).toEqual([])
  }
  for (const person of ['safeguarding', 'lead'] as const)
    expect((await w.as(person).get(`/concerns/${id}`).expect(200)).body).toMatchObject({
      participant: { knownAs: 'Sam' },
      whatSeen: 'Bruises on both arms',
      theirWords: 'said he fell',
      raisedBy: 'Officer Test',
      ageRoute: 'adult',
      status: 'raised',
      can: { review: true, close: false, secondRead: false },
    })
})
it('a deputy from elsewhere reads only under an agreement about safeguarding; another programme’s lead never', async () => {
  const id = await at.raised()
  await w.owner.query('update programmes set safeguarding_deputy_id = $1 where id = $2', [w.ids.users.officer, w.ids.programme])
  await w.as('officer').get(`/concerns/${id}`).expect(404)
  await w.owner.query(`update sharing_agreements set categories = categories || 'safeguarding'::text where partner_id = $1`, [
    w.ids.partners.fire,
  ])
  await w.as('officer').get(`/concerns/${id}`).expect(200)
  await w.owner.query(`update sharing_agreements set categories = array_remove(categories, 'safeguarding') where partner_id = $1`, [
    w.ids.partners.fire,
  ])
  await w.owner.query('update programmes set safeguarding_deputy_id = $1 where id = $2', [w.ids.users.lead, w.ids.programme])
  // The same person keeps safety in another programme only.
  const harbourTwo = w.newId()
  await w.owner.query(
    `insert into programmes (partnership_id, id, name, area_id, lead_partner_id, status, safeguarding_lead_id) values ($1, $2, 'Harbour two', $3, $4, 'running', $5)`,
    [w.ids.partnership, harbourTwo, w.ids.area, w.ids.partners.housing, w.ids.users.data],
  )
  await w.owner.query(
    `insert into memberships (partnership_id, id, programme_id, user_id, partner_id, role, from_at) values ($1, $2, $3, $4, $5, 'safeguarding_lead', '2026-01-01')`,
    [w.ids.partnership, w.newId(), harbourTwo, w.ids.users.data, w.ids.partners.housing],
  )
  await w.as('data').get(`/concerns/${id}`).expect(404)
  expect((await w.as('data').get('/safeguarding/cover').expect(200)).body.programmes).toMatchObject([{ id: harbourTwo }])
  await w.owner.query('delete from memberships where programme_id = $1', [harbourTwo])
})
it('each opening is kept apart from the log that the young person sees, and stands in the chain of the logs', async () => {
  const id = await at.raised()
  await w.as('safeguarding').get(`/concerns/${id}`).expect(200)
  await w.as('lead').get(`/concerns/${id}`).expect(200)
  expect((await w.as('lead').get(`/concerns/${id}/reads`).expect(200)).body.items).toMatchObject([
    { by: 'Lead Test', how: 'opened' },
    { by: 'Safeguarding Test', how: 'opened' },
  ])
  expect((await w.owner.query(`select 1 from access_events where operation like 'concerns%'`)).rowCount).toBe(0)
  expect(
    (
      await w.owner.query(
        `select user_id, changed_columns from audit_events where verb = 'read' and table_name = 'safeguarding_concerns' and row_id = $1 order by id`,
        [id],
      )
    ).rows,
  ).toEqual([
    { user_id: w.ids.users.safeguarding, changed_columns: null },
    { user_id: w.ids.users.lead, changed_columns: null },
  ])
  await expect(w.pool.query('update concern_reads set how = $1', ['listed'])).rejects.toThrow(/permission denied/)
  await expect(w.pool.query('delete from concern_reads')).rejects.toThrow(/permission denied/)
})
it('its author sees their own words until it is taken on, and from then on only where it stands', async () => {
  const { id } = await at.raise('mentor', { theirWords: 'OWN-WORDS' })
  const mine = async () => (await w.as('mentor').get('/my-concerns').expect(200)).body.items.find((one: { id: string }) => one.id === id)
  expect(await mine()).toMatchObject({ status: 'raised', words: { about: 'Sam', theirWords: 'OWN-WORDS' } })
  expect((await w.as('officer').get('/my-concerns').expect(200)).text).not.toContain('OWN-WORDS')
  await at.deed(id, 'review', { version: 1 }).expect(200)
  expect(await mine()).toEqual({
    id,
    status: 'reviewed_by_lead',
    raisedAt: expect.any(String),
    reviewedAt: expect.any(String),
    closedAt: null,
    words: null,
  })
  await at.deed(id, 'pass-on', at.passing(2)).expect(200)
  await at.deed(id, 'close', { version: 3, outcome: 'others_act', reason: 'With social work' }).expect(200)
  expect(await mine()).toMatchObject({ status: 'closed', words: null })
  const { rows } = await w.owner.query(
    `select subject, body from messages where to_address = 'mentor@test.invalid' and subject = 'What you raised' order by created_at`,
  )
  expect(rows.map(({ body }) => body.split('.')[0])).toEqual([
    'What you raised was received, and someone who keeps safety is dealing with it',
    'What you raised was acted on, and is closed',
  ])
})
it('goes from the inbox to passed on, heard back and closed, each step with its words', async () => {
  const id = await at.raised()
  await at.deed(id, 'review', { version: 1 }).expect(200)
  await w.as('safeguarding').patch(`/concerns/${id}`, { version: 2, leadNote: 'Rang the school' }).expect(200)
  expect((await at.deed(id, 'pass-on', at.passing(3, { irdRequestedOn: today() })).expect(200)).body).toMatchObject({
    status: 'passed_on',
    passedTo: 'Social work, South team',
    passedToPerson: 'Duty worker',
    passedReference: 'SW-12',
    irdRequestedOn: today(),
    can: { hearBack: true, passOn: false },
  })
  await at.deed(id, 'ird', { version: 4, requestedOn: today(), heldOn: today() }).expect(200)
  await at.deed(id, 'ird', { version: 5, requestedOn: null, heldOn: today() }).expect(400)
  await at.deed(id, 'hear-back', { version: 5, feedback: 'Visited, all well', on: today() }).expect(200)
  await at.deed(id, 'close', { version: 6, outcome: 'nothing_more', reason: 'With social work' }).expect(200)
  expect((await w.as('safeguarding').get(`/concerns/${id}`).expect(200)).body).toMatchObject({
    status: 'closed',
    leadNote: 'Rang the school',
    feedback: 'Visited, all well',
    closedReason: 'With social work',
    outcome: 'nothing_more',
    irdHeldOn: today(),
    can: { review: false, note: false },
  })
  expect((await w.as('safeguarding').get('/concerns?show=closed').expect(200)).body.items.map((one: { id: string }) => one.id)).toContain(
    id,
  )
  expect((await w.as('safeguarding').get('/concerns?show=open').expect(200)).body.items.map((one: { id: string }) => one.id)).not.toContain(
    id,
  )
})
it('an age suggests the route; another one needs a reason, and the three points are asked for an adult', async () => {
  const read = async (id: string) => (await w.as('safeguarding').get(`/concerns/${id}`).expect(200)).body
  for (const [aboutAge, route] of [
    ['under_16', 'child'],
    ['16_17', 'both'],
    ['over_18', 'adult'],
    ['not_known', 'both'],
    [undefined, 'both'],
  ] as const)
    expect(await read(await at.raised({ participantId: null, aboutWhom: 'A cousin', aboutAge }))).toMatchObject({
      ageSuggested: route,
      ageRoute: route,
    })
  const id = await at.raised()
  const points = { aspUnable: 'yes', aspAtRisk: 'yes', aspMoreVulnerable: 'not_sure' }
  await at.deed(id, 'route', { version: 1, ageRoute: 'both', reason: '', ...points }).expect(400)
  expect(
    (await at.deed(id, 'route', { version: 1, ageRoute: 'both', reason: 'Turns 18 next week', ...points }).expect(200)).body,
  ).toMatchObject({
    ageSuggested: 'adult',
    ageRoute: 'both',
    ageRouteReason: 'Turns 18 next week',
    ...points,
  })
})
it('skips no step: what is at another step is refused, and a stale version shows what stands', async () => {
  const id = await at.raised()
  for (const [name, body] of [
    ['close', { version: 1, outcome: 'nothing_more', reason: 'x' }],
    ['hear-back', { version: 1, feedback: 'x', on: today() }],
  ] as const)
    expect((await at.deed(id, name, body).expect(409)).body.type).toBe('/problems/concern-step-skipped')
  await at.deed(id, 'review', { version: 1 }).expect(200)
  expect((await at.deed(id, 'review', { version: 2 }).expect(409)).body.type).toBe('/problems/concern-step-skipped')
  expect((await at.deed(id, 'pass-on', at.passing(1)).expect(409)).body).toMatchObject({
    type: '/problems/changed-meanwhile',
    current: { status: 'reviewed_by_lead' },
  })
  await at.deed(id, 'pass-on', at.passing(2, { at: '2020-01-01T00:00:00.000Z' })).expect(400)
  await at.deed(id, 'pass-on', at.passing(2, { toPerson: ' ' })).expect(400)
  await expect(
    w.owner.query(`update safeguarding_concerns set status = 'closed', outcome = 'nothing_more' where id = $1`, [id]),
  ).rejects.toThrow(/step was skipped/)
  await at.deed(id, 'pass-on', at.passing(2)).expect(200)
})
it('about someone one cannot see, it is told in words; about nobody, it is refused', async () => {
  expect((await at.raise('mentor', { participantId: w.ids.participants.rosa })).answer.status).toBe(404)
  expect((await at.raise('otherlead')).answer.status).toBe(404)
  expect((await at.raise('otherpartner')).answer.status).toBe(404)
  expect((await at.raise('otherpartner', { participantId: null, aboutWhom: 'Someone' })).answer.status).toBe(403)
  expect((await at.raise('admin', { participantId: null, aboutWhom: 'Someone' })).answer.status).toBe(403)
  expect((await at.raise('mentor', { participantId: null, aboutWhom: 'Someone', programmeId: w.ids.otherProgramme })).answer.status).toBe(
    404,
  )
  expect((await at.raise('mentor', { participantId: null, aboutWhom: ' ' })).answer.body.errors).toMatchObject([
    { pointer: '/body/aboutWhom' },
  ])
  expect((await at.raise('mentor', { whatSeen: ' ', theirWords: '' })).answer.body.errors).toMatchObject([{ pointer: '/body/whatSeen' }])
  expect((await at.raise('mentor', { toldThem: false })).answer.body.errors).toMatchObject([{ pointer: '/body/notToldWhy' }])
  expect((await at.raise('mentor', { toldThem: false, notToldWhy: 'It would put them at risk' })).answer.status).toBe(201)
  expect((await at.raise('mentor', { whatSeen: '', theirWords: 'he shouts at me' })).answer.status).toBe(201)
})
it('takes no field of the steps from whoever raises it', async () => {
  const { answer } = await at.raise('officer', { status: 'closed', immediateDanger: 'maybe', toldThem: 'yes' })
  expect(answer.status).toBe(400)
  expect(answer.body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual([
    '/body/immediateDanger',
    '/body/status',
    '/body/toldThem',
  ])
})
it('sent fifty times at once it is raised once; other words under the same id are refused', async () => {
  const id = w.newId(),
    body = worryAbout(w.ids.participants.sam)
  const answers = await Promise.all(Array.from({ length: 50 }, () => w.as('officer').put(`/concerns/${id}`, body)))
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(49).fill(200), 201])
  expect((await w.owner.query('select 1 from safeguarding_concerns where id = $1', [id])).rowCount).toBe(1)
  await w
    .as('officer')
    .put(`/concerns/${id}`, { ...body, whatSeen: 'other' })
    .expect(409)
  await w.as('lead').put(`/concerns/${id}`, body).expect(409)
})
