import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World, sam: string, rosa: string
beforeAll(async () => {
  w = await world()
  ;({ sam, rosa } = w.ids.participants)
  await w.owner.query(
    `insert into word_lists (partnership_id, id, list, key, label) values ($1, $2, 'attendance_reason', 'family', 'Family'), ($1, $3, 'attendance_reason', 'work', 'Had work')`,
    [w.ids.partnership, w.newId(), w.newId()],
  )
})
afterAll(() => w?.close())

/** A course with three Monday sessions; Sam and Rosa are on it from the first day unless told otherwise. */
async function course({ rosaFrom = '2026-10-01' } = {}) {
  const id = w.newId()
  await w
    .as('officer')
    .put(`/courses/${id}`, {
      programmeId: w.ids.programme,
      name: 'Boat repair',
      capacity: 8,
      weeks: 3,
      startsOn: '2026-10-05',
      pattern: [{ weekday: 1, startsAt: '10:00', endsAt: '15:00' }],
    })
    .expect(201)
  const { body } = await w.as('officer').post(`/courses/${id}/generate-sessions`, {}).expect(200)
  const places = { sam: w.newId(), rosa: w.newId() }
  await w.as('officer').put(`/enrolments/${places.sam}`, { courseId: id, participantId: sam, enrolledOn: '2026-10-01' }).expect(201)
  await w.as('officer').put(`/enrolments/${places.rosa}`, { courseId: id, participantId: rosa, enrolledOn: rosaFrom }).expect(201)
  return { id, places, sessions: body.items.map((one: { id: string }) => one.id) as [string, string, string] }
}
const take = (session: string, marks: object[]) => w.as('officer').put(`/course-sessions/${session}/register`, { marks })
const marksOf = async (session: string) =>
  (await w.owner.query('select participant_id, mark, reason_key from attendance where course_session_id = $1', [session])).rows

