import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const course = (more: object = {}) => ({ programmeId: w.ids.programme, name: 'Boat repair', capacity: 8, ...more })
const plan = async (more: object = {}) => (await w.as('officer').put(`/courses/${w.newId()}`, course(more)).expect(201)).body
const decide = (courseId: string, made: object = {}) =>
  w.as('officer').put(`/decisions/${w.newId()}`, {
    programmeId: w.ids.programme,
    courseId,
    title: 'Yes to boats',
    limitsStated: false,
    made: { decidedBy: 'participants', how: 'consensus', decidedOn: '2026-11-02', participantsPresent: 4, ...made },
  })
const move = (id: string, to: string, version: number) => w.as('officer').post(`/courses/${id}/move`, { to, version })

it('starts as an idea with the weeks left open, and is amended as the group talks', async () => {
  const made = await plan({ about: 'Mending what floats' })
  expect(made).toMatchObject({
    status: 'co_designing',
    weeks: null,
    startsOn: null,
    taken: 0,
    nextSession: null,
    groupHasDecided: false,
    next: ['proposed'],
    can: { edit: true, enrol: true },
  })
  const { body } = await w
    .as('lead')
    .patch(`/courses/${made.id}`, { version: 1, weeks: 6, pattern: [{ weekday: 2, startsAt: '10:00', endsAt: '15:00' }] })
    .expect(200)
  expect(body).toMatchObject({ weeks: 6, version: 2, about: 'Mending what floats', pattern: [{ weekday: 2 }] })
  expect((await w.as('officer').get(`/courses?programmeId=${w.ids.programme}&status=co_designing`).expect(200)).body.items).toContainEqual(
    expect.objectContaining({ id: made.id, programmeName: 'Harbour' }),
  )
})
it('is agreed by the group only after the group has decided, and with the weeks agreed', async () => {
  const made = await plan()
  await move(made.id, 'proposed', 1).expect(200)
  expect((await move(made.id, 'agreed_by_group', 2).expect(409)).body.type).toBe('/problems/group-has-not-decided')
  await decide(made.id, { decidedBy: 'officer' }).expect(201)
  expect((await move(made.id, 'agreed_by_group', 2).expect(409)).body.type).toBe('/problems/group-has-not-decided')
  await decide(made.id, { decidedBy: 'together' }).expect(201)
  expect((await w.as('officer').get(`/courses/${made.id}`).expect(200)).body).toMatchObject({
    groupHasDecided: true,
    decisions: [{ decidedBy: 'together' }, { decidedBy: 'officer' }],
  })
  expect((await move(made.id, 'agreed_by_group', 2).expect(409)).body).toMatchObject({
    type: '/problems/course-not-ready',
    needs: ['weeks'],
  })
  const { body: amended } = await w.as('officer').patch(`/courses/${made.id}`, { version: 2, weeks: 4 }).expect(200)
  expect((await move(made.id, 'agreed_by_group', amended.version).expect(200)).body).toMatchObject({
    status: 'agreed_by_group',
    next: ['running', 'proposed'],
  })
})
it('does not let a decision about another course count', async () => {
  const one = await plan(),
    other = await plan()
  await decide(other.id).expect(201)
  await move(one.id, 'proposed', 1).expect(200)
  expect((await move(one.id, 'agreed_by_group', 2).expect(409)).body.type).toBe('/problems/group-has-not-decided')
})
it('moves one step at a time, and runs only when there is a session', async () => {
  const made = await plan({ weeks: 1, startsOn: '2026-11-02', pattern: [{ weekday: 1, startsAt: '10:00', endsAt: '12:00' }] })
  expect((await move(made.id, 'running', 1).expect(409)).body).toMatchObject({ type: '/problems/course-step-skipped', next: ['proposed'] })
  await decide(made.id).expect(201)
  for (const [n, to] of ['proposed', 'agreed_by_group'].entries()) await move(made.id, to, n + 1).expect(200)
  expect((await move(made.id, 'running', 3).expect(409)).body).toMatchObject({ type: '/problems/course-not-ready', needs: ['sessions'] })
  await w.as('officer').post(`/courses/${made.id}/generate-sessions`, {}).expect(200)
  for (const [n, to] of ['running', 'finished', 'running', 'finished', 'co_assessed'].entries()) await move(made.id, to, n + 3).expect(200)
})
it('gives an element the words of the interest it came from, only to those who may read them', async () => {
  const made = await plan(),
    interest = w.newId(),
    element = w.newId()
  await w.owner.query(
    `insert into interests (partnership_id, id, programme_id, participant_id, own_words, tag, heard_on) values ($1, $2, $3, $4, 'I like fixing engines', 'engines', '2026-10-01')`,
    [w.ids.partnership, interest, w.ids.programme, w.ids.participants.rosa],
  )
  expect((await w.as('officer').get(`/courses/${made.id}/seeds`).expect(200)).body.items).toMatchObject([
    { id: interest, ownWords: 'I like fixing engines', knownAs: 'Rosa' },
  ])
  const { body } = await w
    .as('officer')
    .put(`/course-elements/${element}`, {
      courseId: made.id,
      title: 'Outboard motors',
      interestId: interest,
      partnerId: w.ids.partners.joinery,
      cameFrom: 'Heard on a visit',
      costPence: 12050,
    })
    .expect(201)
  expect(body).toMatchObject({
    title: 'Outboard motors',
    interest: { ownWords: 'I like fixing engines' },
    partner: { name: 'Joinery' },
    status: 'idea',
    costPence: 12050,
    can: { edit: true },
  })
  expect((await w.as('sam').get(`/courses/${made.id}/elements`).expect(200)).body.items).toMatchObject([
    { interest: null, cameFrom: 'Heard on a visit', can: { edit: false } },
  ])
  const { rows } = await w.owner.query(`select operation from access_events where participant_id = $1 and user_id = $2 order by id`, [
    w.ids.participants.rosa,
    w.ids.users.officer,
  ])
  expect(rows.map((row) => row.operation)).toEqual(expect.arrayContaining(['course-elements.seeds', 'course-elements.add']))
  expect(
    (await w.as('officer').patch(`/course-elements/${element}`, { version: 1, status: 'chosen', chosenBy: 'participants' }).expect(200))
      .body,
  ).toMatchObject({ status: 'chosen', chosenBy: 'participants', version: 2 })
  await w.as('officer').patch(`/course-elements/${element}`, { version: 1, status: 'dropped' }).expect(409)
})

