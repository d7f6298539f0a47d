// npm run restore -- FILE [--identity KEYS] [--erasures LIST]: puts a backup into an empty database and checks it.
// npm run restore:rehearse -- FILE …: the same into a database that is thrown away afterwards, so that every week can prove that a backup restores.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { StartError, readConfig } from './config.ts'
import { given, option } from './db/backup/arguments.ts'
import { bringBack } from './db/backup/bring-back.ts'
import { identitiesOf } from './db/backup/keys.ts'
import { openDatabase, type Database } from './db/database.ts'

const rehearsal = process.argv.includes('--rehearse')
let database: Database | undefined
let folder: string | undefined
try {
  const file = given(0) ?? option('--from')
  if (!file) throw new StartError('Say which: npm run restore -- /somewhere/modulus.backup')
  const config = readConfig(process.env)
  const identities = identitiesOf(config, option('--identity'))
  const erasures = option('--erasures')
  if (rehearsal) {
    folder = mkdtempSync(resolve(config.dataDir, 'rehearsal-'))
    chmodSync(folder, 0o711) // as root, the account that runs PostgreSQL must pass through
  }
  const target = folder ? { ...config, dataDir: folder, databaseUrl: undefined, migrateDatabaseUrl: undefined } : config
  database = await openDatabase(target)
  const findings = await bringBack({ database, config: target, file, identities, erasures, say: console.log })
  for (const one of findings) console.error(one)
  console.log(
    findings.length === 0
      ? rehearsal
        ? 'The rehearsal went well: this backup restores.'
        : 'Restored. Start with npm start.'
      : `Restored, but ${findings.length === 1 ? 'one thing does' : `${findings.length} things do`} not hold; see above.`,
  )
  process.exitCode = findings.length === 0 ? 0 : 1
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
} finally {
  if (database && !database.found) await database.stop()
  if (folder) rmSync(folder, { recursive: true, force: true })
}
