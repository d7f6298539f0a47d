// npm run erasures -- FILE: writes the list of who was erased, to be kept apart from the backups and played back after a restore.
import { renameSync, writeFileSync } from 'node:fs'
import { StartError, readConfig } from './config.ts'
import { given } from './db/backup/arguments.ts'
import { openDatabase, withClient } from './db/database.ts'
import { exportErasures } from './erasure-replay.ts'

try {
  const file = given(0)
  if (!file) throw new StartError('Say where to: npm run erasures -- /somewhere/else/erasures.jsonl')
  const database = await openDatabase(readConfig(process.env))
  try {
    const lines = await withClient(database.owner, exportErasures)
    writeFileSync(`${file}.partial`, lines.map((line) => `${line}\n`).join(''), { mode: 0o600, flush: true })
    renameSync(`${file}.partial`, file) // an older list is only replaced by a whole one
    console.log(`${lines.length} erasures written to ${file}.`)
  } finally {
    if (!database.found) await database.stop()
  }
} catch (error) {
  console.error(error instanceof StartError ? error.message : error)
  process.exitCode = 1
}
