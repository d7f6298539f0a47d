import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { checksClock } from './clock.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())
beforeEach(async () => {
  await w.owner.query('delete from pvg_notices')
  await w.owner.query('delete from messages')
})

const due = (days: number) =>
  w.owner.query(
    `update pvg_checks set membership_confirmed_on = current_date + $2::integer - 1800, renewal_due = current_date + $2::integer where user_id = $1`,
    [w.ids.users.mentor, days],
  )
const strike = () => checksClock.run({ doors: w.doors, config: w.config, log: () => {}, send: async () => {} }, w.ids.partnership)
const sent = async () =>
  (await w.owner.query<{ to: string; subject: string; body: string }>(`select to_address as "to", subject, body from messages order by 1`))
    .rows

it.each([
  [61, null],
  [60, 'is to be renewed within 60 days'],
  [30, 'is to be renewed within 30 days'],
  [0, 'has run out'],
])('%i days before, the person and the administrator hear, once', async (days, words) => {
  await due(days)
  await strike()
  await strike()
  const all = await sent()
  expect(all.map((one) => one.to)).toEqual(words ? ['admin@test.invalid', 'mentor@test.invalid'] : [])
  for (const one of all) {
    expect(one.subject).toContain(words)
    expect(`${one.subject} ${one.body}`).not.toMatch(/Mentor Test|\d{4}-\d\d/)
  }
})
it('a clock that slept through tells only what is true now', async () => {
  await due(60)
  await strike()
  await due(-5)
  await strike()
  expect(
    (await sent())
      .filter((one) => one.to.startsWith('mentor'))
      .map((one) => one.subject)
      .sort(),
  ).toEqual(['Your PVG membership has run out', 'Your PVG membership is to be renewed within 60 days'])
})
it('what they did is listed for the lead, who hears of it; nothing is undone', async () => {
  await w.owner.query(`update participants set age_band = '16_17' where id = $1`, [w.ids.participants.rosa])
  await due(90)
  const match = await w.match(w.ids.participants.rosa)
  await due(-1)
  await strike()
  expect((await sent()).map((one) => one.to)).toEqual(['admin@test.invalid', 'lead@test.invalid', 'mentor@test.invalid'])
  const { toArrange } = (await w.as('lead').get(`/programmes/${w.ids.programme}/checks`).expect(200)).body
  expect(toArrange).toEqual([
    {
      kind: 'mentor',
      aboutId: match,
      participant: { id: w.ids.participants.rosa, knownAs: 'Rosa' },
      person: { id: w.ids.users.mentor, name: 'Mentor Test' },
    },
  ])
  expect((await w.as('mentor').get(`/mentoring/matches/${match}`).expect(200)).body.status).toBe('active')
  expect((await w.as('safeguarding').get(`/programmes/${w.ids.programme}/checks`).expect(200)).body.toArrange).toEqual([])
  const { rows } = await w.owner.query(`select 1 from access_events where operation = 'pvg.team' and participant_id = $1`, [
    w.ids.participants.rosa,
  ])
  expect(rows.length).toBeGreaterThan(0)
})
it('says nothing about who left, or whose newer check stands; and answers only the clock', async () => {
  await due(-1)
  await w.owner.query('update people set disabled_at = now() where user_id = $1', [w.ids.users.mentor])
  await strike()
  expect(await sent()).toEqual([])
  await w.owner.query('update people set disabled_at = null where user_id = $1', [w.ids.users.mentor])
  await w.owner.query(
    `insert into pvg_checks (partnership_id, id, user_id, workforce, membership_confirmed_on, renewal_due, seen_by_id, created_at) values ($1, gen_random_uuid(), $2, 'both', current_date, current_date + 900, $3, now() + interval '1 second')`,
    [w.ids.partnership, w.ids.users.mentor, w.ids.users.lead],
  )
  await strike()
  expect(await sent()).toEqual([])
  await w.doors.asPerson(w.ids.users.lead, w.ids.partnership, w.newId()).transact(async (tx) => {
    expect((await tx.$client.query('select * from app.strike_checks()')).rows).toEqual([])
  })
})