it('takes a whole register: everyone came but one, in one save', async () => {
  const {
    sessions: [session],
  } = await course()
  const { body: before } = await w.as('officer').get(`/course-sessions/${session}/register`).expect(200)
  expect(before).toMatchObject({
    courseName: 'Boat repair',
    session: { status: 'planned' },
    rows: [
      { knownAs: 'Rosa', familyName: null, mark: null },
      { knownAs: 'Sam', mark: null },
    ],
    reasons: [{ key: 'family' }, { key: 'work' }],
  })
  const { body } = await take(session, [
    { participantId: sam, mark: 'came' },
    { participantId: rosa, mark: 'told_us_cant', reasonKey: 'family' },
  ]).expect(200)
  expect(body).toMatchObject({
    session: { status: 'held' },
    rows: [
      { knownAs: 'Rosa', mark: 'told_us_cant', reasonKey: 'family' },
      { knownAs: 'Sam', mark: 'came', reasonKey: null },
    ],
  })
})
it('saved twice is saved once, without a second trace', async () => {
  const {
    sessions: [session],
  } = await course()
  const marks = [
    { participantId: sam, mark: 'came' },
    { participantId: rosa, mark: 'came_late' },
  ]
  await take(session, marks).expect(200)
  const trace = async () => (await w.owner.query(`select count(*)::int from audit_events where table_name = 'attendance'`)).rows[0].count
  const before = await trace()
  await take(session, marks).expect(200)
  expect(await trace()).toBe(before)
  expect(await marksOf(session)).toHaveLength(2)
  await take(session, [{ participantId: rosa, mark: 'came' }]).expect(200) // the others stay as they are
  expect((await marksOf(session)).map((one) => one.mark)).toEqual(['came', 'came'])
})
it('keeps each tap as it happens, and takes one back', async () => {
  const {
    sessions: [session],
  } = await course()
  const tap = (mark: string) => w.as('officer').put(`/course-sessions/${session}/register/${sam}`, { mark })
  expect((await tap('came').expect(200)).body).toMatchObject({
    session: { status: 'held', version: 2 },
    row: { knownAs: 'Sam', mark: 'came', hints: [] },
  })
  expect((await tap('came').expect(200)).body.session.version).toBe(2)
  await w.as('officer').delete(`/course-sessions/${session}/register/${sam}`).expect(204)
  expect((await w.as('officer').get(`/course-sessions/${session}/register`).expect(200)).body).toMatchObject({
    session: { status: 'planned' },
    rows: [{}, { mark: null }],
  })
})
it('does not call a session held for a text sent ahead', async () => {
  const {
    sessions: [session],
  } = await course()
  const { body } = await w.as('officer').put(`/course-sessions/${session}/register/${rosa}`, { mark: 'told_us_cant' }).expect(200)
  expect(body.session.status).toBe('planned')
})
it('asks what else they want after a choice of their own, and for a kind word after two sessions without them', async () => {
  const {
    sessions: [first, second, third],
  } = await course()
  await take(first, [
    { participantId: sam, mark: 'chose_other' },
    { participantId: rosa, mark: 'didnt_come' },
  ]).expect(200)
  const { body } = await take(second, [
    { participantId: sam, mark: 'came' },
    { participantId: rosa, mark: 'didnt_come' },
  ]).expect(200)
  expect(body.rows).toMatchObject([
    { knownAs: 'Rosa', hints: ['check_in'] },
    { knownAs: 'Sam', hints: [] },
  ])
  expect((await w.as('officer').get(`/course-sessions/${first}/register`).expect(200)).body.rows).toMatchObject([
    { hints: [] },
    { hints: ['something_else'] },
  ])
  expect((await w.as('officer').get(`/course-sessions/${third}/register`).expect(200)).body.rows).toMatchObject([
    { knownAs: 'Rosa', hints: ['check_in'] },
    { hints: [] },
  ])
})
it('delivers the element of a session with its first mark', async () => {
  const {
      id,
      sessions: [session],
    } = await course(),
    element = w.newId()
  await w.as('officer').put(`/course-elements/${element}`, { courseId: id, title: 'Knots', status: 'chosen' }).expect(201)
  await w.as('officer').patch(`/course-sessions/${session}`, { version: 1, scope: 'this', elementId: element }).expect(200)
  await take(session, [{ participantId: sam, mark: 'came' }]).expect(200)
  expect((await w.owner.query('select status from course_elements where id = $1', [element])).rows[0].status).toBe('delivered')
})
it('counts only those who were on the course that day, and nothing that nobody wrote down', async () => {
  const {
    id,
    places,
    sessions: [first, second, third],
  } = await course({ rosaFrom: '2026-10-10' })
  await take(first, [{ participantId: sam, mark: 'came' }]).expect(200)
  await take(second, [
    { participantId: sam, mark: 'came_part' },
    { participantId: rosa, mark: 'didnt_come' },
  ]).expect(200)
  await take(third, [{ participantId: rosa, mark: 'not_expected' }]).expect(200)
  await w.as('officer').post(`/enrolments/${places.sam}/leave`, { leftOn: '2026-10-15' }).expect(200)
  const { body } = await w.as('lead').get(`/courses/${id}/attendance`).expect(200)
  expect(body).toMatchObject({
    counted: 3,
    came: 2,
    sessions: [{ counted: 1, came: 1 }, { on: '2026-10-12', counted: 2, came: 1 }, { counted: 0 }],
  })
  expect(body.people).toMatchObject([
    {
      knownAs: 'Rosa',
      counted: 1,
      came: 0,
      cells: [
        { enrolled: false, mark: null },
        { enrolled: true, mark: 'didnt_come' },
        { enrolled: true, mark: 'not_expected' },
      ],
    },
    {
      knownAs: 'Sam',
      counted: 2,
      came: 2,
      cells: [
        { enrolled: true, mark: 'came' },
        { enrolled: true, mark: 'came_part' },
        { enrolled: false, mark: null },
      ],
    },
  ])
  expect(
    (await w.as('officer').get(`/course-sessions/${third}/register`).expect(200)).body.rows.map((row: { knownAs: string }) => row.knownAs),
  ).toEqual(['Rosa'])
})
it('shows Sam his own attendance, and nobody else’s', async () => {
  const {
    id,
    sessions: [first],
  } = await course()
  await take(first, [
    { participantId: sam, mark: 'came' },
    { participantId: rosa, mark: 'didnt_come' },
  ]).expect(200)
  const { body } = await w.as('sam').get(`/courses/${id}/attendance`).expect(200)
  expect(body.people).toMatchObject([{ knownAs: 'Sam', cells: [{ mark: 'came' }, {}, {}] }])
  expect((await w.as('sam').get(`/participants/${sam}/courses`).expect(200)).body.items[0].sessions).toMatchObject([
    { mark: 'came' },
    { mark: null },
    { mark: null },
  ])
})
it('adds family names only when asked, and logs everyone shown', async () => {
  const {
    sessions: [session],
  } = await course()
  const { body } = await w.as('lead').get(`/course-sessions/${session}/register?familyNames=true`).expect(200)
  expect(body.rows.map((row: { familyName: string }) => row.familyName)).toEqual(['Fraser', 'Baird'])
  const { rows } = await w.owner.query(`select participant_id from access_events where user_id = $1 and operation = 'register.read'`, [
    w.ids.users.lead,
  ])
  expect(rows.map((row) => row.participant_id).sort()).toEqual([sam, rosa].sort())
})

