// npm run migrate: roles and migrations for the database that MIGRATE_DATABASE_URL and DATABASE_URL name; then it ends.
import { readConfig, StartError } from './config.ts'
import { allowJobs, bringUpToDate, openDatabase } from './db/database.ts'
import { doorsOf } from './db/transact.ts'
import { startJobs } from './jobs.ts'

try {
  const config = readConfig(process.env)
  if (!config.databaseUrl) throw new StartError('Nothing to do: without DATABASE_URL, npm start keeps its own database up to date.')
  const database = await openDatabase(config)
  console.log(`${await bringUpToDate(database)} migrations applied.`)
  const jobs = await startJobs(database.owner, { doors: doorsOf(undefined as never), config, log: console.error }, false)
  await jobs.stop()
  await allowJobs(database)
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
}
