import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const read = (person: Parameters<World['as']>[0] = 'sam') => w.as(person).get('/me')

async function course(name: string, participant: string) {
  const id = w.newId(),
    row = [w.ids.partnership, w.ids.programme]
  await w.owner.query(
    `insert into courses (partnership_id, programme_id, id, name, status, capacity, place) values ($1, $2, $3, $4, 'running', 8, 'The yard')`,
    [...row, id, name],
  )
  await w.owner.query(
    `insert into enrolments (partnership_id, programme_id, id, participant_id, course_id, enrolled_on) values ($1, $2, $3, $4, $5, current_date)`,
    [...row, w.newId(), participant, id],
  )
  return id
}
const session = (courseId: string, title: string, from: string, to: string, status = 'planned') =>
  w.owner.query(
    `insert into course_sessions (partnership_id, programme_id, id, course_id, week, starts_at, ends_at, title, planned_title, status)
     values ($1, $2, $3, $4, 1, now() + $5::interval, now() + $6::interval, $7, $7, $8)`,
    [w.ids.partnership, w.ids.programme, w.newId(), courseId, from, to, title, status],
  )

it('greets a young person before anything is planned', async () => {
  const { body } = await read().expect(200)
  expect(body).toEqual({
    knownAs: 'Sam',
    programme: 'Harbour',
    worker: { name: 'Officer Test' },
    nextSession: null,
    deal: null,
    said: [],
    dutyPhone: '0141 496 0000',
  })
})

it('shows the next session they have a place at, the deal, and what they said', async () => {
  const joinery = await course('Joinery', w.ids.participants.sam)
  await session(joinery, 'Long ago', '-3 days', '-2 days')
  await session(joinery, 'Called off', '1 hour', '2 hours', 'cancelled')
  await session(joinery, 'Housing yard', '1 day', '1 day 2 hours')
  await session(joinery, 'The week after', '8 days', '9 days')
  const row = [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.sam]
  await w.owner.query(
    `insert into participation_agreements (partnership_id, id, programme_id, participant_id, what_i_get, what_i_give, agreed_on) values ($1, $2, $3, $4, 'A shot on the vans', 'Turn up and try', '2026-11-03')`,
    row,
  )
  await w.owner.query(
    `insert into interests (partnership_id, id, programme_id, participant_id, own_words, heard_on) values ($1, $2, $3, $4, 'Out on the vans, no in an office', '2026-11-03')`,
    row,
  )

  const { body } = await read().expect(200)
  expect(body.nextSession).toMatchObject({ title: 'Housing yard', place: 'The yard', courseName: 'Joinery' })
  expect(Date.parse(body.nextSession.startsAt)).toBeGreaterThan(Date.now())
  expect(body.deal).toEqual({ whatIGet: 'A shot on the vans', whatIGive: 'Turn up and try', agreedOn: '2026-11-03' })
  expect(body.said).toEqual([{ words: 'Out on the vans, no in an office', heardOn: '2026-11-03' }])
})

it('shows nothing of what belongs to someone else on the programme', async () => {
  const music = await course('Music', w.ids.participants.rosa)
  await session(music, 'Rosa’s studio', '1 minute', '1 hour')
  await w.owner.query(
    `insert into interests (partnership_id, id, programme_id, participant_id, own_words, heard_on) values ($1, $2, $3, $4, 'Rosa sings', '2026-11-20')`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.rosa],
  )
  const { body } = await read().expect(200)
  expect(JSON.stringify(body)).not.toContain('Rosa')
})

it('leaves out what was withheld with a reason', async () => {
  await w.owner.query(
    `insert into interests (partnership_id, id, programme_id, participant_id, own_words, heard_on, visibility, withheld_reason, review_on) values ($1, $2, $3, $4, 'About a cousin', '2026-11-21', 'team', 'third_party', '2027-01-01')`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.sam],
  )
  expect(JSON.stringify((await read().expect(200)).body)).not.toContain('cousin')
})

it('is logged like every reading of a record', async () => {
  const count = async () =>
    Number(
      (
        await w.owner.query(`select count(*) from access_events where operation = 'me.read' and participant_id = $1`, [
          w.ids.participants.sam,
        ])
      ).rows[0].count,
    )
  const before = await count()
  await read().expect(200)
  expect(await count()).toBe(before + 1)
})

it.each(['officer', 'lead', 'mentor', 'otherpartner', 'otherlead', 'admin'] as const)('is not there for staff: %s', async (person) => {
  expect((await read(person).expect(404)).body.type).toBe('/problems/not-found')
})
it('asks a stranger to sign in', async () => {
  await w.stranger().get('/me').expect(401)
})
