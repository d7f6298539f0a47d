// Where the database is and how it is reached: embedded under the data folder, or the one that DATABASE_URL names.
import pg from 'pg'
import { StartError, type Config } from '#config.ts'
import { grantJobs } from '../jobs.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'
import { ensureRoles, tooPowerful } from './roles.ts'

export interface Database {
  /** The app's own connections, as a role that row-level security binds. */
  app: pg.PoolConfig
  /** The owner's: migrations, jobs, founding a partnership. */
  owner: pg.ClientConfig
  /** Reads past row-level security, and may do nothing else; undefined where no such address was given. */
  backup: pg.ClientConfig | undefined
  /** It ran before it was opened here. */
  found: boolean
  stop(): Promise<void>
}

export async function openDatabase(config: Config): Promise<Database> {
  return config.databaseUrl ? external(config) : embedded(config)
}

async function embedded(config: Config): Promise<Database> {
  const { stop, found, ...server } = await startEmbedded(`${config.dataDir}/postgres`)
  try {
    await withClient({ ...server, database: 'postgres' }, async (client) => {
      await ensureRoles(client)
      const { rowCount } = await client.query(`select 1 from pg_database where datname = 'modulus'`)
      if (!rowCount) await client.query('create database modulus owner modulus_owner')
    })
  } catch (error) {
    await stop()
    throw error
  }
  const database = 'modulus'
  return {
    app: { ...server, user: 'modulus_app', database },
    owner: { ...server, user: 'modulus_owner', database },
    backup: { ...server, database, options: '-c role=modulus_backup' },
    found,
    stop,
  }
}

async function external(config: Config): Promise<Database> {
  const app: pg.PoolConfig = { connectionString: config.databaseUrl! }
  if (!config.migrateDatabaseUrl)
    throw new StartError('MIGRATE_DATABASE_URL must give the address of the database owner: it applies migrations and keeps the job queue.')
  const owner: pg.ClientConfig = { connectionString: config.migrateDatabaseUrl, options: '-c role=modulus_owner' }
  await withClient({ connectionString: config.migrateDatabaseUrl }, async (client) => {
    const {
      rows: [server],
    } = await client.query<{ number: number; database: string }>(
      `select current_setting('server_version_num')::int as number, current_database() as database`,
    )
    if (server!.number < 150_000) throw new StartError('Modulus needs PostgreSQL 15 or newer.')
    await ensureRoles(client)
    const database = pg.escapeIdentifier(server!.database)
    for (const grant of [
      `grant connect, create on database ${database} to modulus_owner`,
      `grant connect on database ${database} to modulus_app`,
      'grant usage, create on schema public to modulus_owner',
    ])
      await client.query(grant).catch(() => {}) // already granted by whoever keeps the server
    const password = new URL(config.databaseUrl!).password
    if (password && process.env.MODULUS_SET_APP_PASSWORD === 'yes')
      await client.query(`alter role modulus_app password ${pg.escapeLiteral(decodeURIComponent(password))}`)
  })
  const backup = config.backupDatabaseUrl ? { connectionString: config.backupDatabaseUrl, options: '-c role=modulus_backup' } : undefined
  return { app, owner, backup, found: true, stop: async () => {} }
}

/** Applies what is waiting; the app's role may then send jobs. Returns how many migrations were new. */
export const bringUpToDate = (database: Database) => withClient(database.owner, (client) => migrate(client))
export const allowJobs = (database: Database) => withClient(database.owner, (client) => grantJobs(client))

/** Row-level security protects nobody from a role that may bypass it. */
export async function refusePower(database: Database): Promise<void> {
  await withClient(database.app as pg.ClientConfig, async (client) => {
    const name = await tooPowerful(client)
    if (name)
      throw new StartError(
        `DATABASE_URL signs in as "${name}", who may bypass row-level security. Sign in as modulus_app, and give the owner's address in MIGRATE_DATABASE_URL.`,
      )
  })
}

export async function withClient<T>(address: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...address, connectionTimeoutMillis: 5000 })
  try {
    await client.connect()
  } catch (error) {
    throw new StartError(`The database could not be reached: ${(error as Error).message || (error as { code?: string }).code}.`)
  }
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
