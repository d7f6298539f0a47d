// What an agreed change does to the course, to the partner whose slot goes, and to what a young person sees.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const said = 'We like it here. Can we stay?'
/** A course with a joinery visit in two coming weeks, Sam on it. */
async function arrange() {
  const courseId = w.newId(),
    elementId = w.newId()
  await w.as('officer').put(`/courses/${courseId}`, { programmeId: w.ids.programme, name: 'Work taster', capacity: 8 }).expect(201)
  await w.as('officer').put(`/course-elements/${elementId}`, { courseId, title: 'Joinery', partnerId: w.ids.partners.joinery }).expect(201)
  const sessions: string[] = []
  for (const day of ['2027-03-01', '2027-03-08']) {
    const id = w.newId()
    await w
      .as('officer')
      .put(`/course-sessions/${id}`, {
        courseId,
        elementId,
        startsAt: `${day}T10:00:00.000Z`,
        endsAt: `${day}T12:00:00.000Z`,
        title: 'Joinery',
      })
      .expect(201)
    sessions.push(id)
  }
  await w.owner.query(`update course_elements set status = 'scheduled' where id = $1`, [elementId])
  return { courseId, elementId, sessions }
}
type Arranged = Awaited<ReturnType<typeof arrange>>
const raise = async ({ courseId, elementId, sessions }: Arranged, more: object = {}) =>
  (
    await w
      .as('officer')
      .put(`/adaptations/${w.newId()}`, {
        programmeId: w.ids.programme,
        courseId,
        elementId,
        elementBecomes: 'swapped',
        addsElement: true,
        sessionIds: sessions,
        trigger: 'participants_chose_otherwise',
        raisedBy: 'participants',
        fromText: 'Joinery',
        toText: 'Stay at the housing association',
        whatTheySaid: said,
        stands: 'talked_over',
        ...more,
      })
      .expect(201)
  ).body
const agree = async (one: { id: string; version: number }) =>
  (
    await w
      .as('lead')
      .post(`/adaptations/${one.id}/agree`, { version: one.version, decidedBy: 'participants', trialUntil: null })
      .expect(200)
  ).body
const ran = async (courseId: string) => (await w.as('sam').get(`/courses/${courseId}/ran`).expect(200)).body.items
const parts = async (courseId: string) =>
  (await w.as('lead').get(`/courses/${courseId}/elements`).expect(200)).body.items.map(
    (one: { title: string; status: string }) => `${one.title}: ${one.status}`,
  )

