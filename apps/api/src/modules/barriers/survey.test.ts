// The barrier survey: nobody in particular answers, each kind counts by itself from five, and its file is safe to open.
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

const at = () => `/programmes/${w.ids.programme}/barrier-survey`
const read = (person: Parameters<World['as']>[0]) => w.as(person).get(at())
const take = (person: Parameters<World['as']>[0]) => w.as(person).post(`${at()}/ticket`)
const fares = { source: 'practical', howMuch: 4, fallsOn: 'participant' }
const trust = { source: 'trust', howMuch: 2, fallsOn: 'community' }
const answer = (ticket: string, choices: object[] = [fares], words = '') =>
  w.stranger().post('/barrier-survey/answers', { ticket, choices, words })
/** Answers of a month that is over, as they would have been taken in then. */
const answered = async (asked: string, month: string, ...all: [object[], string][]) => {
  for (const [choices, words] of all)
    await w.owner.query(
      'insert into survey_answers (partnership_id, programme_id, asked, month, choices, words) values ($1, $2, $3, $4, $5, $6)',
      [w.ids.partnership, w.ids.programme, asked, month, JSON.stringify(choices), words],
    )
}
const monthOf = (body: { months: { month: string; asked: string }[] }, month: string, asked: string) =>
  body.months.find((one) => one.month === month && one.asked === asked)

