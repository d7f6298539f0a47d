// A second programme, or a second partnership, that is the first one row by row under other ids: whatever table is added, its rows are in it.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { v7 as uuidv7 } from 'uuid'
import { inject } from 'vitest'
import type { World } from './world.ts'

/** Old id to new id, for every row that was copied. */
export type Mirror = Map<string, string>
type Row = Record<string, unknown>

/** What only the original may have: secrets by their digest, logs, what is in nobody's programme. */
const never = new Set([
  'sessions',
  'links',
  'write_digests',
  'audit_events',
  'access_events',
  'log_links',
  'log_marks',
  'log_heads',
  'sign_in_attempts',
  'drafts',
  'saved_views',
  'api_tokens',
])
const people = new Set(['people', 'memberships'])

/**
 * Copies Harbour. `whole`: the partnership with all that is in it; otherwise the programme only, into the same partnership, with a staff of its
 * own. Keys are not checked and triggers do not fire while it is done, so the copies are exact.
 */
export async function mirror(w: World, { whole }: { whole: boolean }): Promise<Mirror> {
  const database = (w.pool as unknown as { options: { database: string } }).options.database
  const client = new pg.Client({ ...inject('database'), user: 'postgres', database })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string; columns: string[]; inProgramme: boolean }>(
      `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns, bool_or(a.attname = 'programme_id') as "inProgramme"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       where n.nspname = 'public' and c.relkind = 'r' group by 1 having bool_or(a.attname = 'partnership_id')`,
    )
    const ids: Mirror = new Map()
    const copies: { name: string; columns: string[]; rows: Row[] }[] = []
    const { partnership, programme } = w.ids
    const take = async (name: string, columns: string[], where: string, values: unknown[]) => {
      const { rows } = await client.query<{ row: Row }>(`select to_jsonb(t) as row from ${name} t where ${where}`, values)
      if (rows.length > 0) copies.push({ name, columns, rows: rows.map((one) => one.row) })
    }
    for (const { name, columns, inProgramme } of tables.filter((one) => !never.has(one.name))) {
      if (whole || name === 'people') await take(name, columns, 'partnership_id = $1', [partnership])
      else if (name === 'programmes') await take(name, columns, 'id = $1', [programme])
      else if (inProgramme) await take(name, columns, 'programme_id = $1', [programme])
    }
    if (whole) {
      ids.set(partnership, uuidv7())
      await take('partnerships', await columnsOf(client, 'partnerships'), 'id = $1', [partnership])
    }
    const accounts = copies.flatMap(({ name, rows }) =>
      name === 'people' || name === 'participants' ? rows.flatMap((row) => (row.user_id ? [row.user_id] : [])) : [],
    )
    await take('users', await columnsOf(client, 'users'), 'id = any ($1)', [accounts])
    for (const { rows } of copies)
      for (const { id } of rows) if (typeof id === 'string' && isId.test(id) && !ids.has(id)) ids.set(id, uuidv7())

    await client.query(`set session_replication_role = replica`)
    for (const { name, columns, rows } of copies) {
      const made = rows.map((row) => renamed(name, JSON.parse(JSON.stringify(row).replace(anyId, (id) => ids.get(id) ?? id)) as Row, whole))
      const list = columns.map((one) => pg.escapeIdentifier(one)).join(', ')
      await client.query(
        `insert into ${name} (${list}) overriding system value select ${list} from jsonb_populate_recordset(null::${name}, $1::jsonb) on conflict do nothing`,
        [JSON.stringify(made)],
      )
    }
    return ids
  } finally {
    await client.end()
  }
}
const isId = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/
export const anyId = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g

const columnsOf = async (client: pg.Client, table: string) =>
  (
    await client.query<{ columns: string[] }>(
      `select array_agg(attname::text order by attnum) as columns from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
      [table],
    )
  ).rows[0]!.columns

/** What may stand only once: the rest of a copy is letter by letter the same. */
function renamed(table: string, row: Row, whole: boolean): Row {
  if (table === 'users') return { ...row, email: `${randomBytes(6).toString('hex')}@test.invalid` }
  if (table === 'partnerships') return { ...row, slug: `mirror-${randomBytes(4).toString('hex')}` }
  if (table === 'programmes' && !whole) return { ...row, name: 'Quay' }
  if (people.has(table) && !whole) return { ...row, administrator: false }
  return row
}
