// The real API of the bench: signed in, row-level security and read log on. Its parent tells it where the database is.
import pg from 'pg'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { doorsOf } from '../db/transact.ts'
import type { BenchSetup } from './context.ts'

process.once('message', (message) => void serve(message as BenchSetup))

async function serve({ server, database, world }: BenchSetup) {
  const pool = new pg.Pool({ ...server, user: 'modulus_app', database, max: 8, pipeline: true } as pg.PoolConfig)
  const app = await buildApp(readConfig({ LOG_LEVEL: 'silent' }), {
    doors: doorsOf(pool),
    jobs: { send: async () => {}, stop: async () => {} },
    secret: 'x'.repeat(64),
  })
  const owner = new pg.Client({ ...server, user: 'modulus_owner', database })
  await owner.connect()
  const { rows } = await owner.query<{ id: string }>(`insert into sessions (user_id, partnership_id) values ($1, $2) returning id`, [
    world.userId,
    world.partnershipId,
  ])
  await owner.end()
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as { port: number }
  process.send!({ port, token: app.jwt.sign({ sub: world.userId, sid: rows[0]!.id }) })
  process.on('message', () => process.send!({ memory: process.memoryUsage.rss() }))
}
