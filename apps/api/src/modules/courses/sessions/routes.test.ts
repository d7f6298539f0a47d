import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
const tuesdays = [{ weekday: 2, startsAt: '10:00', endsAt: '15:00' }]
const plan = async (more: object = {}) =>
  (
    await w
      .as('officer')
      .put(`/courses/${w.newId()}`, {
        programmeId: w.ids.programme,
        name: 'Boat repair',
        capacity: 8,
        weeks: 3,
        startsOn: '2026-10-19',
        pattern: tuesdays,
        place: 'The boat shed',
        ...more,
      })
      .expect(201)
  ).body
const generate = async (id: string, body: object = {}) =>
  (await w.as('officer').post(`/courses/${id}/generate-sessions`, body).expect(200)).body
const amend = (id: string, body: object) => w.as('officer').patch(`/course-sessions/${id}`, body)
const agree = async (id: string) => {
  await w
    .as('officer')
    .put(`/decisions/${w.newId()}`, {
      programmeId: w.ids.programme,
      courseId: id,
      title: 'Yes',
      limitsStated: false,
      made: { decidedBy: 'participants', how: 'consensus', decidedOn: '2026-10-01', participantsPresent: 4 },
    })
    .expect(201)
  await w.owner.query(`update courses set status = 'agreed_by_group' where id = $1`, [id])
}

it('makes a session for each slot of the weekly pattern, at the same time on the clock before and after it changes', async () => {
  const course = await plan()
  const { made, skipped, items } = await generate(course.id)
  expect({ made, skipped }).toEqual({ made: 3, skipped: [] })
  expect(items.map((one: { startsAt: string }) => one.startsAt)).toEqual([
    '2026-10-20T09:00:00.000Z',
    '2026-10-27T10:00:00.000Z',
    '2026-11-03T10:00:00.000Z',
  ]) // BST ends on 25 October
  expect(items[0]).toMatchObject({
    week: 1,
    endsAt: '2026-10-20T14:00:00.000Z',
    place: 'The boat shed',
    title: 'Boat repair',
    status: 'planned',
    inSeries: true,
    holiday: null,
    can: { edit: true },
  })
})
it('keeps to the clock when summer time begins', async () => {
  const course = await plan({ startsOn: '2027-03-22', weeks: 2, pattern: [{ weekday: 7, startsAt: '10:00', endsAt: '12:00' }] })
  expect((await generate(course.id)).items.map((one: { startsAt: string }) => one.startsAt)).toEqual([
    '2027-03-28T09:00:00.000Z',
    '2027-04-04T09:00:00.000Z',
  ])
})
it('counts weeks from the start date, whichever weekday that is', async () => {
  const course = await plan({
    startsOn: '2026-10-21',
    weeks: 2,
    pattern: [...tuesdays, { weekday: 3, startsAt: '13:00', endsAt: '16:00', place: 'Town hall' }],
  })
  expect(
    (await generate(course.id)).items.map(
      (one: { week: number; startsAt: string; place: string }) => `${one.week} ${one.startsAt.slice(0, 10)} ${one.place}`,
    ),
  ).toEqual(['1 2026-10-21 Town hall', '1 2026-10-27 The boat shed', '2 2026-10-28 Town hall', '2 2026-11-03 The boat shed'])
})
it('leaves out Scottish bank holidays, says which, and keeps one that the group wants', async () => {
  const course = await plan({ startsOn: '2026-11-30', weeks: 6, pattern: [{ weekday: 1, startsAt: '10:00', endsAt: '15:00' }] })
  expect(await generate(course.id)).toMatchObject({
    made: 3,
    skipped: [
      { on: '2026-11-30', holiday: "St Andrew's Day" },
      { on: '2026-12-28', holiday: 'Boxing Day (substitute day)' },
      { on: '2027-01-04', holiday: '2 January (substitute day)' },
    ],
  })
  const again = await generate(course.id, { keep: ['2026-11-30'] })
  expect(again).toMatchObject({ made: 1, skipped: [{ on: '2026-12-28' }, { on: '2027-01-04' }] })
  expect(again.items[0]).toMatchObject({ week: 1, holiday: "St Andrew's Day" })
})
it('adds only what is missing when asked again, also after a session was moved or the course goes on longer', async () => {
  const course = await plan()
  const {
    items: [first],
  } = await generate(course.id)
  await amend(first.id, { version: 1, scope: 'this', on: '2026-10-21' }).expect(200)
  expect((await generate(course.id)).made).toBe(0)
  await w
    .as('officer')
    .patch(`/courses/${course.id}`, { version: 1, weeks: 5, pattern: [{ weekday: 2, startsAt: '11:00', endsAt: '15:00' }] })
    .expect(200)
  expect((await generate(course.id)).items.map((one: { week: number }) => one.week)).toEqual([1, 2, 3, 4, 5])
})
it('says what is missing before sessions can be made', async () => {
  const course = await plan({ weeks: null, startsOn: null, pattern: [] })
  expect((await w.as('officer').post(`/courses/${course.id}/generate-sessions`, {}).expect(409)).body).toMatchObject({
    type: '/problems/course-not-ready',
    needs: ['startsOn', 'weeks', 'pattern'],
  })
})