it('shows the plan to everyone in the programme and lets only the team change it', async () => {
  const made = await plan()
  for (const person of ['mentor', 'partner', 'supervisor', 'sam'] as const) {
    expect((await w.as(person).get(`/courses/${made.id}`).expect(200)).body.can).toEqual({
      edit: false,
      move: false,
      decide: false,
      enrol: false,
      mark: false,
    })
    await w.as(person).put(`/courses/${w.newId()}`, course()).expect(403)
    await w.as(person).patch(`/courses/${made.id}`, { version: 1, name: 'Mine' }).expect(403)
    await w.as(person).post(`/courses/${made.id}/move`, { to: 'proposed', version: 1 }).expect(403)
    await w.as(person).put(`/course-elements/${w.newId()}`, { courseId: made.id, title: 'x' }).expect(403)
    await w.as(person).get(`/courses/${made.id}/seeds`).expect(403)
  }
})
it('hides every course from a partner without an agreement and from another partnership', async () => {
  const made = await plan(),
    element = w.newId()
  await w.as('officer').put(`/course-elements/${element}`, { courseId: made.id, title: 'Knots' }).expect(201)
  for (const person of ['otherpartner', 'otherlead', 'admin'] as const) {
    expect((await w.as(person).get('/courses').expect(200)).body.items.map((one: { id: string }) => one.id)).not.toContain(made.id)
    await w.as(person).get(`/courses/${made.id}`).expect(404)
    await w.as(person).get(`/courses/${made.id}/elements`).expect(404)
    await w.as(person).put(`/courses/${w.newId()}`, course()).expect(404)
    await w.as(person).patch(`/courses/${made.id}`, { version: 1, name: 'Mine' }).expect(404)
    await w.as(person).post(`/courses/${made.id}/move`, { to: 'proposed', version: 1 }).expect(404)
    await w.as(person).put(`/course-elements/${w.newId()}`, { courseId: made.id, title: 'x' }).expect(404)
    await w.as(person).patch(`/course-elements/${element}`, { version: 1, title: 'x' }).expect(404)
  }
})
it('points to nothing that is not in the programme', async () => {
  const made = await plan()
  const { body } = await w
    .as('officer')
    .put(`/course-elements/${w.newId()}`, { courseId: made.id, title: 'x', interestId: w.newId() })
    .expect(400)
  expect(body.errors).toMatchObject([{ pointer: '/body/interestId', keyword: 'exists' }])
  expect(
    (await w.as('officer').put(`/course-elements/${w.newId()}`, { courseId: made.id, title: 'x', partnerId: w.ids.programme }).expect(400))
      .body.errors[0].pointer,
  ).toBe('/body/partnerId')
})
it('says which answers are wrong', async () => {
  const pointers = async (body: object) =>
    (await w.as('officer').put(`/courses/${w.newId()}`, body).expect(400)).body.errors.map((one: { pointer: string }) => one.pointer).sort()
  expect(await pointers({ programmeId: 'x', name: ' ', capacity: 0, weeks: 60, startsOn: 'soon', colour: 'red' })).toEqual(
    expect.arrayContaining(['/body/colour', '/body/name', '/body/programmeId', '/body/startsOn']),
  )
  expect(await pointers(course({ pattern: [{ weekday: 8, startsAt: '25:00', endsAt: '9' }] }))).toEqual([
    '/body/pattern/0/endsAt',
    '/body/pattern/0/startsAt',
    '/body/pattern/0/weekday',
  ])
  const slot = { weekday: 1, startsAt: '10:00', endsAt: '09:00' }
  expect(
    (
      await w
        .as('officer')
        .put(`/courses/${w.newId()}`, course({ pattern: [slot] }))
        .expect(400)
    ).body.errors,
  ).toMatchObject([{ pointer: '/body/pattern/0/endsAt', keyword: 'after' }])
  const twice = { weekday: 1, startsAt: '10:00', endsAt: '11:00' }
  expect(
    (
      await w
        .as('officer')
        .put(`/courses/${w.newId()}`, course({ pattern: [twice, twice] }))
        .expect(400)
    ).body.errors[0].pointer,
  ).toBe('/body/pattern/1/startsAt')
  await w.stranger().get('/courses').expect(401)
})
it('takes the same plan twice as one, and shows who was faster', async () => {
  const id = w.newId()
  await w.as('officer').put(`/courses/${id}`, course()).expect(201)
  await w.as('officer').put(`/courses/${id}`, course()).expect(200)
  expect(
    (
      await w
        .as('officer')
        .put(`/courses/${id}`, course({ name: 'Other' }))
        .expect(409)
    ).body.type,
  ).toBe('/problems/already-exists')
  await w.as('lead').patch(`/courses/${id}`, { version: 1, name: 'Boats and sails' }).expect(200)
  const { body } = await w.as('officer').patch(`/courses/${id}`, { version: 1, name: 'Ships' }).expect(409)
  expect(body).toMatchObject({ type: '/problems/changed-meanwhile', current: { name: 'Boats and sails', version: 2 } })
  expect((await w.as('officer').post(`/courses/${id}/move`, { to: 'proposed', version: 1 }).expect(409)).body.type).toBe(
    '/problems/changed-meanwhile',
  )
})
it('pages through the courses, each once', async () => {
  for (let n = 0; n < 3; n++) await plan({ startsOn: `2025-0${n + 1}-01` })
  const seen: string[] = []
  let next: string | null = null
  do {
    const { body }: { body: { items: { id: string }[]; next: string | null } } = await w
      .as('lead')
      .get(`/courses?limit=2${next ? `&after=${encodeURIComponent(next)}` : ''}`)
      .expect(200)
    seen.push(...body.items.map((one) => one.id))
    next = body.next
  } while (next)
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBe(Number((await w.owner.query('select count(*) from courses')).rows[0].count))
})
