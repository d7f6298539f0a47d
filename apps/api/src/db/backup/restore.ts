// Puts a backup into an empty database: the migrations it was made under, its rows in one transaction, then whatever migrations came since.
// From the first moment to the last a mark stands in the database, and no server starts on one that bears it.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import pg from 'pg'
import { from } from 'pg-copy-streams'
import { StartError } from '#config.ts'
import { knownMigrations, migrate } from '#db/migrate.ts'
import type { Frame, Header, Totals } from './archive.ts'
import { tablesOf } from './save.ts'

const table = (schema: string, name: string) => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`

/** Throws a StartError where a restore was begun and not brought to its end. */
export async function refuseUnfinished(owner: pg.ClientBase): Promise<void> {
  const { rows } = await owner.query<{ marked: boolean }>(`select to_regnamespace('restoring') is not null as marked`)
  if (rows[0]!.marked)
    throw new StartError(
      'A restore into this database was begun and not finished, so what is in it is not whole. Restore again: npm run restore.',
    )
}
export const finishRestore = (owner: pg.ClientBase) => owner.query('drop schema restoring cascade')

export interface Restored extends Totals {
  header: Header
}

/**
 * `owner` is a connection as modulus_owner. `prepareJobs` makes the queue's tables, once the migrations stand. What a backup holds is checked against its
 * own digests and counts before anything is committed. Leaves the mark standing: finishRestore() takes it away when everything after it worked, too.
 */
export async function restoreDatabase(
  owner: pg.ClientBase,
  frames: AsyncIterable<Frame>,
  prepareJobs: () => Promise<unknown>,
  progress: (tables: number, rows: number) => void,
): Promise<Restored> {
  const reading = frames[Symbol.asyncIterator]()
  const next = async (): Promise<Frame> => {
    const { value, done } = await reading.next()
    if (done) throw new StartError('This backup ends too early.')
    return value
  }
  const first = await next()
  if (first.kind !== 'header' || first.says.format !== 1) throw new StartError('This is no backup that this version can read.')
  const { migrations } = first.says,
    known = knownMigrations()
  if (migrations.some((one, i) => known[i] !== one))
    throw new StartError('This backup was made by a newer version of Modulus, or by another one. Restore it with that version.')

  const applied = await refuseFull(owner)
  if (applied > migrations.length)
    throw new StartError('This database has newer migrations than the backup. Restore into a database that nothing was ever done to.')
  await owner.query('create schema if not exists restoring')
  if (migrations.length > applied) await migrate(owner, migrations.length - applied)
  await prepareJobs()
  await owner.query('begin')
  const put = await opened(owner)
  const totals: Totals = { tables: 0, rows: 0 }
  for (let frame = await next(); frame.kind !== 'whole'; frame = await next()) {
    if (frame.kind === 'sequences') {
      for (const { name, value } of frame.says) if (value !== null) await owner.query('select setval($1::regclass, $2)', [name, value])
      continue
    }
    if (frame.kind !== 'table') throw new StartError('This backup is not in order.')
    totals.rows += await fill(owner, frame.says, next)
    progress(++totals.tables, totals.rows)
  }
  await put.back()
  // Only past its closing frame is the file known to be whole.
  const { done } = await reading.next()
  if (!done) throw new StartError('This backup goes on after its end.')
  await owner.query('commit')
  await migrate(owner)
  return { ...totals, header: first.says }
}

/** How many migrations the database has; throws where there is something in it that a restore would replace. */
async function refuseFull(owner: pg.ClientBase): Promise<number> {
  const { rows } = await owner.query<{ here: boolean; marked: boolean }>(
    `select to_regclass('public.migrations') is not null as here, to_regnamespace('restoring') is not null as marked`,
  )
  if (!rows[0]!.here) return 0
  if (!rows[0]!.marked && (await owner.query('select 1 from partnerships limit 1')).rowCount)
    throw new StartError('There is a partnership in this database already. A backup is restored into an empty one, never over something.')
  return (await owner.query('select 1 from migrations')).rowCount!
}

/** Takes away, for this transaction only, what stands in the way of rows in any order: keys, triggers, and row-level security's bar on COPY. */
async function opened(owner: pg.ClientBase) {
  const tables = (await tablesOf(owner)).map((one) => table(one.schema, one.table))
  const { rows: keys } = await owner.query<{ on: string; name: string; says: string }>(
    `select k.conrelid::regclass::text as on, quote_ident(k.conname) as name, pg_get_constraintdef(k.oid) as says from pg_constraint k
     join pg_namespace n on n.oid = k.connamespace where k.contype = 'f' and n.nspname in ('public', 'app')`,
  )
  await owner.query(`set local statement_timeout = 0; set local search_path = public, app`)
  await owner.query(keys.map((one) => `alter table ${one.on} drop constraint ${one.name}`).join('; '))
  await owner.query(`truncate ${tables.join(', ')}`) // what migrations put there comes back with the rest
  await owner.query(
    tables.map((one) => `alter table ${one} disable trigger user; alter table ${one} no force row level security`).join('; '),
  )
  return {
    back: async () => {
      await owner.query(
        tables.map((one) => `alter table ${one} enable trigger user; alter table ${one} force row level security`).join('; '),
      )
      for (const one of keys) await owner.query(`alter table ${one.on} add constraint ${one.name} ${one.says}`)
      // Transaction numbers begin anew in another cluster: rows that were not sealed yet are sealed as if they were written now.
      for (const [log, name] of [
        ['audit', 'audit_events'],
        ['access', 'access_events'],
      ])
        await owner.query(
          `update ${name} e set transaction_id = pg_current_xact_id() where not exists (select from log_links l where l.partnership_id = e.partnership_id and l.log = '${log}' and l.event_id = e.id)`,
        )
      await owner.query(`update log_marks set next_id = 0, next_xmax = '0'`)
    },
  }
}

/** Fills one table and returns how many rows it got. */
async function fill(owner: pg.ClientBase, head: Extract<Frame, { kind: 'table' }>['says'], next: () => Promise<Frame>): Promise<number> {
  const columns = head.columns.map((one) => pg.escapeIdentifier(one)).join(', ')
  const copy = owner.query(from(`copy ${table(head.schema, head.table)} (${columns}) from stdin`)),
    digest = createHash('sha256')
  const ended = new Promise<void>((ok, no) => copy.once('finish', ok).once('error', no))
  ended.catch(() => {})
  let frame: Frame
  try {
    for (frame = await next(); frame.kind === 'rows'; frame = await next()) {
      digest.update(frame.bytes)
      if (!copy.write(frame.bytes)) await Promise.race([once(copy, 'drain'), ended])
    }
    copy.end()
    await ended
  } catch (error) {
    copy.destroy(error as Error) // the server waits for more, and answers nothing else before it is told
    await ended.catch(() => {})
    throw error
  }
  if (frame.kind !== 'end' || frame.says.digest !== digest.digest('hex') || frame.says.rows !== copy.rowCount)
    throw new StartError(`The rows of ${head.table} are not those that were saved.`)
  return frame.says.rows
}