it('changes this and the later sessions, but not those held or changed alone', async () => {
  const course = await plan({ weeks: 6, pattern: [...tuesdays, { weekday: 4, startsAt: '10:00', endsAt: '12:00' }] })
  const { items } = await generate(course.id)
  const [first, second, third, fourth] = items.filter((_: unknown, n: number) => n % 2 === 0)
  await amend(second.id, { version: 1, scope: 'this', place: 'The pool' }).expect(200)
  await w.owner.query(`update course_sessions set status = 'held' where id = $1`, [third.id])
  const { body } = await amend(first.id, {
    version: 1,
    scope: 'this_and_later',
    on: '2026-10-21',
    startsAt: '11:00',
    place: 'The quay',
  }).expect(200)
  expect(body).toMatchObject({
    changed: 4,
    session: { startsAt: '2026-10-21T10:00:00.000Z', endsAt: '2026-10-21T14:00:00.000Z', place: 'The quay', inSeries: true },
  })
  const after = (await w.as('sam').get(`/courses/${course.id}/sessions`).expect(200)).body.items
  const one = (id: string) => after.find((session: { id: string }) => session.id === id)
  expect(one(second.id)).toMatchObject({ startsAt: second.startsAt, place: 'The pool', inSeries: false })
  expect(one(third.id)).toMatchObject({ startsAt: third.startsAt, place: 'The boat shed' })
  expect(one(fourth.id)).toMatchObject({ startsAt: '2026-11-11T11:00:00.000Z', place: 'The quay' }) // eleven on the clock, now in winter time
  expect(after.filter((session: { place: string }) => session.place === 'The boat shed').length).toBe(7) // Thursdays are another series
})
it('does not move a later session onto a bank holiday: it keeps its day, gets the other changes, and stands alone', async () => {
  const course = await plan({ startsOn: '2026-11-17', weeks: 4 })
  const { items } = await generate(course.id)
  const [first, second, third, fourth] = items
  const { body } = await amend(first.id, { version: 1, scope: 'this_and_later', on: '2026-11-16', startsAt: '11:00' }).expect(200)
  expect(body).toMatchObject({ changed: 4, left: [{ stays: '2026-12-01', on: '2026-11-30', holiday: "St Andrew's Day" }] })
  const after = (await w.as('sam').get(`/courses/${course.id}/sessions`).expect(200)).body.items
  const one = ({ id }: { id: string }) => after.find((session: { id: string }) => session.id === id)
  expect([first, second, third, fourth].map((each) => one(each).startsAt)).toEqual([
    '2026-11-16T11:00:00.000Z',
    '2026-11-23T11:00:00.000Z',
    '2026-12-01T11:00:00.000Z',
    '2026-12-07T11:00:00.000Z',
  ])
  expect(one(third)).toMatchObject({ inSeries: false, holiday: null })
  // The next edit of the series leaves it where it is, and may put the others back.
  const again = (await amend(first.id, { version: 2, scope: 'this_and_later', on: '2026-11-17' }).expect(200)).body
  expect(again).toMatchObject({ changed: 3, left: [] })
})
it('moves the session itself where it was told to, and says that the day is a bank holiday', async () => {
  const course = await plan({ startsOn: '2026-11-24', weeks: 2 })
  const {
    items: [, second],
  } = await generate(course.id)
  const { body } = await amend(second.id, { version: 1, scope: 'this_and_later', on: '2026-11-30' }).expect(200)
  expect(body).toMatchObject({ changed: 1, left: [], session: { startsAt: '2026-11-30T10:00:00.000Z', holiday: "St Andrew's Day" } })
})
it('keeps what was planned beside what ran, with the reason', async () => {
  const course = await plan()
  const {
    items: [first, second, third],
  } = await generate(course.id)
  const kayaks = w.newId()
  await w.as('officer').put(`/course-elements/${kayaks}`, { courseId: course.id, title: 'Kayaks', status: 'chosen' }).expect(201)
  expect((await amend(first.id, { version: 1, scope: 'this', elementId: kayaks }).expect(200)).body.session).toMatchObject({
    title: 'Kayaks',
    plannedTitle: 'Kayaks',
    element: { title: 'Kayaks' },
    inSeries: true,
  })
  expect((await w.as('officer').get(`/courses/${course.id}/elements`).expect(200)).body.items[0].status).toBe('scheduled')
  await amend(second.id, { version: 1, scope: 'this', title: 'Sails' }).expect(200)
  await agree(course.id)
  const refused = await amend(first.id, { version: 2, scope: 'this', title: 'Swimming' }).expect(400)
  expect(refused.body.errors).toMatchObject([{ pointer: '/body/changedWhy', keyword: 'required' }])
  await amend(first.id, { version: 2, scope: 'this', title: 'Swimming', changedWhy: 'The group asked for the pool' }).expect(200)
  await w.as('officer').post(`/course-sessions/${second.id}/cancel`, { version: 2, why: 'Storm' }).expect(200)
  await w.owner.query(`update course_sessions set status = 'held' where id = $1`, [first.id])
  expect((await w.as('partner').get(`/courses/${course.id}/ran`).expect(200)).body.items).toMatchObject([
    { planned: 'Kayaks', ran: 'Swimming', changed: true, changedWhy: 'The group asked for the pool', status: 'held', week: 1 },
    { planned: 'Sails', ran: null, changed: true, changedWhy: 'Storm', status: 'cancelled' },
    { sessionId: third.id, planned: 'Boat repair', ran: null, changed: false, status: 'planned' },
  ])
  expect((await w.as('officer').post(`/course-sessions/${first.id}/cancel`, { version: 4, why: 'x' }).expect(409)).body.type).toBe(
    '/problems/session-held',
  )
  expect((await amend(second.id, { version: 3, scope: 'this', title: 'x' }).expect(409)).body.type).toBe('/problems/session-cancelled')
})
it('keeps the group’s words for everyone and the staff’s words for the team', async () => {
  const course = await plan()
  const {
    items: [first],
  } = await generate(course.id)
  const { body } = await w
    .as('officer')
    .post(`/course-sessions/${first.id}/review`, { version: 1, groupWords: 'Best day yet', groupScore: 9, staffWords: 'CANARY-STAFF' })
    .expect(200)
  expect(body).toMatchObject({ groupWords: 'Best day yet', groupScore: 9, staffWords: 'CANARY-STAFF' })
  for (const person of ['sam', 'mentor', 'partner'] as const) {
    const { body: seen } = await w.as(person).get(`/course-sessions/${first.id}`).expect(200)
    expect(seen).toMatchObject({ groupWords: 'Best day yet', staffWords: null })
    await w.as(person).post(`/course-sessions/${first.id}/review`, { version: 2, groupWords: 'x', groupScore: 1 }).expect(403)
  }
  await w.as('officer').post(`/course-sessions/${first.id}/review`, { version: 2, groupWords: 'x', groupScore: 11 }).expect(400)
})

