import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type Person, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
  await w.match(w.ids.participants.sam)
  await w.place(w.ids.participants.sam)
})
afterAll(() => w?.close())

const canary = 'CANARY-BRUISES'
const worry = (more: object = {}) => ({
  participantId: w.ids.participants.sam,
  aboutWhom: '',
  whatSeen: `${canary} on both arms`,
  theirWords: 'said he fell',
  immediateDanger: false,
  toldThem: null,
  inTheWay: '',
  allWeNeed: '',
  iCanDo: '',
  weCanDo: '',
  othersCanDo: '',
  ...more,
})
const raise = async (person: Person, more: object = {}, id = w.newId()) => ({
  id,
  answer: await w.as(person).put(`/concerns/${id}`, worry(more)),
})
const raised = async (more: object = {}) => (await raise('officer', more)).id
const deed = (id: string, name: string, body: object) => w.as('safeguarding').post(`/concerns/${id}/${name}`, body)

it('anyone with a live role raises a worry, and is told what happens next', async () => {
  for (const person of ['officer', 'lead', 'mentor', 'partner', 'supervisor', 'sam', 'safeguarding'] as const) {
    const { id, answer } = await raise(person)
    expect(answer.status).toBe(201)
    expect(answer.body).toEqual({
      id,
      programmeName: 'Harbour',
      lead: 'Safeguarding Test',
      deputy: 'Lead Test',
      dutyPhone: '0141 496 0000',
    })
  }
  for (const person of ['data', 'analyst'] as const)
    expect((await raise(person, { participantId: null, aboutWhom: 'A boy at the bus stop' })).answer.status).toBe(201)
})
it('only the safeguarding lead reads it; not its author, not the programme lead', async () => {
  const id = await raised()
  for (const person of [
    'officer',
    'lead',
    'secondOfficer',
    'mentor',
    'partner',
    'supervisor',
    'data',
    'analyst',
    'admin',
    'sam',
    'otherpartner',
    'otherlead',
  ] as const) {
    await w.as(person).get(`/concerns/${id}`).expect(404)
    await w.as(person).post(`/concerns/${id}/review`, { version: 1 }).expect(404)
    await w.as(person).patch(`/concerns/${id}`, { version: 1, leadNote: 'x' }).expect(404)
    expect((await w.as(person).get('/concerns').expect(200)).body.items).toEqual([])
  }
  expect((await w.as('safeguarding').get(`/concerns/${id}`).expect(200)).body).toMatchObject({
    participant: { knownAs: 'Sam' },
    whatSeen: `${canary} on both arms`,
    theirWords: 'said he fell',
    raisedBy: 'Officer Test',
    ageRoute: 'adult',
    status: 'raised',
    can: { review: true, close: false },
  })
  expect(
    (
      await w.owner.query(`select operation from access_events where user_id = $1 and participant_id = $2 order by id desc`, [
        w.ids.users.safeguarding,
        w.ids.participants.sam,
      ])
    ).rows[0],
  ).toEqual({ operation: 'concerns.read' })
})
it('what was written comes up nowhere else: no visit, story, list, message, audit or answer', async () => {
  const draft = w.newId()
  await w
    .as('officer')
    .put(`/drafts/${draft}`, { kind: 'concern', title: 'Worry about Sam', body: { whatSeen: canary } })
    .expect(201)
  const { answer } = await raise('officer', {}, draft)
  expect(JSON.stringify(answer.body)).not.toContain(canary)
  await w.as('officer').get(`/drafts/${draft}`).expect(404) // sent, so thrown away
  const sam = w.ids.participants.sam
  const pages = [
    `/participants/${sam}`,
    `/participants/${sam}/story`,
    `/participants/${sam}/interests`,
    `/visits?participantId=${sam}`,
    `/contacts?participantId=${sam}`,
    '/drafts',
    '/messages',
    '/day',
    '/concerns',
    '/participants',
  ]
  for (const person of ['officer', 'lead', 'mentor', 'partner', 'admin', 'data', 'sam', 'otherlead'] as const) {
    for (const page of pages) expect((await w.as(person).get(page)).text, `${person} ${page}`).not.toContain(canary)
  }
  for (const table of ['audit_events', 'access_events', 'write_digests', 'messages', 'notes', 'visits', 'drafts']) {
    expect((await w.owner.query(`select 1 from ${table} t where t::text like '%${canary}%'`)).rowCount, table).toBe(0)
  }
})
it('the safeguarding lead is told that something waits, and no more', async () => {
  await raise('mentor', { immediateDanger: true })
  const {
    rows: [message],
  } = await w.owner.query(`select to_address, subject, body from messages where created_by = $1 order by created_at desc limit 1`, [
    w.ids.users.mentor,
  ])
  expect(message.to_address).toBe('safeguarding@test.invalid')
  expect(message.body).toContain('immediate danger')
  expect(message.subject + message.body).not.toMatch(/Sam|bruise/i)
})
it('goes from the inbox to passed on, heard back and closed, each step with its words', async () => {
  const id = await raised()
  const read = async () => (await w.as('safeguarding').get(`/concerns/${id}`).expect(200)).body
  await deed(id, 'review', { version: 1 }).expect(200)
  await w.as('safeguarding').patch(`/concerns/${id}`, { version: 2, leadNote: 'Rang the school' }).expect(200)
  const passed = await deed(id, 'pass-on', {
    version: 3,
    to: 'Social work, South team',
    how: 'By phone',
    at: new Date().toISOString(),
    reference: 'SW-12',
    irdRequestedOn: '2026-11-22',
  }).expect(200)
  expect(passed.body).toMatchObject({
    status: 'passed_on',
    passedTo: 'Social work, South team',
    passedReference: 'SW-12',
    irdRequestedOn: '2026-11-22',
    can: { hearBack: true, passOn: false },
  })
  await deed(id, 'hear-back', { version: 4, feedback: 'Visited, all well', on: new Date().toISOString().slice(0, 10) }).expect(200)
  await deed(id, 'close', { version: 5, reason: 'With social work' }).expect(200)
  expect(await read()).toMatchObject({
    status: 'closed',
    leadNote: 'Rang the school',
    feedback: 'Visited, all well',
    closedReason: 'With social work',
    can: { review: false, note: false },
  })
  expect((await w.as('safeguarding').get('/concerns?show=closed').expect(200)).body.items).toMatchObject([{ id }])
  expect((await w.as('safeguarding').get('/concerns?show=open').expect(200)).body.items.map((one: { id: string }) => one.id)).not.toContain(
    id,
  )
})
it('is not passed on without a reason and a second reader, and skips no step', async () => {
  const id = await raised()
  expect(
    (await deed(id, 'keep-here', { version: 1, reason: ' ', secondReader: '' }).expect(400)).body.errors
      .map((one: { pointer: string }) => one.pointer)
      .sort(),
  ).toEqual(['/body/reason', '/body/secondReader'])
  expect((await deed(id, 'close', { version: 1, reason: 'x' }).expect(409)).body.type).toBe('/problems/concern-step-skipped')
  await deed(id, 'keep-here', { version: 1, reason: 'Known to school, plan in place', secondReader: 'Lead Test' }).expect(200)
  expect((await deed(id, 'keep-here', { version: 2, reason: 'x', secondReader: 'y' }).expect(409)).body.type).toBe(
    '/problems/concern-step-skipped',
  )
  const stale = await deed(id, 'pass-on', { version: 1, to: 'Police', how: 'Phone', at: new Date().toISOString(), reference: '' }).expect(
    409,
  )
  expect(stale.body).toMatchObject({ type: '/problems/changed-meanwhile', current: { status: 'not_passed_on' } })
  await deed(id, 'pass-on', { version: 2, to: 'Police', how: 'Phone', at: '2020-01-01T00:00:00.000Z', reference: '' }).expect(400)
  await deed(id, 'pass-on', { version: 2, to: 'Police', how: 'Phone', at: new Date().toISOString(), reference: '' }).expect(200)
})
it('about someone one cannot see, it is told in words; about nobody, it is refused', async () => {
  expect((await raise('mentor', { participantId: w.ids.participants.rosa })).answer.status).toBe(404)
  expect((await raise('otherlead')).answer.status).toBe(404)
  expect((await raise('otherpartner')).answer.status).toBe(404)
  expect((await raise('otherpartner', { participantId: null, aboutWhom: 'Someone' })).answer.status).toBe(403)
  expect((await raise('admin', { participantId: null, aboutWhom: 'Someone' })).answer.status).toBe(403)
  expect((await raise('mentor', { participantId: null, aboutWhom: 'Someone', programmeId: w.ids.otherProgramme })).answer.status).toBe(404)
  expect((await raise('mentor', { participantId: null, aboutWhom: ' ' })).answer.body.errors).toMatchObject([
    { pointer: '/body/aboutWhom' },
  ])
  const { id } = await raise('mentor', { participantId: null, aboutWhom: 'His wee sister' })
  expect((await w.as('safeguarding').get(`/concerns/${id}`).expect(200)).body).toMatchObject({
    participant: null,
    aboutWhom: 'His wee sister',
    ageRoute: 'not_known',
  })
  const { status, body } = (await raise('officer', { whatSeen: '', immediateDanger: 'maybe', toldThem: 'no', status: 'closed' })).answer
  expect(status).toBe(400)
  expect(body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual([
    '/body/immediateDanger',
    '/body/status',
    '/body/toldThem',
    '/body/whatSeen',
  ])
})
it('sent fifty times at once it is raised once; other words under the same id are refused', async () => {
  const id = w.newId(),
    body = worry()
  const answers = await Promise.all(Array.from({ length: 50 }, () => w.as('officer').put(`/concerns/${id}`, body)))
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(49).fill(200), 201])
  expect((await w.owner.query('select 1 from safeguarding_concerns where id = $1', [id])).rowCount).toBe(1)
  await w
    .as('officer')
    .put(`/concerns/${id}`, worry({ whatSeen: 'other' }))
    .expect(409)
  await w.as('lead').put(`/concerns/${id}`, body).expect(409)
})
