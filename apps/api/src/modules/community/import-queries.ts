import { sql } from 'drizzle-orm'
import type { Tx } from '#db/transact.ts'

export interface Kept {
  revision: number
  count: number
  extractDate: string
  source: string
  id: string
}
interface Key {
  areaCode: string
  kind: string
  type: string
  month: string
}
const keyOf = ({ areaCode, kind, type, month }: Key) => [areaCode, kind, type, month].join('\t')

/** What is kept of each month already, revisions in order. */
export class Known {
  private readonly months = new Map<string, Kept[]>()
  of(key: Key): Kept[] {
    return this.months.get(keyOf(key)) ?? []
  }
  add(key: Key, kept: Kept): void {
    this.months.set(keyOf(key), [...this.of(key), kept])
  }
}

export async function listCodes(tx: Tx): Promise<Set<string>> {
  const { rows } = await tx.execute<{ code: string }>(sql`select distinct code from areas where partnership_id = app.partnership()`)
  return new Set(rows.map(({ code }) => code))
}

/** Of the areas named, or of all. */
export async function listKnown(tx: Tx, codes?: readonly string[]): Promise<Known> {
  const { rows } = await tx.execute<Key & Kept & Record<string, unknown>>(sql`
    select a.code as "areaCode", k.kind, k.type, to_char(k.month, 'YYYY-MM') as month, k.revision, k.count, k.extract_date as "extractDate", k.source, k.id
    from community_counts k join areas a on a.partnership_id = k.partnership_id and a.id = k.area_id
    where k.partnership_id = app.partnership() ${codes ? sql`and a.code = any (${sql.param(codes)}::text[])` : sql``} order by k.revision`)
  const known = new Known()
  for (const row of rows) known.add(row, row)
  return known
}

/** Ids of areas by code. Those that are new are added; where one code names two areas, the older one is meant. */
export async function areasByCode(
  tx: Tx,
  wanted: ReadonlyMap<string, { name: string; kind: 'datazone' | 'custom' }>,
): Promise<Map<string, string>> {
  const find = async () => {
    const { rows } = await tx.execute<{ code: string; id: string }>(sql`
      select code, id from areas where partnership_id = app.partnership() and code = any (${sql.param([...wanted.keys()])}::text[]) order by created_at desc, id desc`)
    return new Map(rows.map(({ code, id }) => [code, id]))
  }
  const known = await find()
  const fresh = [...wanted].filter(([code]) => !known.has(code))
  if (fresh.length === 0) return known
  await tx.execute(sql`insert into areas (id, kind, code, name)
    select gen_random_uuid(), t.kind, t.code, t.name
    from unnest(${sql.param(fresh.map(([code]) => code))}::text[], ${sql.param(fresh.map(([code, { name }]) => name || code))}::text[], ${sql.param(fresh.map(([, { kind }]) => kind))}::text[]) as t (code, name, kind)`)
  return find()
}

export interface FreshCount extends Key {
  id: string
  areaId: string
  count: number
  source: string
  extractDate: string
  revision: number
  definition: string
}
export async function insertCounts(tx: Tx, importId: string, counts: readonly FreshCount[]): Promise<void> {
  for (let at = 0; at < counts.length; at += 500) {
    const some = counts.slice(at, at + 500),
      list = (read: (one: FreshCount) => string | number) => sql.param(some.map(read))
    await tx.execute(sql`insert into community_counts (id, area_id, kind, type, month, count, source, extract_date, revision, definition, import_id)
      select t.*, ${importId}::uuid from unnest(${list((one) => one.id)}::uuid[], ${list((one) => one.areaId)}::uuid[], ${list((one) => one.kind)}::text[], ${list((one) => one.type)}::text[],
        ${list((one) => `${one.month}-01`)}::date[], ${list((one) => one.count)}::int[], ${list((one) => one.source)}::text[], ${list((one) => one.extractDate)}::date[], ${list((one) => one.revision)}::int[], ${list((one) => one.definition)}::text[]) t`)
  }
}