it('leaves the register to the team, and hides it from those outside the programme', async () => {
  const {
    id,
    sessions: [session],
  } = await course()
  await w.place(sam)
  await w.match(sam)
  for (const [people, status] of [
    [['mentor', 'partner', 'supervisor', 'sam', 'safeguarding'], 403],
    [['otherpartner', 'otherlead', 'admin'], 404],
  ] as const) {
    for (const person of people) {
      await w.as(person).get(`/course-sessions/${session}/register`).expect(status)
      await w
        .as(person)
        .put(`/course-sessions/${session}/register`, { marks: [{ participantId: sam, mark: 'came' }] })
        .expect(status)
      await w.as(person).put(`/course-sessions/${session}/register/${sam}`, { mark: 'came' }).expect(status)
      await w.as(person).delete(`/course-sessions/${session}/register/${sam}`).expect(status)
      if (person !== 'sam') await w.as(person).get(`/courses/${id}/attendance`).expect(status)
    }
  }
  expect(await marksOf(session)).toEqual([])
})
it('marks nobody who was not on the course that day', async () => {
  const {
    sessions: [session],
  } = await course({ rosaFrom: '2026-11-01' })
  const { body } = await take(session, [
    { participantId: sam, mark: 'came' },
    { participantId: rosa, mark: 'came' },
  ]).expect(409)
  expect(body).toMatchObject({ type: '/problems/not-on-course', participantIds: [rosa] })
  expect(await marksOf(session)).toEqual([])
  await w.as('officer').put(`/course-sessions/${session}/register/${rosa}`, { mark: 'came' }).expect(409)
})
it('says which answers are wrong', async () => {
  const {
    sessions: [session],
  } = await course()
  expect((await take(session, [{ participantId: sam, mark: 'absent' }]).expect(400)).body.errors[0].pointer).toBe('/body/marks/0/mark')
  expect(
    (
      await take(session, [
        { participantId: sam, mark: 'came' },
        { participantId: sam, mark: 'came' },
      ]).expect(400)
    ).body.errors[0].pointer,
  ).toBe('/body/marks/1/participantId')
  expect((await take(session, [{ participantId: sam, mark: 'told_us_cant', reasonKey: 'lazy' }]).expect(400)).body.errors[0].pointer).toBe(
    '/body/marks/0/reasonKey',
  )
  expect(
    (await w.as('officer').put(`/course-sessions/${session}/register/${sam}`, { mark: 'came', reasonKey: 'lazy' }).expect(400)).body
      .errors[0].pointer,
  ).toBe('/body/reasonKey')
  await w.owner.query(`update course_sessions set status = 'cancelled' where id = $1`, [session])
  expect((await take(session, [{ participantId: sam, mark: 'came' }]).expect(409)).body.type).toBe('/problems/session-cancelled')
})
it('lets two officers mark at the same time, each row once', async () => {
  const {
    sessions: [session],
  } = await course()
  const taps = await Promise.all(
    ['officer', 'secondOfficer', 'officer', 'lead'].flatMap((person) =>
      [sam, rosa].map((one) => w.as(person as 'officer').put(`/course-sessions/${session}/register/${one}`, { mark: 'came' })),
    ),
  )
  expect(taps.map((one) => one.status)).toEqual(Array(8).fill(200))
  expect(await marksOf(session)).toHaveLength(2)
})
