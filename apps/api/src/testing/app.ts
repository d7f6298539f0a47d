import { randomBytes } from 'node:crypto'
import pg from 'pg'
import request from 'supertest'
import { inject } from 'vitest'
import { buildApp } from '../app.ts'
import { readConfig } from '#config.ts'
import { doorsOf } from '#db/transact.ts'
import { startJobs } from '../jobs.ts'

/** A test asks more in a minute than a person does in a day; plugins/limits.test.ts sets the limits back. */
export const unlimited = {
  RECORDS_IN_TEN_MINUTES: '10000000',
  REQUESTS_PER_MINUTE: '10000000',
  TOKEN_REQUESTS_PER_MINUTE: '10000000',
  ADDRESS_REQUESTS_PER_MINUTE: '10000000',
}

/** The app itself, on a fresh copy of the migrated database. `work: true` also runs the jobs that it sends. */
export async function testApp({ work = false, env = {} }: { work?: boolean; env?: Record<string, string> } = {}) {
  const server = inject('database'),
    database = 'test_' + randomBytes(8).toString('hex')
  const admin = new pg.Client({ ...server, database: 'postgres' })
  await admin.connect()
  await admin.query(`create database ${database} template template_modulus owner modulus_owner`)
  await admin.end()
  const owner = new pg.Client({ ...server, user: 'modulus_owner', database })
  await owner.connect()
  const pool = new pg.Pool({ ...server, user: 'modulus_app', database, max: 5, pipeline: true, connectionTimeoutMillis: 5000 })
  pool.on('error', () => {}) // the server is thrown away under it at the end
  const config = { ...readConfig({ LOG_LEVEL: 'silent', ...unlimited, ...env }) }
  const doors = doorsOf(pool)
  const jobs = await startJobs({ ...server, user: 'modulus_owner', database } as pg.ClientConfig, { doors, config, log: () => {} }, work)
  const app = await buildApp(config, { doors, jobs, secret: randomBytes(32).toString('hex') })
  await app.ready()

  const call = (token?: string) => {
    const send = (method: 'get' | 'post' | 'put' | 'patch' | 'delete') => (url: string, body?: object) => {
      const call = request(app.server)[method]('/api' + url)
      if (token) void call.set('authorization', `Bearer ${token}`)
      return body === undefined ? call : call.send(body)
    }
    return { get: send('get'), post: send('post'), put: send('put'), patch: send('patch'), delete: send('delete') }
  }
  return {
    app,
    owner,
    pool,
    doors,
    config,
    /** Requests of someone with a session of their own, or of a stranger. */
    call,
    tokenOf: async (userId: string, partnershipId: string) => {
      const { rows } = await owner.query<{ id: string }>('insert into sessions (user_id, partnership_id) values ($1, $2) returning id', [
        userId,
        partnershipId,
      ])
      return app.jwt.sign({ sub: userId, sid: rows[0]!.id })
    },
    close: async () => {
      await jobs.stop()
      await app.close()
      await pool.end()
      await owner.end()
    },
  }
}
export type TestApp = Awaited<ReturnType<typeof testApp>>