it('changes the course when it is agreed, and leaves the plan beside it', async () => {
  const all = await arrange()
  const one = await raise(all)
  expect(await parts(all.courseId)).toEqual(['Joinery: scheduled'])
  expect((await ran(all.courseId)).map((row: { changed: boolean }) => row.changed)).toEqual([false, false])

  const done = await agree(one)
  expect(await parts(all.courseId)).toEqual(['Joinery: swapped', 'Stay at the housing association: scheduled'])
  expect(await ran(all.courseId)).toMatchObject([
    {
      planned: 'Joinery',
      ran: null,
      comes: 'Stay at the housing association',
      changed: true,
      changedWhy: `“${said}”`,
      adaptationId: one.id,
    },
    {
      planned: 'Joinery',
      ran: null,
      comes: 'Stay at the housing association',
      changed: true,
      changedWhy: `“${said}”`,
      adaptationId: one.id,
    },
  ])
  expect(done.sessions).toMatchObject([
    { title: 'Stay at the housing association', plannedTitle: 'Joinery', changed: true },
    { changed: true },
  ])
})
it('shows a young person with a place what they said and what changed', async () => {
  const all = await arrange()
  await w.owner.query(
    `insert into enrolments (partnership_id, id, programme_id, participant_id, course_id, enrolled_on) values ($1, $2, $3, $4, $5, '2026-01-01')`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.sam, all.courseId],
  )
  await agree(await raise(all))
  expect((await w.as('sam').get('/me').expect(200)).body.nextSession).toMatchObject({
    title: 'Stay at the housing association',
    changedWhy: `“${said}”`,
  })
})
it('changes only the sessions that were named and are still to come', async () => {
  const all = await arrange()
  const one = await raise({ ...all, sessions: all.sessions })
  await w.owner.query(`update course_sessions set status = 'held' where id = $1`, [all.sessions[0]])
  const done = await agree(one)
  expect(done.sessions.map((row: { title: string; changed: boolean }) => [row.title, row.changed])).toEqual([
    ['Joinery', false],
    ['Stay at the housing association', true],
  ])
})
it('tells the partner whose slot goes, with a link and nothing of what was said', async () => {
  const all = await arrange()
  const one = await raise(all)
  expect(one.stillToTell).toBeNull()
  const done = await agree(one)
  expect(done).toMatchObject({ status: 'agreed', stillToTell: null })
  expect(done.steps.at(-1)).toMatchObject({ kind: 'tell', partner: { name: 'Joinery' }, toldHow: 'message', peopleTold: 1 })
  const { rows } = await w.owner.query(`select to_address, subject, body from messages where body like $1`, [`%/changes/${one.id}`])
  expect(rows).toHaveLength(1)
  expect(rows[0].to_address).toBe('partner@test.invalid')
  expect(rows[0].subject + rows[0].body).not.toMatch(/stay|like it here|Sam|Rosa/i)
  expect((await w.as('partner').get(`/adaptations/${one.id}`).expect(200)).body.toText).toBe('Stay at the housing association')
})
it('goes on asking when a partner has nobody here to tell, until somebody says how they were told', async () => {
  const all = await arrange()
  await w.owner.query('update course_elements set partner_id = $1 where id = $2', [w.ids.partners.garage, all.elementId])
  await w.owner.query('update memberships set until_at = now() where partner_id = $1', [w.ids.partners.garage])
  const done = await agree(await raise(all))
  expect(done.stillToTell).toMatchObject({ name: 'Garage' })
  const body = { version: done.version, partnerId: w.ids.partners.garage, toldHow: 'call' }
  await w.as('partner').post(`/adaptations/${done.id}/tell`, body).expect(403)
  await w.as('otherlead').post(`/adaptations/${done.id}/tell`, body).expect(404)
  expect((await w.as('officer').post(`/adaptations/${done.id}/tell`, body).expect(200)).body).toMatchObject({ stillToTell: null })
})
it('tells nobody who could not open it: without power in their agreement, a partner is told in another way', async () => {
  const sharing = (categories: string) =>
    w.owner.query(`update sharing_agreements set categories = $1 where partner_id = $2`, [categories, w.ids.partners.joinery])
  await sharing('{identity,interests,participation}')
  const done = await agree(await raise(await arrange()))
  expect(done.stillToTell).toMatchObject({ name: 'Joinery' })
  expect((await w.owner.query('select 1 from messages where body like $1', [`%/changes/${done.id}`])).rowCount).toBe(0)
  await w.as('partner').get(`/adaptations/${done.id}`).expect(404)
  await sharing('{identity,interests,participation,power}')
})
it('puts back what is still to come when it is taken back, and nothing that has run', async () => {
  const all = await arrange()
  const done = await agree(await raise(all))
  await w.owner.query(`update course_sessions set status = 'held' where id = $1`, [all.sessions[0]])
  const trial = (await w.as('officer').post(`/adaptations/${done.id}/begin-trial`, { version: done.version, trialUntil: '2027-06-01' }))
    .body
  await w
    .as('officer')
    .post(`/adaptations/${done.id}/settle`, {
      version: trial.version,
      result: 'reversed',
      decidedBy: 'together',
      words: 'They want to see the joinery after all',
      quote: '',
    })
    .expect(200)
  expect(await parts(all.courseId)).toEqual(['Joinery: scheduled', 'Stay at the housing association: dropped'])
  expect(await ran(all.courseId)).toMatchObject([
    { ran: 'Stay at the housing association', changed: true },
    { ran: null, comes: 'Joinery', changed: false, changedWhy: '' },
  ])
})
it('leaves the course alone when it is not agreed', async () => {
  const all = await arrange()
  const one = await raise(all)
  await w
    .as('officer')
    .post(`/adaptations/${one.id}/not-agree`, { version: one.version, decidedBy: 'partner', words: 'No room', toldHow: 'in_person' })
    .expect(200)
  expect(await parts(all.courseId)).toEqual(['Joinery: scheduled'])
  expect((await ran(all.courseId))[0]).toMatchObject({ comes: 'Joinery', changed: false, adaptationId: null })
})

