// The only door to the database: one transaction, seen through one person's eyes. Drizzle runs on the pooled connection itself,
// so that pg's pipeline mode may send BEGIN, the context and the first queries in one flight.
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'

export type Tx = NodePgDatabase & { $client: pg.PoolClient }
export type Role =
  | 'programme_lead'
  | 'outreach_officer'
  | 'mentor'
  | 'partner_contact'
  | 'placement_supervisor'
  | 'safeguarding_lead'
  | 'data_lead'
  | 'analyst'
  | 'participant'
  | 'participant_rep'
export interface Membership {
  programmeId: string
  partnerId: string | null
  role: Role
  lead: boolean
}
/** Who is asking: only live roles, read as the door opened. */
export interface Actor {
  userId: string
  partnershipId: string
  sessionId?: string
  name: string
  partnerId: string | null
  administrator: boolean
  memberships: Membership[]
  /** The participants that are this person: one, for a young person signed in; none for staff. */
  self: string[]
}

// Dates cross as text: see columns.ts.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value)

const handles = new WeakMap<pg.PoolClient, Tx>()
const handle = (client: pg.PoolClient): Tx => handles.get(client) ?? handles.set(client, drizzle({ client }) as unknown as Tx).get(client)!

/** A named prepared query: built once per connection, planned once per connection by PostgreSQL. */
export const prepared = <Q extends object>(build: (tx: Tx) => Q) => {
  const known = new WeakMap<Tx, Q>()
  return (tx: Tx): Q => known.get(tx) ?? known.set(tx, build(tx)).get(tx)!
}

type Opening = { name: string; text: string; values: unknown[] } | undefined
type Settled<T extends readonly Promise<unknown>[]> = { -readonly [K in keyof T]: Awaited<T[K]> }
export interface Door {
  /** BEGIN and the context travel together; the work follows, then COMMIT. Nothing slow (mail, HTTP) belongs inside. */
  transact<T>(work: (tx: Tx, actor: Actor) => Promise<T>): Promise<T>
  /** For reads that need no decision in between: BEGIN, context, queries and COMMIT in one flight. `show` may then say what the actor can do. */
  glance<T extends readonly Promise<unknown>[], R = Settled<T>>(
    queries: (tx: Tx) => readonly [...T],
    show?: (results: Settled<T>, actor: Actor) => R,
  ): Promise<R>
}

export interface Doors {
  /** `reading`: the request changes nothing but logs, so its COMMIT need not wait for the disk (see the README's decisions). */
  asSession(sessionId: string, requestId: string, reading?: boolean): Door
  /** For a job that a person ordered: what they may see when it runs. */
  asPerson(userId: string, partnershipId: string, requestId: string): Door
  /** For a job that works for nobody in particular: what its purpose may see. */
  asSystem(purpose: 'messages', partnershipId: string, requestId: string): Door
  /** Before anyone is known: every table is empty, only the door's own functions answer. */
  asNobody(): Door
}

export const doorsOf = (pool: pg.Pool): Doors => ({
  asSession: (sessionId, requestId, reading) =>
    doorOf(
      pool,
      { name: 'open_door', text: 'select app.open_door($1, $2) as actor', values: [sessionId, requestId] },
      reading ? relaxed : undefined,
    ),
  asPerson: (userId, partnershipId, requestId) =>
    doorOf(pool, {
      name: 'open_as_person',
      text: 'select app.open_as_person($1, $2, $3) as actor',
      values: [userId, partnershipId, requestId],
    }),
  asSystem: (purpose, partnershipId, requestId) =>
    doorOf(pool, {
      name: 'open_as_system',
      text: 'select app.open_as_system($1, $2, $3) as actor',
      values: [purpose, partnershipId, requestId],
    }),
  asNobody: () => doorOf(pool, undefined),
})

const relaxed = 'begin; set local synchronous_commit = off'

function doorOf(pool: pg.Pool, opening: Opening, begin = 'begin'): Door {
  const open = (client: pg.PoolClient) => {
    const begun = client.query(begin)
    const opened = opening ? client.query<{ actor: Actor }>(opening) : undefined
    const actor = Promise.all([begun, opened]).then(([, answer]) => answer?.rows[0]?.actor ?? ({} as Actor))
    actor.catch(() => {}) // awaited by the caller; until then a failure must not count as unhandled
    return actor
  }
  return {
    async transact(work) {
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        const actor = await open(client)
        const result = await work(handle(client), actor)
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback').catch((reason: Error) => {
          broken = reason
        })
        throw error
      } finally {
        client.release(broken)
      }
    },
    async glance<T extends readonly Promise<unknown>[], R>(
      queries: (tx: Tx) => readonly [...T],
      show?: (results: Settled<T>, actor: Actor) => R,
    ) {
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        const all = await Promise.allSettled([open(client), ...queries(handle(client)), client.query('commit')])
        const done = all.pop()!
        if (done.status === 'rejected') broken = done.reason as Error
        for (const one of [...all, done]) if (one.status === 'rejected') throw one.reason
        const [actor, ...results] = all.map((one) => (one as PromiseFulfilledResult<unknown>).value)
        return (show ? show(results as Settled<T>, actor as Actor) : results) as never
      } finally {
        client.release(broken)
      }
    },
  }
}