it('refuses those outside the team, and hides sessions from those outside the programme', async () => {
  const course = await plan()
  const {
    items: [first],
  } = await generate(course.id)
  const extra = { courseId: course.id, startsAt: '2026-12-01T10:00:00Z', endsAt: '2026-12-01T12:00:00Z', title: 'Extra' }
  for (const [people, status] of [
    [['mentor', 'partner', 'supervisor', 'sam'], 403],
    [['otherpartner', 'otherlead'], 404],
  ] as const) {
    for (const person of people) {
      await w.as(person).post(`/courses/${course.id}/generate-sessions`, {}).expect(status)
      await w.as(person).patch(`/course-sessions/${first.id}`, { version: 1, scope: 'this', title: 'x' }).expect(status)
      await w.as(person).post(`/course-sessions/${first.id}/cancel`, { version: 1, why: 'x' }).expect(status)
      await w.as(person).put(`/course-sessions/${w.newId()}`, extra).expect(status)
      for (const path of [`/courses/${course.id}/sessions`, `/courses/${course.id}/ran`, `/course-sessions/${first.id}`])
        await w
          .as(person)
          .get(path)
          .expect(status === 404 ? 404 : 200)
    }
  }
})
it('takes one session more, once, and refuses one that ends before it starts', async () => {
  const course = await plan(),
    id = w.newId()
  const extra = { courseId: course.id, startsAt: '2026-11-05T10:00:00Z', endsAt: '2026-11-05T12:00:00Z', title: 'Visit to the yard' }
  expect((await w.as('officer').put(`/course-sessions/${id}`, extra).expect(201)).body).toMatchObject({
    week: 3,
    plannedTitle: 'Visit to the yard',
    place: 'The boat shed',
    inSeries: false,
  })
  await w.as('officer').put(`/course-sessions/${id}`, extra).expect(200)
  expect(
    (
      await w
        .as('officer')
        .put(`/course-sessions/${w.newId()}`, { ...extra, endsAt: '2026-11-05T09:00:00Z' })
        .expect(400)
    ).body.errors[0].pointer,
  ).toBe('/body/endsAt')
  expect((await amend(id, { version: 1, scope: 'this', startsAt: '13:00' }).expect(400)).body.errors[0].pointer).toBe('/body/endsAt')
  expect((await amend(id, { version: 1, scope: 'this', elementId: w.newId() }).expect(400)).body.errors[0].pointer).toBe('/body/elementId')
  expect((await amend(id, { version: 7, scope: 'this', title: 'x' }).expect(409)).body).toMatchObject({
    type: '/problems/changed-meanwhile',
    current: { title: 'Visit to the yard' },
  })
})