it('young people, staff and partners are asked, each once a month; others are told that they are not', async () => {
  for (const [person, asked] of [
    ['sam', 'participants'],
    ['officer', 'staff'],
    ['mentor', 'staff'],
    ['partner', 'partners'],
    ['supervisor', 'partners'],
  ] as const) {
    if (person !== 'supervisor') expect((await read(person).expect(200)).body.mine).toMatchObject({ asked, answered: false })
    const { body } = await take(person).expect(200)
    expect(body.asked).toBe(asked)
    await answer(body.ticket, [fares, trust], 'Two buses').expect(204)
    expect((await read(person)).body.mine.answered).toBe(true)
    expect((await take(person).expect(409)).body.type).toBe('/problems/survey-answered')
  }
  expect((await take('safeguarding').expect(409)).body.type).toBe('/problems/survey-not-asked')
  for (const person of ['otherpartner', 'otherlead', 'admin'] as const)
    for (const path of ['', '/survey.csv', '/codebook.csv']) {
      await w
        .as(person)
        .get(at() + path)
        .expect(404)
      await take(person).expect(404)
    }
})
it('a ticket counts once, only for the survey, and only when we wrote it; a name beside it is refused', async () => {
  const { body } = await take('secondOfficer').expect(200)
  const sent = { ticket: body.ticket, choices: [fares], words: '' }
  expect((await w.as('sam').post('/barrier-survey/answers', sent).expect(400)).body.type).toBe('/problems/sent-with-a-name')
  await w
    .stranger()
    .post('/barrier-survey/answers', sent)
    .set('cookie', '__Host-session=x')
    .set('sec-fetch-site', 'same-origin')
    .expect(400)
  await answer(body.ticket, []).expect(400)
  await answer(body.ticket, [fares, { ...fares, howMuch: 1 }]).expect(400)
  await answer(body.ticket, [{ ...fares, howMuch: 5 }]).expect(400)
  const pulse = (await w.as('secondOfficer').post(`/programmes/${w.ids.programme}/pulse/ticket`).expect(200)).body.ticket as string
  for (const forged of [pulse, '', body.ticket.replace('staff', 'partners')]) await answer(forged).expect(409)
  expect(
    (
      await w
        .stranger()
        .post('/pulse/answers', { ticket: body.ticket, answers: [1, 1, 1, 1, 1], why: '' })
        .expect(409)
    ).body.type,
  ).toBe('/problems/ticket-spent')
  await answer(body.ticket).expect(204)
  expect((await answer(body.ticket).expect(409)).body.type).toBe('/problems/ticket-spent')
})
it('four answers of a kind show nothing, not even that they are four; the fifth shows what was chosen, loose from whose it was', async () => {
  const four = [1, 2, 3, 4].map(() => [[fares, trust], 'Two buses'] as [object[], string])
  await answered('participants', '2026-09-01', ...four)
  await answered('staff', '2026-09-01', [[trust], 'x'])
  const before = (await read('lead').expect(200)).body
  expect(monthOf(before, '2026-09-01', 'participants')).toEqual({
    asked: 'participants',
    month: '2026-09-01',
    people: null,
    sources: null,
    words: [],
  })
  await answered('participants', '2026-09-01', [[{ ...fares, howMuch: 1, fallsOn: 'community' }], ''])
  const { body } = await read('lead').expect(200)
  expect(monthOf(body, '2026-09-01', 'participants')).toEqual({
    asked: 'participants',
    month: '2026-09-01',
    people: 5,
    sources: [
      {
        source: 'practical',
        chosen: 5,
        howMuch: [1, 0, 0, 4],
        fallsOn: [
          { on: 'participant', chosen: 4 },
          { on: 'community', chosen: 1 },
        ],
      },
      { source: 'trust', chosen: 4, howMuch: [0, 4, 0, 0], fallsOn: [{ on: 'community', chosen: 4 }] },
    ],
    words: Array(4).fill('Two buses'),
  })
  expect(monthOf(body, '2026-09-01', 'staff')).toMatchObject({ people: null, sources: null })
  for (const person of ['sam', 'partner', 'mentor'] as const)
    expect(monthOf((await read(person)).body, '2026-09-01', 'participants')).toMatchObject({ people: 5, words: [] })
})
it('the running month shows nothing yet', async () => {
  const now = (await read('sam')).body.mine.month
  await answered('participants', now, ...Array(6).fill([[fares], '']))
  expect((await read('lead')).body.months.map((one: { month: string }) => one.month)).not.toContain(now)
  await w.owner.query('delete from survey_answers where month = $1', [now])
})
it('the file holds only what may be shown, no formula, and words for the lead alone; the codebook explains every code in it', async () => {
  const evil = ['=HYPERLINK("http://x.invalid")', '+1', '-1', '@SUM(A1)', ' =1']
  await answered('partners', '2026-08-01', ...evil.map((words) => [[fares], words] as [object[], string]))
  await answered('staff', '2026-08-01', [[trust], 'Only one of us'])
  const lead = await w.as('lead').get(`${at()}/survey.csv`).expect(200)
  expect(lead.headers['content-disposition']).toBe('attachment; filename="survey.csv"')
  expect(lead.headers['content-type']).toContain('text/csv')
  const rows = lead.text.replace('\ufeff', '').trim().split('\r\n')
  expect(rows[0]).toBe('"month","asked","people","row","source","how_much","falls_on","words"')
  expect(rows.filter((one) => one === '"2026-08","partners","5","choice","practical","4","participant",""')).toHaveLength(5)
  for (const words of evil) expect(lead.text).toContain(`"'${words.replaceAll('"', '""')}"`)
  expect(lead.text).not.toMatch(/"[=+\-@]/)
  expect(lead.text).not.toContain('Only one of us')
  expect(lead.text).not.toContain('"staff"')
  const analyst = await w.as('analyst').get(`${at()}/survey.csv`).expect(200)
  expect(analyst.text).toContain('"choice"')
  expect(analyst.text).not.toContain('"words","",')
  expect(analyst.text).not.toContain('HYPERLINK')
  const book = (await w.as('analyst').get(`${at()}/codebook.csv`).expect(200)).text
  for (const column of rows[0]!.replaceAll('"', '').split(',')) expect(book).toContain(`"${column}","",`)
  for (const [column, value] of [
    ['source', 'practical'],
    ['source', 'funding_rules'],
    ['falls_on', 'participant'],
    ['how_much', '4'],
    ['asked', 'partners'],
    ['row', 'words'],
  ])
    expect(book).toContain(`"${column}","${value}","`)
  for (const person of ['officer', 'sam', 'partner', 'mentor', 'data'] as const) {
    await w.as(person).get(`${at()}/survey.csv`).expect(403)
    await w.as(person).get(`${at()}/codebook.csv`).expect(403)
  }
})
it('nobody reads the rows, and nothing that is kept lays an answer beside the person who marked the month', async () => {
  for (const table of ['survey_answers', 'survey_tickets']) {
    const { rows } = await w.owner.query(`select has_table_privilege('modulus_app', $1, 'select') as may`, [table])
    expect(rows[0].may).toBe(false)
  }
  await w.owner.query('delete from survey_answers')
  await w.owner.query('delete from survey_marks')
  lines.length = 0
  const order = ['sam', 'officer', 'secondOfficer', 'lead', 'mentor', 'partner', 'supervisor'] as const
  for (const [i, person] of order.entries()) {
    const { body } = await take(person).expect(200)
    await answer(body.ticket, [{ ...fares, howMuch: 1 + (i % 4) }]).expect(204)
  }
  const { rows: kept } = await w.owner.query<{ xmin: string; asked: string }>('select xmin::text, asked from survey_answers')
  expect(kept).toHaveLength(order.length)
  for (const asked of ['participants', 'staff', 'partners'])
    expect(new Set(kept.filter((one) => one.asked === asked).map((one) => one.xmin)).size).toBe(1)
  const { rows: columns } = await w.owner.query(
    `select column_name from information_schema.columns where table_name like 'survey%' and (data_type like 'timestamp%' or column_name ~ '(request|created|updated)')`,
  )
  expect(columns).toEqual([])
  const { rows: named } = await w.owner.query(
    `select column_name from information_schema.columns where table_name in ('survey_answers', 'survey_tickets') and column_name ~ '(user|person|participant)'`,
  )
  expect(named).toEqual([])
  const { rows: trail } = await w.owner.query(
    `select (select count(*) from audit_events where table_name like 'survey%')::int + (select count(*) from write_digests where operation like 'barrierSurvey%')::int as n`,
  )
  expect(trail[0].n).toBe(0)
  expect(lines.filter((line) => line.includes('/barrier-survey/answers'))).toEqual([])
  for (const person of order) expect(lines.join('')).not.toContain(w.ids.users[person])
})
it('neither where an answer lies nor its id tells when it came', async () => {
  const now = (await read('sam')).body.mine.month as string,
    came = Array.from({ length: 12 }, (_, i) => `answer ${i}`)
  await w.owner.query('delete from survey_answers')
  for (const words of came)
    await w.owner.query(`select app.answer_survey($1, $2, 'staff', $3, $4, $5, $6)`, [
      w.ids.partnership,
      w.ids.programme,
      now,
      w.newId(),
      JSON.stringify([fares]),
      words,
    ])
  for (const by of ['ctid', 'id']) {
    const { rows } = await w.owner.query<{ words: string }>(`select words from survey_answers order by ${by}`)
    // Nine or more of twelve in their place by chance: less than once in a hundred thousand runs.
    expect(rows.filter((one, i) => one.words === came[i]).length).toBeLessThan(9)
  }
  const { rows } = await w.owner.query('select distinct xmin::text from survey_answers')
  expect(rows).toHaveLength(1)
})
it('a mark is its owner’s alone, and nobody marks for another kind than their own', async () => {
  await w.doors.asPerson(w.ids.users.lead, w.ids.partnership, w.newId()).transact(async (tx) => {
    const { rows } = await tx.$client.query('select user_id from survey_marks')
    expect(rows.filter((one: { user_id: string }) => one.user_id !== w.ids.users.lead)).toEqual([])
  })
  await expect(
    w.doors
      .asPerson(w.ids.users.partner, w.ids.partnership, w.newId())
      .transact((tx) =>
        tx.$client.query(`insert into survey_marks (programme_id, asked, month) values ($1, 'participants', '2026-01-01')`, [
          w.ids.programme,
        ]),
      ),
  ).rejects.toThrow(/row-level security/)
})
