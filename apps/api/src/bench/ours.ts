// The real API of the bench: signed in, row-level security and read log on. Its parent tells it where the database is.
import pg from 'pg'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { doorsOf } from '../db/transact.ts'
import type { BenchSetup } from './context.ts'
import { signIn } from './learn.ts'

process.once('message', (message) => void serve(message as BenchSetup))

async function serve({ server, database, world, pool: max }: BenchSetup) {
  const pool = new pg.Pool({ ...server, user: 'modulus_app', database, max, pipeline: true } as pg.PoolConfig)
  const app = await buildApp(readConfig({ LOG_LEVEL: 'silent', RECORDS_IN_TEN_MINUTES: '1000000000', REQUESTS_PER_MINUTE: '1000000000' }), {
    doors: doorsOf(pool),
    jobs: { send: async () => {}, stop: async () => {} },
    secret: 'x'.repeat(64),
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as { port: number }
  process.send!({ port, token: app.jwt.sign({ sub: world.userId, sid: await signIn({ server, database, world }) }) })
  process.on('message', () => process.send!({ memory: process.memoryUsage.rss() }))
}
