import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
const q = (text: string, values: unknown[] = []) => w.owner.query(text, values)
const here = (moment: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(moment)
const day = (plus = 0) => here(new Date(Date.now() + plus * 86_400_000))
const plan = (startsAt: string, more: object = {}) =>
  w
    .as('officer')
    .put(`/visits/${w.newId()}/plan`, { participantId: w.ids.participants.sam, startsAt, place: 'The hall', why: 'First visit', ...more })
    .expect(201)
const kinds = (body: { todo: { kind: string }[] }) => body.todo.map(({ kind }) => kind)
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

it('shows an officer today’s visits, earliest first, with what to know before each', async () => {
  await q(
    `insert into visit_risk_flags (partnership_id, id, programme_id, participant_id, what_to_do, agreed_on, review_on) values ($1, $2, $3, $4, 'Ring before you go up', current_date, current_date + 30)`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.sam],
  )
  await plan('2026-12-01T14:30:00.000Z')
  const rosa = await plan('2026-12-01T10:00:00.000Z', {
    participantId: w.ids.participants.rosa,
    place: '',
    secondOfficerId: w.ids.users.secondOfficer,
  })
  await plan('2026-12-02T00:30:00.000Z')
  await w
    .as('officer')
    .put(`/drafts/${rosa.body.id}`, { kind: 'visit', aboutId: w.ids.participants.rosa, title: 'Visit to Rosa', body: {} })
    .expect(201)
  const { body } = await w.as('officer').get('/day?date=2026-12-01').expect(200)
  expect(body.visits).toMatchObject([
    {
      participant: { knownAs: 'Rosa' },
      address: '4 Quay Lane',
      first: true,
      recorded: false,
      with: 'SecondOfficer Test',
      draftId: rosa.body.id,
      safety: [],
    },
    { participant: { knownAs: 'Sam' }, place: 'The hall', why: 'First visit', safety: ['Ring before you go up'] },
  ])
  expect(kinds(body)).not.toContain('draft') // its card says Finish
  expect((await w.as('secondOfficer').get('/day?date=2026-12-01').expect(200)).body.visits).toMatchObject([
    { participant: { knownAs: 'Rosa' }, with: 'Officer Test' },
  ])
  expect(
    (
      await w.owner.query(`select distinct participant_id from access_events where operation = 'day.read' and user_id = $1`, [
        w.ids.users.officer,
      ])
    ).rowCount,
  ).toBe(2)
})
it('says what to do next: the step that was agreed, a visit not written down, a form half filled', async () => {
  await q(
    `insert into visits (partnership_id, id, programme_id, participant_id, starts_at, officer_id) values ($1, $2, $3, $4, now() - interval '2 days', $5)`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.rosa, w.ids.users.officer],
  )
  await q(`update visits set status = 'cancelled', closed_reason = 'x' where participant_id = $1`, [w.ids.participants.sam])
  await q(`update participants set next_step = 'bring_a_partner', next_step_on = $2 where id = $1`, [w.ids.participants.sam, day(1)])
  const { body } = await w.as('officer').get('/day').expect(200)
  expect(body.date).toBe(day())
  expect(body.todo).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        kind: 'next_step',
        words: 'bring_a_partner',
        dueOn: day(1),
        participant: { id: w.ids.participants.sam, knownAs: 'Sam' },
      }),
      expect.objectContaining({ kind: 'unrecorded', dueOn: day(-2) }),
      expect.objectContaining({ kind: 'draft', words: 'Visit to Rosa', draft: { kind: 'visit', aboutId: w.ids.participants.rosa } }),
    ]),
  )
  await plan(new Date(Date.now() + 3 * 86_400_000).toISOString())
  expect(kinds((await w.as('officer').get('/day').expect(200)).body)).not.toContain('next_step') // a visit is planned: that is the step
})
it('after two sessions without them, asks for a kind word, until someone has had one', async () => {
  const course = w.newId(),
    sessions = [w.newId(), w.newId(), w.newId()]
  await q(`insert into courses (partnership_id, id, programme_id, name, capacity, status) values ($1, $2, $3, 'Bikes', 8, 'running')`, [
    w.ids.partnership,
    course,
    w.ids.programme,
  ])
  for (const [n, session] of sessions.entries()) {
    await q(
      `insert into course_sessions (partnership_id, id, programme_id, course_id, week, starts_at, ends_at, title, planned_title) values ($1, $2, $3, $4, $5, now() - make_interval(days => $6), now() - make_interval(days => $6) + interval '1 hour', 'S', 'S')`,
      [w.ids.partnership, session, w.ids.programme, course, n + 1, 9 - n * 3],
    )
    await q(
      `insert into attendance (partnership_id, id, programme_id, participant_id, course_session_id, mark) values ($1, $2, $3, $4, $5, $6)`,
      [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.rosa, session, ['came', 'didnt_come', 'didnt_come'][n]],
    )
  }
  expect((await w.as('officer').get('/day').expect(200)).body.todo).toContainEqual(
    expect.objectContaining({ kind: 'check_in', words: 'Bikes', participant: { id: w.ids.participants.rosa, knownAs: 'Rosa' } }),
  )
  await w
    .as('officer')
    .put(`/contacts/${w.newId()}`, {
      participantId: w.ids.participants.rosa,
      channel: 'call',
      direction: 'out',
      outcome: 'good_chat',
      happenedAt: new Date().toISOString(),
      theirWords: '',
      staffWords: '',
      nextOn: null,
    })
    .expect(201)
  expect(kinds((await w.as('officer').get('/day').expect(200)).body)).not.toContain('check_in')
})
it('shows a new offer that fits someone, and why', async () => {
  await q(
    `insert into interests (partnership_id, id, programme_id, participant_id, own_words, tag, heard_on) values ($1, $2, $3, $4, 'making things', 'joinery', current_date)`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.sam],
  )
  await q(
    `insert into opportunities (partnership_id, id, partner_id, kind, title, status, tags) values ($1, $2, $3, 'taster', 'A day at the bench', 'open', '{joinery}')`,
    [w.ids.partnership, w.newId(), w.ids.partners.joinery],
  )
  expect((await w.as('officer').get('/day').expect(200)).body.offers).toMatchObject([
    { title: 'A day at the bench', partner: 'Joinery', people: [{ knownAs: 'Sam', ownWords: 'making things' }] },
  ])
})
it('tells a lead which notices and matches wait, and the safeguarding lead that a worry does', async () => {
  await q(
    `insert into nominations (partnership_id, id, programme_id, source_partner_id, source_kind, received_on, first_name, good_at_text) values ($1, $2, $3, $4, 'police', current_date - 28, 'Ailsa', 'Draws')`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.partners.fire],
  )
  await w.match(w.ids.participants.sam)
  const lead = (await w.as('lead').get('/day').expect(200)).body
  expect(lead.todo).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'notice', words: 'Ailsa' }),
      expect.objectContaining({ kind: 'quiet_match', words: 'Mentor Test', participant: expect.objectContaining({ knownAs: 'Sam' }) }),
    ]),
  )
  expect(kinds((await w.as('officer').get('/day').expect(200)).body)).toEqual(
    expect.not.arrayContaining(['notice', 'quiet_match', 'concerns']),
  )
  await w
    .as('mentor')
    .put(`/concerns/${w.newId()}`, {
      participantId: null,
      aboutWhom: 'x',
      whatSeen: 'CANARY',
      theirWords: '',
      immediateDanger: false,
      toldThem: null,
      inTheWay: '',
      allWeNeed: '',
      iCanDo: '',
      weCanDo: '',
      othersCanDo: '',
    })
    .expect(201)
  const safe = await w.as('safeguarding').get('/day').expect(200)
  expect(safe.body.todo).toMatchObject([{ kind: 'concerns', count: 1, words: 'Harbour' }])
  expect(safe.text).not.toContain('CANARY')
})
it('is empty for those without people of their own, and refuses strangers and wrong dates', async () => {
  for (const person of ['otherpartner', 'otherlead', 'admin', 'data', 'analyst', 'partner', 'mentor', 'sam'] as const) {
    expect((await w.as(person).get('/day').expect(200)).body).toMatchObject({ visits: [], todo: [], offers: [] })
    expect((await w.as(person).get('/day?date=2026-12-01').expect(200)).text).not.toMatch(/Rosa|Quay/)
  }
  await w.stranger().get('/day').expect(401)
  await w.as('officer').get('/day?date=tomorrow').expect(400)
})
