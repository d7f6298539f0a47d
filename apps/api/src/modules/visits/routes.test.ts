import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const plan = (more: object = {}) => ({
  participantId: w.ids.participants.sam,
  startsAt: '2026-12-01T10:00:00.000Z',
  place: 'At home',
  why: 'First visit',
  ...more,
})
const record = (more: object = {}) => ({
  participantId: w.ids.participants.sam,
  happenedAt: ago(20),
  place: 'At home',
  outcome: 'welcomed',
  present: ['them', 'parent'],
  interests: [{ ownWords: 'Joinery', tag: 'joinery' }],
  skillsWords: 'learn to fix up old bikes',
  jobWords: 'out on the vans, no in an office',
  staffWords: 'Relaxed. Dog in the hall.',
  wantsToCome: 'yes',
  nextStep: 'bring_a_partner',
  nextOn: null,
  toldWhatWeWrite: true,
  worry: false,
  ...more,
})
const planned = async (more: object = {}) =>
  (await w.as('officer').put(`/visits/${w.newId()}/plan`, plan(more)).expect(201)).body as { id: string; version: number }
const recorded = async (more: object = {}) =>
  (await w.as('officer').put(`/visits/${w.newId()}/record`, record(more)).expect(201)).body as { id: string; version: number }

it('an officer plans a visit, knocks, and records it in the words that were said', async () => {
  const { id } = await planned()
  const { body } = await w.as('officer').put(`/visits/${id}/record`, record()).expect(201)
  expect(body).toMatchObject({
    status: 'recorded',
    outcome: 'welcomed',
    attempt: 1,
    why: 'First visit',
    officer: { name: 'Officer Test' },
    wantsToCome: 'yes',
    present: ['them', 'parent'],
    words: { skills: 'learn to fix up old bikes', job: 'out on the vans, no in an office', staff: 'Relaxed. Dog in the hall.' },
    interests: [{ ownWords: 'Joinery', tag: 'joinery' }],
    can: { record: false, amend: true, reschedule: false, cancel: false, undo: true },
  })
  expect(body.nextOn).toMatch(/^\d{4}-\d\d-\d\d$/)
  const {
    rows: [person],
  } = await w.owner.query('select last_contact_at, next_step from participants where id = $1', [w.ids.participants.sam])
  expect(person.next_step).toBe('bring_a_partner')
  expect(Math.abs(person.last_contact_at - Date.parse(body.happenedAt))).toBeLessThan(1000)
  expect((await w.as('lead').get(`/visits/${id}`).expect(200)).body.words.job).toContain('out on the vans')
})
it('counts the visits before a yes, and lists them newest first', async () => {
  const rosa = { participantId: w.ids.participants.rosa, interests: [], skillsWords: '', jobWords: '', staffWords: '' }
  await recorded({
    ...rosa,
    outcome: 'no_one_in',
    present: [],
    wantsToCome: null,
    nextStep: 'call_back_this_week',
    toldWhatWeWrite: false,
    happenedAt: ago(5000),
  })
  await recorded({ ...rosa, outcome: 'not_today', wantsToCome: 'not_now', toldWhatWeWrite: false, happenedAt: ago(3000) })
  await recorded({ ...rosa, wantsToCome: 'yes', happenedAt: ago(1000) })
  const { body } = await w.as('officer').get(`/visits?participantId=${rosa.participantId}`).expect(200)
  expect(body.patience).toEqual({ made: 3, beforeYes: 3 })
  expect(body.items.map((one: { attempt: number }) => one.attempt)).toEqual([3, 2, 1])
  const first = (await w.as('officer').get(`/visits?participantId=${rosa.participantId}&limit=2`).expect(200)).body
  const rest = (await w.as('officer').get(`/visits?participantId=${rosa.participantId}&limit=2&after=${first.next}`).expect(200)).body
  expect([...first.items, ...rest.items]).toEqual(body.items)
  expect(rest.next).toBeNull()
})
it('tells what to know before a knock: the plan, the address, the warning, what was heard', async () => {
  await w.owner.query(
    `insert into word_lists (partnership_id, id, list, key, label) values ($1, $2, 'interest', 'football', 'Football'), ($1, $3, 'interest', 'joinery', 'Joinery')`,
    [w.ids.partnership, w.newId(), w.newId()],
  )
  await w.owner.query(
    `insert into visit_risk_flags (partnership_id, id, programme_id, participant_id, what_to_do, agreed_on, review_on) values ($1, $2, $3, $4, 'Two officers. Loose dog.', current_date, current_date + 30)`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.sam],
  )
  const { id } = await planned({ startsAt: '2026-12-02T10:00:00.000Z' })
  const { body } = await w.as('officer').get(`/visits/prepare?visitId=${id}`).expect(200)
  expect(body).toMatchObject({
    participant: { knownAs: 'Sam' },
    visit: { id, place: 'At home' },
    address: '4 Quay Lane',
    toldBefore: true,
    safety: [{ whatToDo: 'Two officers. Loose dog.' }],
    heardBefore: [{ tag: 'joinery' }],
  })
  expect(body.chips[0]).toEqual({ key: 'joinery', label: 'Joinery' }) // said most here
  expect((await w.as('officer').get(`/visits/prepare?participantId=${w.ids.participants.rosa}`).expect(200)).body).toMatchObject({
    visit: null,
    attempt: 4,
    draftId: null,
  })
  const draft = { kind: 'visit', aboutId: w.ids.participants.sam, title: 'Visit to Sam', body: {} },
    other = w.newId()
  await w.as('officer').put(`/drafts/${id}`, draft).expect(201)
  await w.as('officer').put(`/drafts/${other}`, draft).expect(201)
  expect((await w.as('officer').get(`/visits/prepare?visitId=${id}`).expect(200)).body.draftId).toBe(id)
  expect((await w.as('officer').get(`/visits/prepare?participantId=${w.ids.participants.sam}`).expect(200)).body.draftId).toBe(other) // a planned visit keeps its own
  expect((await w.as('lead').get(`/visits/prepare?visitId=${id}`).expect(200)).body.draftId).toBeNull()
})
it('moves a visit and keeps the old one in the history, and calls one off', async () => {
  const { id } = await planned({ startsAt: '2026-12-03T10:00:00.000Z' }),
    newVisitId = w.newId()
  const move = { newVisitId, startsAt: '2026-12-04T15:00:00.000Z', reason: 'He starts school late on Thursdays' }
  const { body: moved } = await w.as('officer').post(`/visits/${id}/reschedule`, move).expect(201)
  expect(moved).toMatchObject({ id: newVisitId, status: 'planned', startsAt: move.startsAt, rescheduledFromId: id })
  expect((await w.as('officer').post(`/visits/${id}/reschedule`, move).expect(201)).body.id).toBe(newVisitId)
  expect((await w.as('officer').get(`/visits/${id}`).expect(200)).body).toMatchObject({
    status: 'rescheduled',
    closedReason: move.reason,
    rescheduledToId: newVisitId,
    startsAt: '2026-12-03T10:00:00.000Z',
  })
  expect((await w.as('officer').post(`/visits/${id}/cancel`, { reason: 'x' }).expect(409)).body.type).toBe('/problems/visit-not-open')
  expect((await w.as('officer').post(`/visits/${newVisitId}/cancel`, { reason: 'Family away' }).expect(200)).body).toMatchObject({
    status: 'cancelled',
    closedReason: 'Family away',
  })
})
it('corrects a visit and keeps what it said before', async () => {
  const { id, version } = await recorded()
  const { body } = await w
    .as('officer')
    .patch(`/visits/${id}`, { version, jobWords: 'on the vans', outcome: 'listened', present: ['them'] })
    .expect(200)
  expect(body).toMatchObject({ outcome: 'listened', present: ['them'], words: { job: 'on the vans', skills: 'learn to fix up old bikes' } })
  const { items } = (await w.as('officer').get(`/visits/${id}/versions`).expect(200)).body
  expect(items).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ outcome: 'welcomed', by: 'Officer Test' }),
      expect.objectContaining({ jobWords: 'out on the vans, no in an office' }),
    ]),
  )
  const stale = await w.as('lead').patch(`/visits/${id}`, { version, jobWords: 'mine' }).expect(409)
  expect(stale.body).toMatchObject({ type: '/problems/changed-meanwhile', current: { outcome: 'listened', words: { job: 'on the vans' } } })
})
it('takes back what was saved by mistake, words and all, within half an hour', async () => {
  const { id } = await recorded({
    participantId: w.ids.participants.rosa,
    interests: [{ ownWords: 'Saved on the wrong person', tag: null }],
  })
  const { body } = await w.as('officer').post(`/visits/${id}/undo`, { newVisitId: w.newId() }).expect(200)
  expect(body).toMatchObject({ id, status: 'cancelled', words: null, interests: [] })
  expect(
    (
      await w.owner.query(
        'select (select count(*) from notes where about_id = $1)::int as notes, (select count(*) from interests where heard_visit_id = $1)::int as interests',
        [id],
      )
    ).rows[0],
  ).toEqual({ notes: 0, interests: 0 })
  const again = await planned({ startsAt: '2026-12-05T10:00:00.000Z' }),
    newVisitId = w.newId()
  await w
    .as('officer')
    .put(`/visits/${again.id}/record`, record({ nextStep: 'leave_it_with_them' }))
    .expect(201)
  expect((await w.as('secondOfficer').post(`/visits/${again.id}/undo`, { newVisitId }).expect(403)).body.type).toBe('/problems/forbidden')
  expect((await w.as('officer').post(`/visits/${again.id}/undo`, { newVisitId }).expect(200)).body).toMatchObject({
    id: newVisitId,
    status: 'planned',
    startsAt: '2026-12-05T10:00:00.000Z',
  })
  const late = await recorded()
  await w.owner.query(`update visits set recorded_at = now() - interval '31 minutes' where id = $1`, [late.id])
  expect((await w.as('officer').post(`/visits/${late.id}/undo`, { newVisitId: w.newId() }).expect(409)).body.type).toBe(
    '/problems/too-late-to-undo',
  )
})
it('sent fifty times at once, a visit is recorded once, and every answer is the same', async () => {
  const id = w.newId(),
    body = record()
  const answers = await Promise.all(Array.from({ length: 50 }, () => w.as('officer').put(`/visits/${id}/record`, body)))
  expect(answers.map(({ status }) => status).sort()).toEqual([...Array(49).fill(200), 201])
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  expect((await w.owner.query('select 1 from notes where about_id = $1', [id])).rowCount).toBe(1)
  expect(
    (
      await w
        .as('officer')
        .put(`/visits/${id}/record`, record({ staffWords: 'other' }))
        .expect(409)
    ).body.type,
  ).toBe('/problems/already-exists')
  expect(
    (
      await w
        .as('officer')
        .put(`/visits/${id}/record`, { ...body, worry: true })
        .expect(200)
    ).body.id,
  ).toBe(id) // the worry is no part of the visit
})
