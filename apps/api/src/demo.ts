// npm run demo: loads the demonstration into the database that DATABASE_URL names, if it is empty; then it ends. Never in production.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { buildApp } from './app.ts'
import { readConfig, StartError } from './config.ts'
import { allowJobs, bringUpToDate, openDatabase } from './db/database.ts'
import { doorsOf } from './db/transact.ts'
import { loadDemoOnce } from './demo/load.ts'
import { startJobs } from './jobs.ts'

try {
  // What the demonstration writes to anybody stays in its mailbox.
  const config = { ...readConfig(process.env), logLevel: 'warn', smtpUrl: undefined, notify: undefined }
  if (config.production) throw new StartError('There is no demonstration in production: its sign-ins are known to everyone.')
  if (!config.databaseUrl) throw new StartError('Nothing to do: without DATABASE_URL, npm start loads the demonstration by itself.')
  const database = await openDatabase(config)
  await bringUpToDate(database)
  const pool = new pg.Pool({ ...database.app, pipeline: true } as pg.PoolConfig)
  const doors = doorsOf(pool)
  const jobs = await startJobs(database.owner, { doors, config, log: console.error })
  await allowJobs(database)
  const app = await buildApp(config, { doors, jobs, secret: randomBytes(32).toString('hex') })
  await app.ready()
  const loaded = await loadDemoOnce({ app, database, config }, console.log)
  if (!loaded) console.log('The database already holds a partnership; nothing was changed.')
  await jobs.stop()
  await app.close()
  await pool.end()
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
}
