// What travels together is one transaction: all of it or nothing, and nothing of it stays behind on the connection.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { world, type World } from '#testing/world.ts'
import { named } from './named.ts'
import type { Door, Tx } from './transact.ts'

let w: World, door: Door, session: string
beforeAll(async () => {
  w = await world()
  const { rows } = await w.owner.query<{ id: string }>('insert into sessions (user_id, partnership_id) values ($1, $2) returning id', [
    w.ids.users.officer,
    w.ids.partnership,
  ])
  session = rows[0]!.id
  door = w.doors.asSession(session, w.newId())
})
afterAll(() => w?.close())

const count = (tx: Tx) =>
  named<{ n: number }>(tx, 'test.count', 'select count(*)::int as n from participants', []).then((rows) => rows[0]!.n)
const logged = async () =>
  (await w.owner.query<{ n: number }>(`select count(*)::int as n from access_events where operation = 'test'`)).rows[0]!.n
const log = (tx: Tx) =>
  named(
    tx,
    'test.log',
    `insert into access_events (partnership_id, user_id, programme_id, participant_id, operation) values (app.partnership(), app.user_id(), $1, $2, 'test')`,
    [w.ids.programme, w.ids.participants.sam],
  )
const fail = (tx: Tx, by: number) => named(tx, 'test.fail', 'select 1 / $1::int as one', [by])

it('gives each question its answer and the actor, and reads values of every kind', async () => {
  const seen = await door.glance(
    (tx) => [
      count(tx),
      named(tx, 'test.kinds', `select $1::int as n, null as none, array['a', 'b'] as list, '{"a": 1}'::jsonb as json, $2::date as day`, [
        7,
        '2026-03-01',
      ]),
      tx.execute(sql`select ${'x'}::text as x`),
    ],
    ([people, kinds, { rows }], actor) => ({ people, kinds, rows, user: actor.userId }),
  )
  expect(seen).toEqual({
    people: 2,
    kinds: [{ n: 7, none: null, list: ['a', 'b'], json: { a: 1 }, day: '2026-03-01' }],
    rows: [{ x: 'x' }],
    user: w.ids.users.officer,
  })
})
it('is undone as a whole when one question fails, and the connection serves the next request', async () => {
  for (let time = 0; time < 12; time++) await expect(door.glance((tx) => [log(tx), fail(tx, 0), count(tx)])).rejects.toThrow(/zero/)
  expect(await logged()).toBe(0)
  const [, [one]] = await door.glance((tx) => [log(tx), fail(tx, 1)])
  expect(one).toEqual({ one: 1 })
  expect(await logged()).toBe(1)
})
it('a statement that cannot even be prepared harms nobody after it', async () => {
  for (let time = 0; time < 6; time++)
    await expect(door.glance((tx) => [named(tx, 'test.nonsense', 'select nonsense from participants', []), count(tx)])).rejects.toThrow(
      /nonsense/,
    )
  for (let time = 0; time < 6; time++) expect(await door.glance((tx) => [count(tx)])).toEqual([2])
})
it('leaves no context behind: whoever comes next on the connection sees only their own', async () => {
  for (let time = 0; time < 12; time++) {
    expect(await door.glance((tx) => [count(tx)])).toEqual([2])
    expect(await w.doors.asNobody().glance((tx) => [count(tx)])).toEqual([0])
    expect(await door.transact((tx) => count(tx))).toBe(2)
    expect(await w.doors.asNobody().transact((tx) => count(tx))).toBe(0)
  }
})
it('a question that comes after the request is over is refused', async () => {
  let kept: Tx | undefined
  await door.transact(async (tx) => {
    kept = tx
  })
  await expect(count(kept!)).rejects.toThrow(/after its request/)
})
it('an ended session opens nothing, and what was asked along with it is not answered', async () => {
  await w.owner.query('update sessions set ended_at = now() where id = $1', [session])
  await expect(door.glance((tx) => [count(tx)])).rejects.toThrow(/signed out/)
  await expect(door.transact((tx) => count(tx))).rejects.toThrow(/signed out/)
})
