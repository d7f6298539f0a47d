// The logs prove themselves: what was sealed cannot be edited, removed, reordered or cut off without being found.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { verifyLogs } from './sealing.ts'

let w: World
beforeAll(async () => {
  w = await world()
})
afterAll(() => w?.close())

const seal = async () => (await w.owner.query<{ n: number }>('select app.seal_logs(100000) as n')).rows[0]!.n
const found = async (given: Parameters<typeof verifyLogs>[1] = []) => (await verifyLogs(w.owner, given)).findings.map(({ what }) => what)
/** What a hand inside the database would do, undone afterwards. */
async function tampered(...statements: string[]) {
  await w.owner.query('begin')
  try {
    for (const one of statements) await w.owner.query(one)
    return await found()
  } finally {
    await w.owner.query('rollback')
  }
}
/** People at work: rows in both logs. */
async function work() {
  await w.as('officer').get(`/participants/${w.ids.participants.sam}`).expect(200)
  const id = w.newId()
  await w
    .as('officer')
    .put(`/participants/${w.ids.participants.sam}/interests/${id}`, { ownWords: 'Wood', heardOn: '2026-11-01' })
    .expect(201)
}
beforeEach(async () => {
  await work()
  await seal()
})

it('seals every committed row once, and a row of a transaction that was undone never', async () => {
  await w.owner.query('begin')
  await w.owner.query(
    `insert into audit_events (partnership_id, verb, table_name, row_id) values ($1, 'insert', 'never', gen_random_uuid())`,
    [w.ids.partnership],
  )
  await w.owner.query('rollback')
  await work()
  await seal()
  const { rows } = await w.owner.query<{ events: number; links: number }>(
    `select (select count(*) from audit_events)::int + (select count(*) from access_events)::int as events, (select count(*) from log_links)::int as links`,
  )
  expect(rows[0]!.links).toBe(rows[0]!.events)
  expect(await seal()).toBe(0)
  expect(await found()).toEqual([])
})
it('leaves what is still under way for later, and then puts it behind what it did not precede', async () => {
  const slow = await w.pool.connect()
  await slow.query('begin')
  await slow.query('select pg_current_xact_id()')
  await work()
  expect(await seal()).toBe(0) // a transaction that began before is still open
  await slow.query('commit')
  slow.release()
  expect(await seal()).toBeGreaterThan(0)
  expect(await found()).toEqual([])
})
it('many sealers at once seal each row once', async () => {
  await work()
  const pools = await Promise.all(
    Array.from({ length: 5 }, () => w.doors.asNobody().transact((tx) => tx.$client.query('select app.seal_logs(100000)'))),
  )
  expect(pools).toHaveLength(5)
  await seal()
  expect(await found()).toEqual([])
})

const last = `select seq from log_links order by seq desc limit 1`
it.each([
  [
    'an edited row',
    ['changed'],
    [`update audit_events set table_name = 'other' where id = (select min(event_id) from log_links where log = 'audit')`],
  ],
  [
    'an edited reading',
    ['changed'],
    [`update access_events set user_id = gen_random_uuid() where id = (select max(event_id) from log_links where log = 'access')`],
  ],
  [
    'a row with another time, a millionth of a second later',
    ['changed'],
    [`update audit_events set at = at + interval '1 microsecond' where id = (select min(event_id) from log_links where log = 'audit')`],
  ],
  ['a row that is gone', ['gone'], [`delete from access_events where id = (select min(event_id) from log_links where log = 'access')`]],
  [
    'a row that is gone with its link',
    ['gap', 'changed'],
    [
      `delete from audit_events where id = (select event_id from log_links where log = 'audit' order by seq limit 1)`,
      `delete from log_links where seq = (select seq from log_links where log = 'audit' order by seq limit 1)`,
    ],
  ],
  [
    'two rows that changed places',
    ['changed'],
    [
      `alter table log_links drop constraint log_links_once`,
      `update log_links l set event_id = o.event_id, log = o.log from log_links o where l.partnership_id = o.partnership_id and l.seq + o.seq = 3`,
    ],
  ],
  [
    'an end that was cut off',
    ['head'],
    [
      `delete from access_events where id = (select event_id from log_links where seq = (${last}) and log = 'access')`,
      `delete from audit_events where id = (select event_id from log_links where seq = (${last}) and log = 'audit')`,
      `delete from log_links where seq = (${last})`,
    ],
  ],
  [
    'a row slipped in with an old date',
    ['unsealed'],
    [
      `insert into audit_events (partnership_id, at, verb, table_name, row_id) select id, '2026-01-01', 'insert', 'x', gen_random_uuid() from partnerships where slug = 'riverside'`,
    ],
  ],
])('finds %s', async (_what, wanted, statements) => {
  const all = await tampered(...statements)
  expect(all.slice(0, wanted.length).every((one) => wanted.includes(one))).toBe(true)
  expect(all.length).toBeGreaterThan(0)
  expect(await found()).toEqual([])
})
it('finds a history rewritten from end to end by a head that a partner kept', async () => {
  const [head] = (await verifyLogs(w.owner)).heads
  await w.owner.query('begin')
  await w.owner.query(`delete from log_links; delete from log_heads; delete from log_marks; update audit_events set user_id = null`)
  await w.owner.query('commit')
  await seal()
  expect(await found()).toEqual([])
  expect(await found([head!])).toEqual(['head'])
})
it('the app’s role cannot write the chain, and data leads and administrators alone see its links and the heads of their partnership', async () => {
  const client = await w.pool.connect()
  for (const table of ['log_links', 'log_marks'])
    for (const deed of ['insert', 'update', 'delete', ...(table === 'log_marks' ? ['select'] : [])])
      expect((await client.query(`select has_table_privilege('modulus_app', '${table}', '${deed}') as may`)).rows[0].may).toBe(false)
  client.release()
  for (const [person, sees] of [
    ['data', true],
    ['admin', true],
    ['lead', false],
    ['otherlead', false],
  ] as const)
    await w.doors
      .asPerson(w.ids.users[person], person === 'otherlead' ? w.ids.otherPartnership : w.ids.partnership, w.newId())
      .transact(async (tx) => {
        for (const table of ['log_heads', 'log_links']) {
          const { rows } = await tx.$client.query(`select 1 from ${table} where partnership_id = $1`, [w.ids.partnership])
          expect([person, table, rows.length > 0]).toEqual([person, table, sees])
        }
      })
})
