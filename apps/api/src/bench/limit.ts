// The limit of the bench: bare Fastify and pg, the very statements that our API sent for the same request, prepared, on connections that
// skip sign-in, door, row-level security, read log and idempotency. Statements are learnt by watching our API serve one request of each kind.
import Fastify from 'fastify'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { operations, pretend, type BenchSetup, type Heard } from './context.ts'
import { learn } from './learn.ts'

process.once('message', (message) => void serve(message as BenchSetup))

async function serve(setup: BenchSetup) {
  const { server, database, world, pool: max } = setup
  const learnt = await learn(setup)
  const pool = new pg.Pool({ ...server, user: 'postgres', database, max, pipeline: true } as pg.PoolConfig)
  const ready = new WeakSet<pg.PoolClient>()
  const run = async (statements: Heard[], write: boolean) => {
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
