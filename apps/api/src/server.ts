// The running product: database, jobs and HTTP opened in order, closed in the opposite order.
import pg from 'pg'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { refuseUnfinished } from './db/backup/restore.ts'
import { allowJobs, bringUpToDate, openDatabase, refusePower, withClient, type Database } from './db/database.ts'
import { connections } from './db/roles.ts'
import { doorsOf } from './db/transact.ts'
import { startJobs } from './jobs.ts'
import { startSealing } from './db/sealing.ts'
import { listDemoAccounts } from './modules/session/queries.ts'

export interface Founding {
  app: Awaited<ReturnType<typeof buildApp>>
  database: Database
  config: Config
}
export interface Running {
  stop(): Promise<void>
  demoAccounts(): Promise<{ email: string; who: string }[]>
}
interface Steps {
  say: (text: string) => void
  /** Awaited before the app is built. */
  before?: () => Promise<unknown>
  /** Awaited when everything works but nobody is served yet. */
  founded?: ((tools: Founding) => Promise<unknown>) | undefined
}

export async function serve(config: Config, secret: string, { say, before, founded }: Steps): Promise<Running> {
  const undo: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const step of undo.reverse()) await step().catch((error: Error) => console.error(error.message))
  }
  try {
    const [database] = await Promise.all([
      openDatabase(config).then((one) => {
        undo.push(() => one.stop())
        return one
      }),
      before?.(),
    ])
    await withClient(database.owner, refuseUnfinished)
    const applied = await bringUpToDate(database)
    if (applied > 0) say(`Database brought up to date (${applied} migrations).`)
    await refusePower(database)
    // Waiting for a connection is bounded, and a lost one is replaced: both answer 503 meanwhile.
    const pool = new pg.Pool({
      ...database.app,
      max: connections(),
      pipeline: true,
      connectionTimeoutMillis: 2000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
    } as pg.PoolConfig)
    pool.on('error', (error) => say(`A database connection was lost: ${error.message}`))
    undo.push(() => pool.end())
    const doors = doorsOf(pool)
    const jobs = await startJobs(database.owner, { doors, config, log: say })
    undo.push(() => jobs.stop())
    await allowJobs(database)
    const sealing = startSealing(doors, say)
    undo.push(() => sealing.stop())
    const app = await buildApp(config, { doors, jobs, secret })
    undo.push(() => app.close())
    await app.ready()
    await founded?.({ app, database, config })
    await app.listen({ port: config.port, host: config.host })
    return { stop, demoAccounts: () => doors.asNobody().transact(listDemoAccounts) }
  } catch (error) {
    await stop()
    throw error
  }
}
