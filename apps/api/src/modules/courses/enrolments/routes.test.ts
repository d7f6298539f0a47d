import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
const crowd: string[] = []
beforeAll(async () => {
  w = await world()
  for (let n = 0; n < 40; n++) {
    crowd.push(w.newId())
    await w.owner.query(`insert into participants (partnership_id, id, programme_id, known_as, worker_id) values ($1, $2, $3, $4, $5)`, [
      w.ids.partnership,
      crowd[n],
      w.ids.programme,
      `Person ${String(n).padStart(2, '0')}`,
      w.ids.users.officer,
    ])
  }
})
afterAll(() => w?.close())
const plan = async (capacity: number) =>
  (await w.as('officer').put(`/courses/${w.newId()}`, { programmeId: w.ids.programme, name: 'Boat repair', capacity }).expect(201)).body
    .id as string
const enrol = (courseId: string, participantId: string, more: object = {}, id = w.newId()) =>
  w.as('officer').put(`/enrolments/${id}`, { courseId, participantId, ...more })
const taken = async (id: string) => (await w.as('officer').get(`/courses/${id}`)).body.taken

it('puts a young person on a course with what else was on offer, and lets them leave without a reason', async () => {
  const course = await plan(2)
  const { body } = await enrol(course, w.ids.participants.sam, {
    choicesOffered: 'Boats, football or nothing for now',
    saidBy: 'participant',
  }).expect(201)
  expect(body).toMatchObject({
    knownAs: 'Sam',
    status: 'enrolled',
    choicesOffered: 'Boats, football or nothing for now',
    leftOn: null,
    can: { leave: true, takePlace: false },
  })
  expect(await taken(course)).toBe(1)
  const { body: left } = await w.as('officer').post(`/enrolments/${body.id}/leave`, {}).expect(200)
  expect(left).toMatchObject({ enrolment: { status: 'left' }, nextWaiting: null })
  await w.as('officer').post(`/enrolments/${body.id}/leave`, {}).expect(200) // twice is once
  expect(await taken(course)).toBe(0)
  expect((await enrol(course, w.ids.participants.sam).expect(201)).body.status).toBe('enrolled') // and come back
})
it('lets a young person see their own place and leave it themselves', async () => {
  const course = await plan(2)
  const { body: place } = await enrol(course, w.ids.participants.sam).expect(201)
  await enrol(course, w.ids.participants.rosa).expect(201)
  expect((await w.as('sam').get(`/courses/${course}/enrolments`).expect(200)).body.items).toMatchObject([
    { id: place.id, knownAs: 'Sam', can: { leave: true } },
  ])
  expect((await w.as('sam').get(`/participants/${w.ids.participants.sam}/courses`).expect(200)).body.items[0]).toMatchObject({
    course: { id: course, name: 'Boat repair' },
    enrolment: { status: 'enrolled' },
    sessions: [],
  })
  expect((await w.as('sam').post(`/enrolments/${place.id}/leave`, {}).expect(200)).body.enrolment.status).toBe('left')
})
it('gives exactly ten of forty simultaneous requests a place, and offers the others to wait', async () => {
  const course = await plan(10)
  const answers = await Promise.all(crowd.map((one) => enrol(course, one)))
  expect(answers.filter((one) => one.status === 201).length).toBe(10)
  const refused = answers.filter((one) => one.status === 409)
  expect(refused.length).toBe(30)
  for (const one of refused) expect(one.body).toMatchObject({ type: '/problems/course-full', canWait: true })
  expect(await taken(course)).toBe(10)
  expect(
    (await w.owner.query(`select count(*)::int from enrolments where course_id = $1 and status = 'enrolled'`, [course])).rows[0].count,
  ).toBe(10)
})
it('suggests whoever has waited longest when a place comes free, and enrols nobody unasked', async () => {
  const course = await plan(1)
  const { body: first } = await enrol(course, crowd[0]!).expect(201)
  const waiting = w.newId()
  await enrol(course, crowd[1]!, {}, waiting).expect(409)
  expect((await enrol(course, crowd[1]!, { wait: true }, waiting).expect(201)).body).toMatchObject({
    status: 'waiting',
    can: { takePlace: true },
  })
  await enrol(course, crowd[2]!, { wait: true }).expect(201)
  expect((await w.as('officer').post(`/enrolments/${waiting}/take-place`, {}).expect(409)).body.type).toBe('/problems/course-full')
  const { body } = await w.as('officer').post(`/enrolments/${first.id}/leave`, {}).expect(200)
  expect(body.nextWaiting).toEqual({ enrolmentId: waiting, participantId: crowd[1], knownAs: 'Person 01' })
  expect(await taken(course)).toBe(0)
  expect((await w.as('officer').post(`/enrolments/${waiting}/take-place`, {}).expect(200)).body.status).toBe('enrolled')
  await w.as('officer').post(`/enrolments/${waiting}/take-place`, {}).expect(200)
  expect(await taken(course)).toBe(1)
})
it('enrols a waiting wish at once while there is room', async () => {
  const course = await plan(1)
  expect((await enrol(course, crowd[0]!, { wait: true }).expect(201)).body.status).toBe('enrolled')
})
it('offers those without a place, by name, and nobody whose time with us is over', async () => {
  const course = await plan(3)
  await enrol(course, crowd[0]!).expect(201)
  await w.owner.query(`update participants set status = 'moved_on' where id = $1`, [crowd[39]])
  const { body } = await w.as('officer').get(`/courses/${course}/candidates`).expect(200)
  expect(body.items[0]).toMatchObject({ knownAs: 'Person 01', reference: expect.stringMatching(/^YP-/) })
  expect(body.items.map((one: { knownAs: string }) => one.knownAs)).toEqual(expect.arrayContaining(['Rosa', 'Sam']))
  expect(body.items.map((one: { participantId: string }) => one.participantId)).not.toEqual(expect.arrayContaining([crowd[39]]))
  for (const [person, status] of [
    ['mentor', 403],
    ['partner', 403],
    ['sam', 403],
    ['otherpartner', 404],
    ['otherlead', 404],
  ] as const)
    await w.as(person).get(`/courses/${course}/candidates`).expect(status)
})
it('keeps the capacity at or above the places taken', async () => {
  const course = await plan(3)
  for (const one of crowd.slice(0, 2)) await enrol(course, one).expect(201)
  const { body } = await w.as('officer').patch(`/courses/${course}`, { version: 1, capacity: 1 }).expect(400) // a taken place is no edit: version 1 still stands
  expect(body.errors).toMatchObject([{ pointer: '/body/capacity', keyword: 'minimum' }])
  await w.as('officer').patch(`/courses/${course}`, { version: 1, capacity: 2 }).expect(200)
})

