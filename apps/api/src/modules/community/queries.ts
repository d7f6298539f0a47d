import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { Comparison, Count, CountKind, Indicator, NewComparison, NewCount, Point } from '@modulus/contracts/community.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { addMonths, firstDay, gaps, monthsBetween } from './months.ts'
import { comparisons } from './table.ts'

export type AreaRow = { id: string; code: string; name: string }
export async function getArea(tx: Tx, id: string): Promise<AreaRow> {
  const { rows } = await tx.execute<AreaRow>(sql`select id, code, name from areas where partnership_id = app.partnership() and id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

const point = sql`to_char(k.month, 'YYYY-MM') as month, k.count, k.revision, k.source, k.extract_date as "extractDate", k.definition`

export interface SeriesKey {
  areaId: string
  kind: CountKind
  type?: string
}
/** Every revision of every month of one measure in one area: months in order, the latest revision first. */
export async function listPoints(tx: Tx, { areaId, kind, type = '' }: SeriesKey): Promise<Point[]> {
  const { rows } = await tx.execute<Point & Record<string, unknown>>(sql`
    select ${point} from community_counts k
    where k.partnership_id = app.partnership() and k.area_id = ${areaId} and k.kind = ${kind} and k.type = ${type} order by k.month, k.revision desc`)
  return rows
}

export async function listIndicators(tx: Tx, areaId?: string): Promise<Indicator[]> {
  const { rows } = await tx.execute<{
    area: AreaRow
    kind: CountKind
    type: string
    known: string[]
    source: string
    extractDate: string
    revised: number
  }>(sql`
    with latest as (
      select distinct on (area_id, kind, type, month) area_id, kind, type, month, revision, source, extract_date from community_counts
      where partnership_id = app.partnership() ${areaId ? sql`and area_id = ${areaId}` : sql``} order by area_id, kind, type, month, revision desc
    )
    select json_build_object('id', a.id, 'code', a.code, 'name', a.name) as area, l.kind, l.type, array_agg(to_char(l.month, 'YYYY-MM') order by l.month) as known,
      (array_agg(l.source order by l.extract_date desc))[1] as source, max(l.extract_date) as "extractDate", (count(*) filter (where l.revision > 1))::int as revised
    from latest l join areas a on a.partnership_id = app.partnership() and a.id = l.area_id group by a.id, a.code, a.name, l.kind, l.type order by a.name, l.kind, l.type`)
  return rows.map(({ known, ...one }) => ({ ...one, from: known[0]!, to: known.at(-1)!, months: known.length, missing: gaps(known) }))
}

/** The latest revision of one month, which the next one follows. */
export async function findLatest(
  tx: Tx,
  { areaId, kind, type, month }: { areaId: string; kind: string; type: string; month: string },
): Promise<Point | undefined> {
  const { rows } = await tx.execute<Point & Record<string, unknown>>(sql`
    select ${point} from community_counts k where k.partnership_id = app.partnership() and k.area_id = ${areaId} and k.kind = ${kind} and k.type = ${type} and k.month = ${firstDay(month)}::date
    order by k.revision desc limit 1`)
  return rows[0]
}
export const insertCount = (
  tx: Tx,
  id: string,
  { areaId, kind, type, month, count, source, extractDate, definition }: NewCount,
  revision: number,
) =>
  tx.execute(sql`
  insert into community_counts (id, area_id, kind, type, month, count, source, extract_date, revision, definition)
  values (${id}, ${areaId}, ${kind}, ${type}, ${firstDay(month)}::date, ${count}, ${source}, ${extractDate}::date, ${revision}, ${definition})`)
export async function getCount(tx: Tx, id: string): Promise<Count> {
  const { rows } = await tx.execute<Count & Record<string, unknown>>(
    sql`select k.id, k.area_id as "areaId", k.kind, k.type, ${point} from community_counts k where k.partnership_id = app.partnership() and k.id = ${id}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0]
}

