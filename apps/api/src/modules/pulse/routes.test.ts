// The pulse: answered once a month, by nobody in particular, and read only from five answers.
import { symbols } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'

let w: World
const lines: string[] = []
beforeAll(async () => {
  w = await world({ env: { LOG_LEVEL: 'info' } })
  Object.assign(w.app.log, { [symbols.streamSym]: { write: (line: string) => void lines.push(line) } })
})
afterAll(() => w?.close())

const at = () => `/programmes/${w.ids.programme}/pulse`
const read = (person: Parameters<World['as']>[0]) => w.as(person).get(at())
const take = (person: Parameters<World['as']>[0] = 'sam') => w.as(person).post(`${at()}/ticket`)
const answer = (ticket: string, answers = [5, 4, 3, 2, 1, 0, 5], why = '') => w.stranger().post('/pulse/answers', { ticket, answers, why })

/** Another young person of Harbour with an account of their own. */
async function joins() {
  const user = w.newId(),
    participant = w.newId()
  await w.owner.query('insert into users (id, email) values ($1, $2)', [user, `${user}@test.invalid`])
  await w.owner.query(`insert into participants (partnership_id, id, programme_id, known_as, user_id) values ($1, $2, $3, 'Someone', $4)`, [
    w.ids.partnership,
    participant,
    w.ids.programme,
    user,
  ])
  await w.owner.query(
    `insert into memberships (partnership_id, id, programme_id, user_id, role, from_at) values ($1, $2, $3, $4, 'participant', '2026-01-01')`,
    [w.ids.partnership, w.newId(), w.ids.programme, user],
  )
  return { user, call: w.call(await w.tokenOf(user, w.ids.partnership)) }
}
/** Answers of a month that is over, as they would have been taken in then. */
async function answeredIn(month: string, ...all: number[][]) {
  for (const answers of all)
    await w.owner.query(
      `insert into pulse_answers (partnership_id, programme_id, asked, month, answers, why) values ($1, $2, 'participants', $3, $4, 'They listened')`,
      [w.ids.partnership, w.ids.programme, month, answers],
    )
}

it('a young person is asked, answers, and is not asked again this month', async () => {
  const { body } = await read('sam').expect(200)
  expect(body).toMatchObject({ mine: { asked: 'participants', answered: false }, months: [] })
  const {
    body: { ticket, asked },
  } = await take().expect(200)
  expect(asked).toBe('participants')
  await answer(ticket, [5, 5, 4, 3, 5, 4, 0], 'The yard was our idea').expect(204)
  expect((await read('sam')).body.mine.answered).toBe(true)
  expect((await take().expect(409)).body.type).toBe('/problems/pulse-answered')
})
it('officers answer questions of their own', async () => {
  const { body } = await take('officer').expect(200)
  expect(body.asked).toBe('officers')
  await answer(body.ticket, [3, 2, 4, 1, 5]).expect(204)
  expect((await take('officer')).status).toBe(409)
})
it('a ticket counts once, only whole, and only when we wrote it', async () => {
  const { call } = await joins()
  const { ticket } = (await call.post(`${at()}/ticket`).expect(200)).body as { ticket: string }
  expect((await answer(ticket, [1, 2, 3, 4, 5]).expect(400)).body.type).toBe('/problems/invalid-input')
  await answer(ticket, [1, 2, 3, 4, 5, 6, 7]).expect(400)
  await answer(ticket).expect(204)
  expect((await answer(ticket).expect(409)).body.type).toBe('/problems/ticket-spent')
  for (const forged of ['', 'a.b.c.d.e.f', ticket.replace(/participants/, 'officers'), ticket.slice(0, -3)])
    await answer(forged).expect(409)
})
it('an answer that comes with a name is refused, so that no page can send one by mistake', async () => {
  const { call } = await joins()
  const { ticket } = (await call.post(`${at()}/ticket`).expect(200)).body as { ticket: string }
  const body = { ticket, answers: [1, 1, 1, 1, 1, 1, 1], why: '' }
  expect((await w.as('sam').post('/pulse/answers', body).expect(400)).body.type).toBe('/problems/sent-with-a-name')
  await w.stranger().post('/pulse/answers', body).set('cookie', '__Host-session=x').set('sec-fetch-site', 'same-origin').expect(400)
  await answer(ticket).expect(204)
})
it('staff who are not asked are told so, and whoever is elsewhere finds nothing', async () => {
  for (const person of ['lead', 'partner', 'mentor', 'safeguarding'] as const)
    expect((await take(person).expect(409)).body.type).toBe('/problems/pulse-not-asked')
  for (const person of ['otherpartner', 'otherlead', 'admin'] as const) {
    await read(person).expect(404)
    await take(person).expect(404)
  }
})

