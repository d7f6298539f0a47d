// Reads the whole database as it was at one moment, past row-level security, while everyone goes on working.
import { createHash } from 'node:crypto'
import pg from 'pg'
import { to } from 'pg-copy-streams'
import { StartError } from '#config.ts'
import type { Frame, TableHead, Totals } from './archive.ts'

/** Jobs that are still to be done travel too, as they would be found after a crash: handlers do not mind a second time. */
const waitingJobs = { schema: 'jobs', table: 'job' } as const

const name = ({ schema, table }: Pick<TableHead, 'schema' | 'table'>) => `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(table)}`
const listed = (columns: string[]) => columns.map((one) => pg.escapeIdentifier(one)).join(', ')

export async function tablesOf(client: pg.ClientBase): Promise<TableHead[]> {
  const { rows } = await client.query<TableHead>(
    `select n.nspname as schema, c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where n.nspname in ('public', 'app') and c.relkind = 'r' and c.relname <> 'migrations' group by 1, 2 order by 1, 2`,
  )
  return rows
}

/**
 * The frames of a backup. `reader` must bypass row-level security (modulus_backup): PostgreSQL is told to refuse rather than to leave rows out.
 * `progress` is told how many tables are done, of how many.
 */
export async function* saveDatabase(
  reader: pg.ClientBase,
  progress: (done: number, of: number) => void,
  totals: Totals,
): AsyncGenerator<Frame> {
  const {
    rows: [role],
  } = await reader.query<{ name: string; bypasses: boolean }>(
    'select rolname as name, rolbypassrls or rolsuper as bypasses from pg_roles where rolname = current_user',
  )
  if (!role?.bypasses)
    throw new StartError(
      `The role "${role?.name}" reads under row-level security, so a backup by it would leave rows out: use a member of modulus_backup.`,
    )
  await reader.query('begin isolation level repeatable read read only')
  await reader.query(`set local row_security = off; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`)
  const { rows: migrations } = await reader.query<{ name: string }>('select name from migrations order by id')
  const { rows: version } = await reader.query<{ server_version: string }>('show server_version')
  yield {
    kind: 'header',
    says: {
      format: 1,
      madeAt: new Date().toISOString(),
      migrations: migrations.map((one) => one.name),
      postgres: version[0]!.server_version,
    },
  }
  const tables = await tablesOf(reader)
  const { rows: queue } = await reader.query<{ columns: string[] | null }>(
    `select array_agg(attname::text order by attnum) as columns from pg_attribute where attrelid = to_regclass('jobs.job') and attnum > 0 and not attisdropped and attgenerated = ''`,
  )
  if (queue[0]!.columns) tables.push({ ...waitingJobs, columns: queue[0]!.columns })
  for (const [i, table] of tables.entries()) {
    progress(i, tables.length)
    const what =
      table.schema === 'jobs'
        ? `(select ${table.columns.map((one) => (one === 'state' ? `case when state = 'active' then 'retry' else state::text end as state` : pg.escapeIdentifier(one))).join(', ')} from jobs.job where state in ('created', 'retry', 'active'))`
        : `${name(table)} (${listed(table.columns)})`
    yield { kind: 'table', says: table }
    const copy = reader.query(to(`copy ${what} to stdout`)),
      digest = createHash('sha256')
    for await (const bytes of copy as AsyncIterable<Buffer>) {
      digest.update(bytes)
      yield { kind: 'rows', bytes }
    }
    yield { kind: 'end', says: { rows: copy.rowCount, digest: digest.digest('hex') } }
    totals.tables++
    totals.rows += copy.rowCount
  }
  const { rows: sequences } = await reader.query<{ name: string; value: string | null }>(
    `select quote_ident(schemaname) || '.' || quote_ident(sequencename) as name, last_value::text as value from pg_sequences where schemaname in ('public', 'app') order by 1`,
  )
  yield { kind: 'sequences', says: sequences }
  await reader.query('commit')
  progress(tables.length, tables.length)
  yield { kind: 'whole', says: { ...totals } }
}
