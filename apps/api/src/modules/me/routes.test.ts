import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { remind } from './jobs.ts'

let w: World, yard: string
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
async function session(courseId: string, title: string, from: string, to: string, status = 'planned') {
  const id = w.newId()
  await w.owner.query(
    `insert into course_sessions (partnership_id, programme_id, id, course_id, week, starts_at, ends_at, title, planned_title, status)
     values ($1, $2, $3, $4, 1, now() + $5::interval, now() + $6::interval, $7, $7, $8)`,
    [w.ids.partnership, w.ids.programme, id, courseId, from, to, title, status],
  )
  return id
}

it('greets a young person before anything is planned', async () => {
  const { body } = await read().expect(200)
  expect(body).toEqual({
    knownAs: 'Sam',
    programme: 'Harbour',
    worker: { name: 'Officer Test' },
    nextSession: null,
    nextVisit: null,
    changed: [],
    said: [],
    done: [],
    answers: 0,
    waiting: { vote: false, pulse: true },
    left: null,
    dutyPhone: '0141 496 0000',
  })
})

it('says what waits for their word, and no longer than it does', async () => {
  const decisionId = w.newId(),
    row = [w.ids.partnership, w.ids.programme]
  const [soup, stew] = [w.newId(), w.newId()]
  await w.owner.query(
    `insert into decisions (partnership_id, programme_id, id, title, state, opened_on, limits_stated, limits_text, limits_stated_on) values ($1, $2, $3, 'What do we cook?', 'options', current_date, false, '', current_date)`,
    [...row, decisionId],
  )
  for (const [position, id] of [soup, stew].entries())
    await w.owner.query(
      `insert into decision_options (partnership_id, programme_id, id, decision_id, position, words) values ($1, $2, $3, $4, $5, 'A choice')`,
      [...row, id, decisionId, position],
    )
  const { version } = (await w.as('officer').get(`/decisions/${decisionId}`).expect(200)).body
  await w.as('officer').post(`/decisions/${decisionId}/open-vote`, { version }).expect(200)
  const waiting = async () => (await read().expect(200)).body.waiting
  expect(await waiting()).toEqual({ vote: true, pulse: true })
  await w.as('sam').put(`/decisions/${decisionId}/vote`, { optionId: soup }).expect(200)
  await w.as('sam').post(`/programmes/${w.ids.programme}/pulse/ticket`).expect(200)
  expect(await waiting()).toEqual({ vote: false, pulse: false })
})

it('shows the next session they have a place at, the next visit, and what they said', async () => {
  const joinery = await course('Joinery', w.ids.participants.sam)
  await session(joinery, 'Long ago', '-3 days', '-2 days')
  await session(joinery, 'Called off', '1 hour', '2 hours', 'cancelled')
  yard = await session(joinery, 'Housing yard', '3 days', '3 days 2 hours')
  await session(joinery, 'The week after', '8 days', '9 days')
  await w.owner.query(
    `insert into interests (partnership_id, id, programme_id, participant_id, own_words, heard_on) values ($1, $2, $3, $4, 'Out on the vans, no in an office', '2026-11-03')`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.sam],
  )
  await w.owner.query(
    `insert into visits (partnership_id, id, programme_id, participant_id, starts_at, officer_id) values ($1, $2, $3, $4, now() + interval '1 day', $5)`,
    [w.ids.partnership, w.newId(), w.ids.programme, w.ids.participants.sam, w.ids.users.officer],
  )
  const { body } = await read().expect(200)
  expect(body.nextSession).toMatchObject({ id: yard, title: 'Housing yard', place: 'The yard', courseName: 'Joinery', reply: null })
  expect(Date.parse(body.nextSession.startsAt)).toBeGreaterThan(Date.now())
  expect(body.nextVisit).toMatchObject({ by: 'Officer Test' })
  expect(body.said).toEqual([{ words: 'Out on the vans, no in an office', heardOn: '2026-11-03' }])
})

describe('I’ll be there, or can’t make it', () => {
  const say = (reply: string, words?: string, id = yard, person: Parameters<World['as']>[0] = 'sam') =>
    w.as(person).put(`/me/sessions/${id}/reply`, { reply, ...(words ? { words } : {}) })
  const registered = async () =>
    (await w.as('officer').get(`/course-sessions/${yard}/register`).expect(200)).body.rows.find(
      (one: { participantId: string }) => one.participantId === w.ids.participants.sam,
    )

  it('is one tap, changed with another, and the officer reads it beside the register without a mark being made', async () => {
    await say('coming').expect(200)
    expect((await read()).body.nextSession.reply).toBe('coming')
    await say('cant', 'My gran is in hospital').expect(200)
    expect(await registered()).toMatchObject({ mark: null, said: { reply: 'cant', words: 'My gran is in hospital' } })
    expect((await w.owner.query(`select 1 from attendance where course_session_id = $1`, [yard])).rowCount).toBe(0)
  })
  it('is taken back as if nothing had been said', async () => {
    await w.as('sam').delete(`/me/sessions/${yard}/reply`).expect(204)
    expect((await read()).body.nextSession.reply).toBeNull()
    expect((await registered()).said).toBeNull()
  })
  it('is theirs alone, about their own sessions that are still to come', async () => {
    const music = await course('Choir', w.ids.participants.rosa)
    await say('coming', undefined, await session(music, 'Choir night', '1 day', '2 days')).expect(404)
    for (const person of ['officer', 'lead', 'otherlead', 'otherpartner'] as const) await say('coming', undefined, yard, person).expect(404)
    const mine = await course('Boats', w.ids.participants.sam)
    expect((await say('coming', undefined, await session(mine, 'Yesterday', '-2 days', '-1 day')).expect(409)).body.type).toBe(
      '/problems/session-over',
    )
    await say('perhaps').expect(400)
  })
  it('brings one reminder the day before, which says nothing but that there is something', async () => {
    const { rows: waiting } = await w.owner.query<{ start_after: Date }>(`select start_after from jobs.job where name = 'me.remind'`)
    expect(waiting.length).toBeGreaterThan(0)
    const tomorrow = await session(await course('Bikes', w.ids.participants.sam), 'Bike yard', '1 day', '1 day 1 hour')
    await say('coming', undefined, tomorrow).expect(200)
    const data = { partnershipId: w.ids.partnership, id: tomorrow, userId: w.ids.users.sam },
      tools = { doors: w.doors, config: w.config, log: () => {}, send: async () => {} }
    await remind(tools, data)
    await remind(tools, data)
    const { rows } = await w.owner.query(`select channel, to_address, body from messages where kind = 'own'`)
    expect(rows).toEqual([{ channel: 'text', to_address: '07700900123', body: 'You have something tomorrow.' }])
    await w.as('sam').delete(`/me/sessions/${tomorrow}/reply`).expect(204)
    await w.owner.query('delete from messages')
    await remind(tools, data)
    expect((await w.owner.query('select 1 from messages')).rowCount).toBe(0)
  })
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