it('four answers show nothing, not even that they are four; five show how many chose what', async () => {
  const first = [5, 4, 3, 2, 1, 0, 5]
  await answeredIn('2026-09-01', first, first, first, first)
  const before = (await read('lead').expect(200)).body.months.find((one: { month: string }) => one.month === '2026-09-01')
  expect(before).toEqual({ asked: 'participants', month: '2026-09-01', people: null, counts: null, words: [] })
  await answeredIn('2026-09-01', [1, 4, 4, 2, 1, 0, 3])
  const { body } = await read('lead').expect(200)
  expect(body.months.find((one: { month: string }) => one.month === '2026-09-01')).toEqual({
    asked: 'participants',
    month: '2026-09-01',
    people: 5,
    counts: [
      [1, 0, 0, 0, 4],
      [0, 0, 0, 5, 0],
      [0, 0, 4, 1, 0],
      [0, 5, 0, 0, 0],
      [5, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 1, 0, 4],
    ],
    words: Array(5).fill('They listened'),
  })
})
it('what people wrote is for the team; young people, mentors and partners see the counts', async () => {
  for (const person of ['sam', 'mentor', 'partner'] as const) {
    const month = (await read(person).expect(200)).body.months.find((one: { month: string }) => one.month === '2026-09-01')
    expect(month).toMatchObject({ people: 5, words: [] })
  }
})
it('the running month shows nothing yet, because each new answer would show as a difference', async () => {
  const now = (await read('sam')).body.mine.month
  for (let i = 0; i < 6; i++) await answeredIn(now, [5, 5, 5, 5, 5, 5, 5])
  expect((await read('lead')).body.months.map((one: { month: string }) => one.month)).not.toContain(now)
  await w.owner.query('delete from pulse_answers where month = $1', [now])
})
it('nobody reads the rows: not the team, not the one who answered; a mark is its owner’s alone', async () => {
  for (const user of ['lead', 'officer', 'sam', 'data', 'admin'] as const)
    await w.doors.asPerson(w.ids.users[user], w.ids.partnership, w.newId()).transact(async (tx) => {
      for (const table of ['pulse_answers', 'pulse_tickets']) {
        const { rows } = await tx.$client.query(`select has_table_privilege('modulus_app', '${table}', 'select') as may`)
        expect(rows[0].may).toBe(false)
      }
      const { rows } = await tx.$client.query('select user_id from pulse_marks')
      expect(rows.filter((one: { user_id: string }) => one.user_id !== w.ids.users[user])).toEqual([])
    })
})

it('with everything the database and the log keep, answers cannot be laid beside the people who marked the month', async () => {
  const people: Awaited<ReturnType<typeof joins>>[] = []
  for (let i = 0; i < 11; i++) people.push(await joins())
  await w.owner.query('delete from pulse_answers')
  lines.length = 0
  // Each answers in a way of their own, one after the other: as easy to trace as it will ever be.
  const own = new Map<string, string>()
  for (const [i, { user, call }] of people.entries()) {
    const { ticket } = (await call.post(`${at()}/ticket`).expect(200)).body as { ticket: string }
    const answers = [1 + (i % 5), 1 + Math.floor(i / 5), 1, 2, 3, 4, 5]
    own.set(user, answers.join())
    await answer(ticket, answers).expect(204)
  }
  const order = people.map(({ user }) => user)
  const { rows: kept } = await w.owner.query<{ xmin: string; ctid: string; id: string; answers: number[] }>(
    `select xmin::text, ctid::text, id, answers from pulse_answers order by ctid`,
  )
  const { rows: marks } = await w.owner.query<{ xmin: string; user_id: string }>(
    `select xmin::text, user_id from pulse_marks where user_id = any ($1) order by xmin::text::bigint`,
    [order],
  )
  expect(kept).toHaveLength(11)
  // By transaction: the marks tell their order, the answers have one transaction for all of them.
  expect(marks.map((one) => one.user_id)).toEqual(order)
  expect(new Set(kept.map((one) => one.xmin)).size).toBe(1)
  // By place, by id: guesses hit no better than chance (seven or more of eleven: less than once in ten thousand runs).
  const hits = (rows: { answers: number[] }[]) => rows.filter((one, i) => one.answers.join() === own.get(order[i]!)).length
  expect(hits(kept)).toBeLessThan(7)
  expect(hits(kept.toSorted((a, b) => (a.id < b.id ? -1 : 1)))).toBeLessThan(7)
  // By time: no column of an answer or a spent ticket holds one.
  const { rows: columns } = await w.owner.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_name in ('pulse_answers', 'pulse_tickets', 'pulse_marks') and (data_type like 'timestamp%' or column_name ~ '(request|created|updated)')`,
  )
  expect(columns).toEqual([])
  // By trail: neither the audit, the read log nor the kept digests speak of it.
  const { rows: trail } = await w.owner.query<{ n: number }>(
    `select (select count(*) from audit_events where table_name like 'pulse%')::int + (select count(*) from write_digests where operation like 'pulse%')::int as n`,
  )
  expect(trail[0]!.n).toBe(0)
  // By log: that a ticket was taken is there; of the answers there is no line.
  expect(lines.filter((line) => line.includes('/pulse/ticket'))).toHaveLength(11)
  expect(lines.filter((line) => line.includes('/pulse/answers'))).toEqual([])
  for (const { user } of people) expect(lines.join('')).not.toContain(user)
  // By ticket: what a person was given is not among what was spent.
  const { rows: spent } = await w.owner.query<{ columns: string }>(
    `select string_agg(column_name, ',' order by ordinal_position) as columns from information_schema.columns where table_name = 'pulse_tickets'`,
  )
  expect(spent[0]!.columns).toBe('partnership_id,id,programme_id')
})