it('asks "do they want something else?" of whoever chose other, came to neither of two, or when a third stayed away twice', async () => {
  const { courseId, sessions } = await arrange()
  const people = [w.ids.participants.sam, w.ids.participants.rosa]
  for (const known of ['Tam', 'Una']) {
    const id = w.newId()
    await w.owner.query(
      `insert into participants (partnership_id, id, programme_id, known_as, age_band, status, worker_id) values ($1, $2, $3, $4, '18_20', 'active', $5)`,
      [w.ids.partnership, id, w.ids.programme, known, w.ids.users.officer],
    )
    people.push(id)
  }
  for (const person of people)
    await w.owner.query(
      `insert into enrolments (partnership_id, id, programme_id, participant_id, course_id, enrolled_on) values ($1, $2, $3, $4, $5, '2026-01-01')`,
      [w.ids.partnership, w.newId(), w.ids.programme, person, courseId],
    )
  await w.owner.query(
    `update course_sessions set starts_at = now() - interval '8 days', ends_at = now() - interval '7.9 days' where id = $1`,
    [sessions[0]],
  )
  await w.owner.query(
    `update course_sessions set starts_at = now() - interval '1 day', ends_at = now() - interval '0.9 days' where id = $1`,
    [sessions[1]],
  )
  const mark = (session: string, marks: string[]) =>
    w
      .as('officer')
      .put(`/course-sessions/${session}/register`, { marks: people.map((participantId, n) => ({ participantId, mark: marks[n] })) })
      .expect(200)
  const hints = async (as: Parameters<World['as']>[0] = 'officer') =>
    (await w.as(as).get(`/adaptations/hints?courseId=${courseId}`).expect(200)).body.items
  await mark(sessions[0]!, ['came', 'didnt_come', 'came', 'came'])
  expect(await hints()).toEqual([])
  await mark(sessions[1]!, ['chose_other', 'didnt_come', 'came', 'came'])
  expect(
    (await hints()).map((one: { kind: string; participant: { knownAs: string } | null }) => [one.kind, one.participant?.knownAs]),
  ).toEqual([
    ['chose_other', 'Sam'],
    ['twice_away', 'Rosa'],
  ])
  await mark(sessions[0]!, ['came', 'didnt_come', 'didnt_come', 'came'])
  expect((await hints()).map((one: { kind: string }) => one.kind)).toContain('third_away')
  for (const person of ['sam', 'mentor', 'partner', 'safeguarding', 'otherpartner', 'otherlead', 'admin'] as const)
    expect([person, await hints(person)]).toEqual([person, []])
  const today = (await w.as('officer').get('/day').expect(200)).body.todo.filter((one: { kind: string }) => one.kind === 'something_else')
  expect(today).toMatchObject([
    { words: 'Work taster', participant: null },
    { words: 'Work taster', participant: { knownAs: 'Sam' } },
  ])
  // Once somebody has asked and written it down, it is not asked again.
  await raise(
    { courseId, elementId: undefined as never, sessions: [] },
    { elementId: null, elementBecomes: null, addsElement: false, trigger: 'attendance_signal' },
  )
  expect(await hints()).toEqual([])
})
