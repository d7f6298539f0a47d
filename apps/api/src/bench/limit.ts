// The limit of the bench: bare Fastify and pg, the very statements that our API sent for the same request, prepared, on connections that
// skip sign-in, door, row-level security, read log and idempotency. Statements are learnt by watching our API serve one request of each kind.
import Fastify from 'fastify'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { doorsOf } from '../db/transact.ts'
import { ask, operations, pretend, type BenchSetup, type Operation } from './context.ts'

interface Statement {
  name: string
  text: string
  values: unknown[]
}
process.once('message', (message) => void serve(message as BenchSetup))

async function serve(setup: BenchSetup) {
  const { server, database, world } = setup
  const learnt = await learn(setup)
  const pool = new pg.Pool({ ...server, user: 'postgres', database, max: 8, pipeline: true } as pg.PoolConfig)
  const ready = new WeakSet<pg.PoolClient>()
  const run = async (statements: Statement[], write: boolean) => {
    const client = await pool.connect()
    try {
      if (!ready.has(client)) {
        await pretend(client, world)
        ready.add(client)
      }
      const sent = statements.map((one) => client.query(one))
      const all = write ? await Promise.all([client.query('begin'), ...sent, client.query('commit')]) : await Promise.all(sent)
      return all.flatMap((one) => one.rows as object[])
    } finally {
      client.release()
    }
  }
  const app = Fastify()
  for (const operation of operations) {
    app.post(`/${operation.replace(' ', '-')}`, async (request) => {
      const { person, id } = request.body as { person: string; id: string }
      const { statements, was } = learnt[operation]
      const put = (value: unknown) =>
        value === was.person
          ? person
          : value === was.id
            ? id
            : typeof value === 'string' &&
                /^[0-9a-f-]{36}$/.test(value) &&
                operation === 'record visit' &&
                value !== world.programmeId &&
                value !== world.userId
              ? uuidv7()
              : value
      return run(
        statements.map((one) => ({ ...one, values: one.values.map(put) })),
        operation === 'record visit',
      )
    })
  }
  await app.listen({ port: 0, host: '127.0.0.1' })
  process.send!({ port: (app.server.address() as { port: number }).port })
  process.on('message', () => process.send!({ memory: process.memoryUsage.rss() }))
}

/** Runs each kind of request once on our API, and keeps what it said to the database that is the request's own work. */
async function learn({ server, database, world }: BenchSetup) {
  const heard: Statement[] = []
  const pool = new pg.Pool({ ...server, user: 'modulus_app', database, max: 1, pipeline: true } as pg.PoolConfig)
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = ((first: unknown, values?: unknown[]) => {
      const { text, values: own = values } = typeof first === 'string' ? ({ text: first } as Statement) : (first as Statement)
      heard.push({ name: `l${heard.length}`, text, values: own ?? [] })
      return query(first, values)
    }) as typeof client.query
  })
  const app = await buildApp(readConfig({ LOG_LEVEL: 'silent' }), {
    doors: doorsOf(pool),
    jobs: { send: async () => {}, stop: async () => {} },
    secret: 'x'.repeat(64),
  })
  const owner = new pg.Client({ ...server, user: 'modulus_owner', database })
  await owner.connect()
  const { rows } = await owner.query<{ id: string }>('insert into sessions (user_id, partnership_id) values ($1, $2) returning id', [
    world.userId,
    world.partnershipId,
  ])
  await owner.end()
  await app.ready()
  const learnt = {} as Record<Operation, { statements: Statement[]; was: { person: string; id: string } }>
  for (const operation of operations) {
    const id = uuidv7(),
      { method, path, body } = ask(operation, world, 0, id)
    heard.length = 0
    const answer = await app.inject({
      method,
      url: `/api${path}`,
      ...(body ? { payload: body } : {}),
      headers: { authorization: `Bearer ${app.jwt.sign({ sub: world.userId, sid: rows[0]!.id })}` },
    })
    if (answer.statusCode >= 300) throw new Error(`The bench could not learn "${operation}": ${answer.statusCode} ${answer.body}`)
    const own = heard.filter(({ text }) => !/^(begin|commit)|app\.open_door|write_digests|^insert into access_events/i.test(text.trim()))
    learnt[operation] = {
      statements: (operation === 'record visit' ? own.filter(({ text }) => /^\s*(insert|update)/i.test(text)) : own).map((one, i) =>
        bare(one, `${operation} ${i}`),
      ),
      was: { person: world.participantIds[0]!, id },
    }
  }
  await app.close()
  await pool.end()
  return learnt
}

/** Without the read log (the part "seen as (insert ...)"); trailing parameters that only the log used go with it. */
function bare({ text, values }: Statement, name: string): Statement {
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