it('leaves enrolling to the team, and hides it from those outside the programme', async () => {
  const course = await plan(2)
  const { body: place } = await enrol(course, w.ids.participants.sam).expect(201)
  await w.place(w.ids.participants.sam)
  await w.match(w.ids.participants.sam)
  for (const person of ['mentor', 'partner', 'supervisor', 'sam'] as const) {
    await w.as(person).put(`/enrolments/${w.newId()}`, { courseId: course, participantId: w.ids.participants.rosa }).expect(403)
    const hidden = person === 'partner' || person === 'supervisor' // a placement's partner does not learn who is on which course
    if (person !== 'sam')
      await w
        .as(person)
        .post(`/enrolments/${place.id}/leave`, {})
        .expect(hidden ? 404 : 403)
    await w
      .as(person)
      .post(`/enrolments/${place.id}/take-place`, {})
      .expect(hidden ? 404 : 403)
  }
  for (const person of ['mentor', 'partner', 'supervisor'] as const) await w.as(person).get(`/courses/${course}/enrolments`).expect(403)
  await w.as('mentor').get(`/participants/${w.ids.participants.sam}/courses`).expect(200)
  await w.as('mentor').get(`/participants/${w.ids.participants.rosa}/courses`).expect(404)
  await w.as('partner').get(`/participants/${w.ids.participants.sam}/courses`).expect(403)
  await w.as('sam').get(`/participants/${w.ids.participants.rosa}/courses`).expect(404)
  for (const person of ['otherpartner', 'otherlead'] as const) {
    await w.as(person).put(`/enrolments/${w.newId()}`, { courseId: course, participantId: w.ids.participants.rosa }).expect(404)
    await w.as(person).post(`/enrolments/${place.id}/leave`, {}).expect(404)
    await w.as(person).post(`/enrolments/${place.id}/take-place`, {}).expect(404)
    await w.as(person).get(`/courses/${course}/enrolments`).expect(404)
    await w.as(person).get(`/participants/${w.ids.participants.sam}/courses`).expect(404)
  }
})
it('enrols nobody twice, nobody from elsewhere, and nobody after the end', async () => {
  const course = await plan(3),
    id = w.newId()
  await enrol(course, crowd[0]!, {}, id).expect(201)
  await enrol(course, crowd[0]!, {}, id).expect(200)
  expect((await enrol(course, crowd[0]!).expect(409)).body.type).toBe('/problems/already-on-course')
  expect(await taken(course)).toBe(1)
  await enrol(course, w.newId()).expect(404)
  await w.owner.query(`update courses set status = 'finished' where id = $1`, [course])
  expect((await enrol(course, crowd[1]!).expect(409)).body.type).toBe('/problems/course-over')
  const { body } = await enrol(course, 'x', { saidBy: 'nobody', wait: 'yes' }).expect(400)
  expect(body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual(['/body/participantId', '/body/saidBy', '/body/wait'])
  expect((await w.as('officer').post(`/enrolments/${id}/leave`, { leftOn: '2099-01-01' }).expect(400)).body.errors[0].pointer).toBe(
    '/body/leftOn',
  )
})
it('logs every young person shown in a list of places', async () => {
  const course = await plan(3)
  for (const one of crowd.slice(0, 3)) await enrol(course, one).expect(201)
  await w.as('lead').get(`/courses/${course}/enrolments`).expect(200)
  const { rows } = await w.owner.query(`select participant_id from access_events where user_id = $1 and operation = 'enrolments.list'`, [
    w.ids.users.lead,
  ])
  expect(rows.map((row) => row.participant_id).sort()).toEqual(crowd.slice(0, 3).sort())
})
