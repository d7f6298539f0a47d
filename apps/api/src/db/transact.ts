// The only door to the database: one transaction, seen through one person's eyes. Drizzle runs on the pooled connection itself,
// so that the context and the first queries travel in one flight.
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { Flight, type Statement } from './flight.ts'
import { lineOf, type Line } from './line.ts'

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
  /** The token by which a program came, in place of a session. */
  tokenId?: string
  name: string
  partnerId: string | null
  administrator: boolean
  memberships: Membership[]
  /** The participants that are this person: one, for a young person signed in; none for staff. */
  self: string[]
}

// Dates cross as text: see columns.ts.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value)

const handles = new WeakMap<Line, Tx>()
const handle = (line: Line): Tx => handles.get(line) ?? handles.set(line, drizzle({ client: line }) as unknown as Tx).get(line)!

/** A named prepared query: built once per connection, planned once per connection by PostgreSQL. */
export const prepared = <Q extends object>(build: (tx: Tx) => Q) => {
  const known = new WeakMap<Tx, Q>()
  return (tx: Tx): Q => known.get(tx) ?? known.set(tx, build(tx)).get(tx)!
}

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
  /** For a program: what the token's person may do, less what the token leaves out. Refused when it only reads and the request does not. */
  asToken(digest: string, requestId: string, reading: boolean): Door
  /** For a job that a person ordered: what they may see when it runs. */
  asPerson(userId: string, partnershipId: string, requestId: string): Door
  /** For a job that works for nobody in particular: what its purpose may see. */
  asSystem(purpose: 'messages' | 'clock', partnershipId: string, requestId: string): Door
  /** Before anyone is known: every table is empty, only the door's own functions answer. */
  asNobody(): Door
}

export const doorsOf = (pool: pg.Pool): Doors => ({
  asSession: (sessionId, requestId, reading = false) =>
    doorOf(pool, { name: 'open_door', text: 'select app.open_door($1, $2, $3) as actor', values: [sessionId, requestId, reading] }),
  asToken: (digest, requestId, reading) =>
    doorOf(pool, { name: 'open_by_token', text: 'select app.open_by_token($1, $2, $3) as actor', values: [digest, requestId, reading] }),
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

const begin: Statement = { name: 'begin', text: 'begin' }
const nobody = Promise.resolve({} as Actor)

function doorOf(pool: pg.Pool, opening: Statement | undefined): Door {
  const open = (flight: Flight): Promise<Actor> =>
    opening ? flight.add<{ actor: Actor }>(opening).then(({ rows }) => rows[0]!.actor) : nobody
  return {
    async transact(work) {
      const client = await pool.connect(),
        line = lineOf(client),
        flight = new Flight()
      let broken: Error | undefined
      try {
        const [, actor] = await line.send(flight, [flight.add(begin), open(flight)])
        const result = await work(handle(line), actor)
        await line.query('commit')
        return result
      } catch (error) {
        await client.query('rollback').catch((reason: Error) => {
          broken = reason
        })
        if (flight.uncertain) broken = error as Error
        throw error
      } finally {
        line.hangUp()
        client.release(broken)
      }
    },
    async glance<T extends readonly Promise<unknown>[], R>(
      queries: (tx: Tx) => readonly [...T],
      show?: (results: Settled<T>, actor: Actor) => R,
    ) {
      const client = await pool.connect(),
        line = lineOf(client),
        flight = new Flight()
      try {
        const asked = [open(flight), ...line.board(flight, () => queries(handle(line)))]
        const [actor, ...results] = await line.send(flight, asked)
        return (show ? show(results as Settled<T>, actor as Actor) : results) as never
      } finally {
        line.hangUp()
        client.release(flight.uncertain)
      }
    },
  }
}
