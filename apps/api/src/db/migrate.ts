import { runner } from 'node-pg-migrate'
import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type pg from 'pg'

const dir = resolve(import.meta.dirname, '../../../../migrations')

/** Applies migrations/*.sql in order, each once, as the owner, while holding PostgreSQL's advisory lock; a second process waits. At most `count` of them. */
export async function migrate(dbClient: pg.ClientBase, count = Infinity): Promise<number> {
  await dbClient.query('set role modulus_owner')
  const applied = await runner({
    dbClient,
    dir,
    direction: 'up',
    count,
    migrationsTable: 'migrations',
    migrationsSchema: 'public',
    checkOrder: true,
    singleTransaction: true,
    advisoryLockMode: 'wait',
    log: () => {},
  })
  // The app may ask whether the schema is current, and nothing else of it.
  await dbClient.query('grant select on migrations to modulus_app')
  return applied.length
}

/** The names of the migrations this code was written for. */
export const knownMigrations = () =>
  readdirSync(dir)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.replace(/\.sql$/, ''))
    .sort()
