// A restore from end to end: rows, erasures that came after the backup, and the checks without which nobody may work on it.
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { StartError, type Config } from '#config.ts'
import { broken } from '#db/catalogue.ts'
import { allowJobs, withClient, type Database } from '#db/database.ts'
import { verifyLogs } from '#db/sealing.ts'
import { doorsOf } from '#db/transact.ts'
import { replayErasures } from '../../erasure-replay.ts'
import { startJobs } from '../../jobs.ts'
import { readArchive } from './archive.ts'
import { bar } from './progress.ts'
import { finishRestore, restoreDatabase } from './restore.ts'

interface Order {
  database: Database
  config: Config
  file: string
  identities: string[]
  /** The list of erasures, kept apart from the backups; undefined only when there is none yet. */
  erasures: string | undefined
  say: (text: string) => void
}

/** What does not hold afterwards, in words; empty when all is well. Throws a StartError when there is nothing to restore. */
export async function bringBack({ database, config, file, identities, erasures, say }: Order): Promise<string[]> {
  const show = bar('tables restored')
  const pool = new pg.Pool({ ...database.app, max: 2, pipeline: true } as pg.PoolConfig)
  pool.on('error', () => {})
  try {
    return await withClient(database.owner, async (owner) => {
      const prepareJobs = async () => {
        const jobs = await startJobs(database.owner, { doors: doorsOf(pool), config, log: say }, false)
        await jobs.stop()
        await allowJobs(database)
      }
      const restored = await restoreDatabase(owner, readArchive(file, identities), prepareJobs, (tables) =>
        show(tables, Math.max(tables, 1)),
      )
      say(`${restored.rows} rows of ${restored.tables} tables restored, as they were on ${restored.header.madeAt}.`)
      if (erasures !== undefined) {
        const { listed, erased } = await replayErasures(owner, readFileSync(erasures, 'utf8').split('\n'))
        say(
          `${listed} erasures on the list; ${erased === 1 ? 'one person stood' : `${erased} people stood`} here once more and ${erased === 1 ? 'was' : 'were'} erased again.`,
        )
      }
      const findings = [...(await broken(owner)), ...(await logsHold(owner, say)), ...(await opensFor(owner, pool))]
      if (erasures === undefined)
        say('No list of erasures was given (--erasures): people who were erased after this backup are in it again.')
      await finishRestore(owner)
      return findings
    })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && erasures) throw new StartError(`There is no file "${erasures}".`)
    throw error
  } finally {
    await pool.end()
  }
}

async function logsHold(owner: pg.ClientBase, say: (text: string) => void): Promise<string[]> {
  for (;;) {
    const { rows } = await owner.query<{ sealed: number }>('select app.seal_logs(2000) as sealed')
    if (rows[0]!.sealed < 2000) break
  }
  const { rows, findings } = await verifyLogs(owner)
  say(`${rows} rows of the logs read.`)
  return findings.map(({ partnershipId, seq, what }) => `The logs of ${partnershipId} do not hold at link ${seq}: ${what}.`)
}

/** Everyone who could work yesterday can work now: the door opens for each, as it would after signing in. */
async function opensFor(owner: pg.ClientBase, pool: pg.Pool): Promise<string[]> {
  const { rows } = await owner.query<{ user: string; partnership: string }>(
    `select p.user_id as user, p.partnership_id as partnership from people p join users u on u.id = p.user_id
     where p.disabled_at is null and u.disabled_at is null and (p.left_on is null or p.left_on > current_date)`,
  )
  const doors = doorsOf(pool),
    findings: string[] = []
  for (const { user, partnership } of rows)
    await doors
      .asPerson(user, partnership, uuidv7())
      .transact(async () => {})
      .catch((error: Error) => findings.push(`The door does not open for ${user}: ${error.message}`))
  return findings
}