export interface ProgrammeName {
  id: string
  name: string
  synthetic: boolean
}
export async function getProgrammeName(tx: Tx, id: string): Promise<ProgrammeName> {
  const { rows } = await tx.execute<ProgrammeName & Record<string, unknown>>(
    sql`select id, name, synthetic from programmes where partnership_id = app.partnership() and id = ${id}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0]
}

export type ComparisonRow = Omit<Comparison, 'can'> & { programme: ProgrammeName }
interface Stored extends Record<string, unknown> {
  beforeFrom: string
  beforeTo: string
}
const comparisonsWhere = async (tx: Tx, where: SQL): Promise<ComparisonRow[]> => {
  const { rows } = await tx.execute<Stored>(sql`
    select c.id, c.programme_id as "programmeId", c.kind, c.type, json_build_object('id', a.id, 'code', a.code, 'name', a.name) as area,
      case when o.id is not null then json_build_object('id', o.id, 'code', o.code, 'name', o.name) end as comparator,
      c.comparator_reason as "comparatorReason", c.no_comparator_reason as "noComparatorReason", to_char(c.before_from, 'YYYY-MM') as "beforeFrom", to_char(c.before_to, 'YYYY-MM') as "beforeTo",
      to_char(c.after_from, 'YYYY-MM') as "afterFrom", c.ran_from as "ranFrom", c.ran_to as "ranTo", c.confounders, c.caption, c.version,
      json_build_object('id', g.id, 'name', g.name, 'synthetic', g.synthetic) as programme
    from comparisons c
    join programmes g on g.partnership_id = c.partnership_id and g.id = c.programme_id
    join areas a on a.partnership_id = c.partnership_id and a.id = c.area_id
    left join areas o on o.partnership_id = c.partnership_id and o.id = c.comparator_area_id
    where c.partnership_id = app.partnership() and ${where} order by c.id`)
  return rows.map(({ beforeTo, ...one }) => ({ ...one, months: monthsBetween(one.beforeFrom, beforeTo) }) as unknown as ComparisonRow)
}
export const listComparisons = (tx: Tx, programmeId: string) => comparisonsWhere(tx, sql`c.programme_id = ${programmeId}`)
export async function getComparison(tx: Tx, id: string): Promise<ComparisonRow> {
  const [found] = await comparisonsWhere(tx, sql`c.id = ${id}`)
  if (!found) throw notFound()
  return found
}

const stored = ({ months, beforeFrom, afterFrom, ranFrom = null, ranTo = null, ...body }: Omit<NewComparison, 'programmeId'>) => ({
  ...body,
  ranFrom,
  ranTo,
  beforeFrom: firstDay(beforeFrom),
  beforeTo: firstDay(addMonths(beforeFrom, months)),
  afterFrom: firstDay(afterFrom),
  afterTo: firstDay(addMonths(afterFrom, months)),
})
export const insertComparison = (tx: Tx, actor: Actor, id: string, { programmeId, ...body }: NewComparison) =>
  tx.insert(comparisons).values({ ...stored(body), id, programmeId, partnershipId: actor.partnershipId } as typeof comparisons.$inferInsert)
/** No row means that someone else changed it meanwhile. */
export async function amendComparison(tx: Tx, actor: Actor, id: string, version: number, body: Omit<NewComparison, 'programmeId'>) {
  const [amended] = await tx
    .update(comparisons)
    .set(stored(body))
    .where(and(eq(comparisons.partnershipId, actor.partnershipId), eq(comparisons.id, id), eq(comparisons.version, version)))
    .returning({ id: comparisons.id })
  return amended
}

/** The latest counts that comparisons rest on, from the first month before to the last one after, by comparison and side. */
export interface Rests {
  comparisonId: string
  treated: boolean
  point: Point
}
const restsWhere = async (tx: Tx, where: SQL): Promise<Rests[]> => {
  const { rows } = await tx.execute<Point & { comparisonId: string; treated: boolean } & Record<string, unknown>>(sql`
    select distinct on (c.id, k.area_id, k.month) c.id as "comparisonId", k.area_id = c.area_id as treated, ${point}
    from comparisons c join community_counts k on k.partnership_id = c.partnership_id and k.area_id in (c.area_id, c.comparator_area_id) and k.kind = c.kind and k.type = c.type
      and k.month >= c.before_from and k.month < c.after_to
    where c.partnership_id = app.partnership() and ${where} order by c.id, k.area_id, k.month, k.revision desc`)
  return rows.map(({ comparisonId, treated, ...one }) => ({ comparisonId, treated, point: one }))
}
export const listRests = (tx: Tx, programmeId: string) => restsWhere(tx, sql`c.programme_id = ${programmeId}`)
export const listRestsOf = (tx: Tx, comparisonId: string) => restsWhere(tx, sql`c.id = ${comparisonId}`)
