// Runs each kind of request once on our API, and keeps what it said to the database: what is the request's own work, and what is ours.
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { Flight } from '../db/flight.ts'
import { doorsOf } from '../db/transact.ts'
import { ask, operations, type BenchSetup, type Heard, type Operation } from './context.ts'

export interface Learnt {
  /** As our API said it, without BEGIN, door and COMMIT. */
  said: Heard[]
  /** The same without read log, idempotency and hints for policies: what a bare handler would say. */
  statements: Heard[]
  was: { person: string; id: string }
}

export async function learn({ server, database, world }: BenchSetup): Promise<Record<Operation, Learnt>> {
  const heard: Heard[] = []
  const pool = new pg.Pool({ ...server, user: 'modulus_app', database, max: 1, pipeline: true } as pg.PoolConfig)
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = ((first: string | Flight | Partial<Heard>, values?: unknown[]) => {
      const said = first instanceof Flight ? first.statements : [typeof first === 'string' ? { text: first } : first]
      for (const one of said) heard.push({ name: `l${heard.length}`, text: one.text!, values: one.values ?? values ?? [] })
      return query(first, values)
    }) as typeof client.query
  })
  const app = await buildApp(readConfig({ LOG_LEVEL: 'silent' }), {
    doors: doorsOf(pool),
    jobs: { send: async () => {}, stop: async () => {} },
    secret: 'x'.repeat(64),
  })
  const token = app.jwt.sign({ sub: world.userId, sid: await signIn({ server, database, world }) })
  await app.ready()
  const learnt = {} as Record<Operation, Learnt>
  for (const operation of operations) {
    const id = uuidv7(),
      { method, path, body } = ask(operation, world, 0, id)
    heard.length = 0
    const answer = await app.inject({
      method,
      url: `/api${path}`,
      ...(body ? { payload: body } : {}),
      headers: { authorization: `Bearer ${token}` },
    })
    if (answer.statusCode >= 300) throw new Error(`The bench could not learn "${operation}": ${answer.statusCode} ${answer.body}`)
    const said = heard.filter(({ text }) => !/^(begin|commit)|app\.open_door/i.test(text.trim()))
    const own = said.filter(
      ({ text }) =>
        !/write_digests|^insert into access_events|^select set_config/i.test(text.trim()) &&
        (operation !== 'record visit' || /^\s*(insert|update)/i.test(text)),
    )
    learnt[operation] = {
      said: said.map((one, i) => ({ ...one, name: `${operation} said ${i}` })),
      statements: own.map((one, i) => bare(one, `${operation} ${i}`)),
      was: { person: world.participantIds[0]!, id },
    }
  }
  await app.close()
  await pool.end()
  return learnt
}

/** A session for the officer of the bench. */
export async function signIn({ server, database, world }: Pick<BenchSetup, 'server' | 'database' | 'world'>): Promise<string> {
  const owner = new pg.Client({ ...server, user: 'modulus_owner', database })
  await owner.connect()
  const { rows } = await owner.query<{ id: string }>('insert into sessions (user_id, partnership_id) values ($1, $2) returning id', [
    world.userId,
    world.partnershipId,
  ])
  await owner.end()
  return rows[0]!.id
}

/** Without the read log (the part "seen as (insert ...)"); trailing parameters that only the log used go with it. */
export function bare({ text, values }: Heard, name: string): Heard {
  const from = text.search(/,?\s*seen as \(insert into access_events/)
  const without = from < 0 ? text : text.slice(0, from) + text.slice(closing(text, text.indexOf('(', from)) + 1)
  const last = values.findLastIndex((_, i) => new RegExp(`\\$${i + 1}\\b`).test(without))
  return { name, text: without, values: values.slice(0, last + 1) }
}
/** Where the parenthesis that opens at `open` closes. */
function closing(text: string, open: number): number {
  let depth = 0
  for (let i = open; i < text.length; i++) {
    if (text[i] === '(') depth++
    else if (text[i] === ')' && --depth === 0) return i
  }
  return text.length
}
