// The product as it runs for real: no demonstration, a database of its own, and one administrator who was sent a link.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { startEmbedded } from '../../api/src/db/embedded.ts'
import { Product } from './harness.ts'

const root = resolve(import.meta.dirname, '../../..')

export interface InProduction {
  product: Product
  /** The path of the administrator's invitation. */
  link: string
  stop(): Promise<void>
}

export async function inProduction(founder: { name: string; email: string }): Promise<InProduction> {
  const folder = mkdtempSync(join(tmpdir(), 'modulus-production-'))
  chmodSync(folder, 0o711) // run by root, the database works for another account, which must get in
  const database = await startEmbedded(join(folder, 'postgres'), { fsync: 'off' })
  const end = async () => {
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const client = new pg.Client({ host: database.host, port: database.port, user: database.user, database: 'postgres' })
    await client.connect()
    await client.query('create database modulus')
    await client.end()
    const url = (user: string) => `postgres://${user}@localhost:${database.port}/modulus?host=${encodeURIComponent(database.host)}`
    const env = {
      NODE_ENV: 'production',
      SESSION_SECRET: randomBytes(32).toString('hex'),
      DATABASE_URL: url('modulus_app'),
      MIGRATE_DATABASE_URL: url(database.user),
    }
    const who = ['--partnership', 'Riverside', '--partner', 'Riverside Housing', '--name', founder.name, '--email', founder.email]
    const said = execFileSync(process.execPath, ['apps/api/src/setup.ts', ...who], {
      cwd: root,
      env: { ...process.env, ...env },
      encoding: 'utf8',
    })
    const link = /\/i\/[\w-]+/.exec(said)?.[0]
    if (!link) throw new Error(`Setting up printed no link:\n${said}`)
    const product = await Product.start(env)
    return {
      product,
      link,
      stop: async () => {
        await product.stop()
        await end()
      },
    }
  } catch (error) {
    await end()
    throw error
  }
}
