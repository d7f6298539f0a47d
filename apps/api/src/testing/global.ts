// One throw-away PostgreSQL for the whole run, one migrated template in it, one clone per test file.
// With TEST_POSTGRES set (a folder of binaries such as Debian's), the same tests run on that PostgreSQL instead.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    database: { host: string; port: number; user: string }
  }
}

export default async function (project: TestProject) {
  process.chdir(resolve(import.meta.dirname, '../../../..'))
  const { startEmbedded } = await import('../db/embedded.ts')
  const { migrate } = await import('../db/migrate.ts')
  const { ensureRoles } = await import('../db/roles.ts')
  const { grantJobs, startJobs } = await import('../jobs.ts')
  mkdirSync('.data', { recursive: true })
  const folder = mkdtempSync(resolve('.data/test-'))
  chmodSync(folder, 0o711) // as root, the account that runs PostgreSQL must pass through
  const { stop, ...server } = await startEmbedded(join(folder, 'postgres'), {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: '300',
  })
  const end = async () => {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const run = async (database: string, user: string, work: (client: pg.Client) => Promise<unknown>) => {
    const client = new pg.Client({ ...server, user, database })
    await client.connect()
    try {
      await work(client)
    } finally {
      await client.end()
    }
  }
  try {
    await run('postgres', 'postgres', async (client) => {
      await ensureRoles(client)
      await client.query('create database template_modulus owner modulus_owner')
    })
    await run('template_modulus', 'modulus_owner', migrate)
    const jobs = await startJobs(
      { ...server, user: 'modulus_owner', database: 'template_modulus' } as pg.ClientConfig,
      { doors: undefined as never, config: undefined as never, log: console.error },
      false,
    )
    await jobs.stop()
    await run('template_modulus', 'modulus_owner', grantJobs)
  } catch (error) {
    await end()
    throw error
  } // Vitest calls no teardown for a setup that failed
  project.provide('database', server)
  return end
}
