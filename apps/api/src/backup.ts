// npm run backup -- FILE [--recipient age1…]: an encrypted backup of the whole database, also beside a running product.
import { StartError, readConfig } from './config.ts'
import { writeArchive, type Totals } from './db/backup/archive.ts'
import { option, options, given } from './db/backup/arguments.ts'
import { recipientsOf } from './db/backup/keys.ts'
import { bar } from './db/backup/progress.ts'
import { saveDatabase } from './db/backup/save.ts'
import { openDatabase, withClient } from './db/database.ts'

try {
  const file = given(0) ?? option('--to')
  if (!file) throw new StartError('Say where to: npm run backup -- /somewhere/modulus.backup')
  const config = readConfig(process.env)
  const recipients = await recipientsOf(
    config,
    [...options('--recipient'), ...(process.env.BACKUP_RECIPIENTS ?? '').split(',').filter(Boolean)],
    console.log,
  )
  const database = await openDatabase(config)
  try {
    if (!database.backup) throw new StartError('BACKUP_DATABASE_URL must give the address of a role that is a member of modulus_backup.')
    const totals: Totals = { tables: 0, rows: 0 }
    const show = bar('tables saved')
    await withClient(database.backup, (reader) => writeArchive(file, recipients, saveDatabase(reader, show, totals)))
    console.log(`${totals.rows} rows of ${totals.tables} tables saved to ${file}.`)
  } finally {
    if (!database.found) await database.stop()
  }
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
}
