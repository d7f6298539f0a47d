// The line that one request has to the database: a pooled client on which every statement is prepared once, and what is asked in the
// same breath is sent in one packet.
import type pg from 'pg'
import { Flight, type Statement } from './flight.ts'

type Config = Partial<Statement> & { text: string }
type Settled<T extends readonly Promise<unknown>[]> = { -readonly [K in keyof T]: Awaited<T[K]> }
export type Line = pg.PoolClient & {
  /** What `ask` queries boards the flight instead of travelling alone. */
  board<T>(flight: Flight, ask: () => T): T
  /** Sends the flight; gives what was asked, in order, once all of it has landed, or throws what the database said first. */
  send<T extends readonly Promise<unknown>[]>(flight: Flight, asked: readonly [...T]): Promise<Settled<T>>
  /** The request is over: a query that comes later fails, instead of riding on the next request's transaction. */
  hangUp(): void
}

/** One name for one text, for the life of the process; past so many texts, the rest are planned anew each time. */
const names = new Map<string, string>()
const most = 1500
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined) return known
  // Several statements in one text cannot be prepared, nor can every command.
  if (names.size >= most || text.includes(';') || !/^\s*(select|with|insert|update|delete)\b/i.test(text)) return undefined
  names.set(text, `s${names.size}`)
  return names.get(text)
}

const lines = new WeakMap<pg.PoolClient, Line>()
/** Opens the line of a client that was just taken from the pool. */
export function lineOf(client: pg.PoolClient): Line {
  const line = lines.get(client) ?? lines.set(client, makeLine(client)).get(client)!
  line.board(undefined as never, () => {})
  return line
}

function makeLine(client: pg.PoolClient): Line {
  let boarding: Flight | undefined,
    open = false,
    corked = false
  const { stream } = (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } }).connection
  const together = () => {
    if (corked) return
    corked = true
    stream.cork()
    process.nextTick(() => {
      corked = false
      stream.uncork()
    })
  }
  const query = (first: string | Config, given?: unknown[]) => {
    if (!open) return Promise.reject(new Error('A query came after its request was over.'))
    const config: Config = typeof first === 'string' ? { text: first } : first
    const values = given ?? config.values ?? [],
      name = config.name ?? nameOf(config.text)
    if (boarding) return boarding.add({ ...config, name: name ?? '', values })
    together()
    // Without values and without a name a text may hold several statements, which only the simple protocol takes.
    return client.query(name === undefined && values.length === 0 ? config.text : ({ ...config, name, values } as pg.QueryConfig))
  }
  return Object.assign(Object.create(client) as pg.PoolClient, {
    query: query as pg.PoolClient['query'],
    board<T>(flight: Flight | undefined, ask: () => T): T {
      open = true
      boarding = flight
      try {
        return ask()
      } finally {
        boarding = undefined
      }
    },
    async send<T extends readonly Promise<unknown>[]>(flight: Flight, asked: readonly [...T]) {
      void client.query(flight as never)
      const all = await Promise.allSettled(asked)
      for (const one of all) if (one.status === 'rejected') throw one.reason
      return all.map((one) => (one as PromiseFulfilledResult<unknown>).value) as Settled<T>
    },
    hangUp() {
      open = false
    },
  })
}
