import { and, eq, sql } from 'drizzle-orm'
import type { Barrier, BarrierEdit, NewBarrier, NewStrategy, Shift, Strategy } from '@modulus/contracts/barriers.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { barriers, barrierStrategies } from './table.ts'

export type BarrierRow = Omit<Barrier, 'can'> & { programmeId: string; createdBy: string | null }
export type StrategyRow = Omit<Strategy, 'can'> & { programmeId: string; createdBy: string | null }

const select = sql`select b.id, b.programme_id as "programmeId", jsonb_build_object('id', b.programme_id, 'name', g.name) as programme, b.created_by as "createdBy",
    b.source, b.level, b.falls_on as "fallsOn", b.raised_by_kind as "raisedByKind", b.description, b.co_mode as "coMode", b.voice_or_action as "voiceOrAction", b.pathway,
    b.severity_by_participants as "severityByParticipants", b.severity_by_partners as "severityByPartners", b.status, b.version,
    to_char(b.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "createdAt",
    (select count(*)::integer from barrier_strategies s where s.partnership_id = b.partnership_id and s.barrier_id = b.id) as tried
  from barriers b join programmes g on g.partnership_id = b.partnership_id and g.id = b.programme_id
  where b.partnership_id = app.partnership()`

/** The calendar date it is here. */
export async function today(tx: Tx): Promise<string> {
  const { rows } = await tx.execute<{ today: string }>(sql`select app.today() as today`)
  return rows[0]!.today
}

export async function getBarrier(tx: Tx, id: string): Promise<BarrierRow> {
  const { rows } = await tx.execute<Record<string, unknown>>(sql`${select} and b.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0] as unknown as BarrierRow
}
export interface BarrierFilter {
  programmeId?: string
  source?: string
  level?: string
  fallsOn?: string
  status?: string
  after?: string
  limit?: number
}
export async function listBarriers(tx: Tx, { after, limit = 25, ...filter }: BarrierFilter) {
  const [last] = cursor.read(after, 1) ?? []
  const wanted = [
    filter.programmeId && sql`b.programme_id = ${filter.programmeId}`,
    filter.source && sql`b.source = ${filter.source}`,
    filter.level && sql`b.level = ${filter.level}`,
    filter.fallsOn && sql`b.falls_on = ${filter.fallsOn}`,
    filter.status && sql`b.status = ${filter.status}`,
    last && sql`b.id < ${last}::uuid`,
  ].filter((one) => Boolean(one))
  const { rows } = await tx.execute<Record<string, unknown>>(
    sql`${sql.join([select, ...(wanted as ReturnType<typeof sql>[])], sql` and `)} order by b.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit) as unknown as BarrierRow[]
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}
export const insertBarrier = (tx: Tx, partnershipId: string, id: string, barrier: NewBarrier) =>
  tx.insert(barriers).values({ ...barrier, id, partnershipId } as typeof barriers.$inferInsert)
/** Undefined means that someone else changed it meanwhile. */
export async function changeBarrier(
  tx: Tx,
  partnershipId: string,
  id: string,
  { version, ...change }: BarrierEdit,
): Promise<true | undefined> {
  const { rowCount } = await tx
    .update(barriers)
    .set(change)
    .where(and(eq(barriers.partnershipId, partnershipId), eq(barriers.id, id), eq(barriers.version, version)))
  return rowCount === 1 ? true : undefined
}

const strategy = sql`select s.id, s.programme_id as "programmeId", s.created_by as "createdBy", s.tried_on as "triedOn", s.kind, s.tried_by as "triedBy", s.result, s.note, s.version,
    (select p.name from people p where p.partnership_id = s.partnership_id and p.user_id = s.created_by) as "writtenBy"
  from barrier_strategies s where s.partnership_id = app.partnership()`
export async function listStrategies(tx: Tx, barrierId: string): Promise<StrategyRow[]> {
  const { rows } = await tx.execute<Record<string, unknown>>(
    sql`${strategy} and s.barrier_id = ${barrierId} order by s.tried_on desc, s.id desc`,
  )
  return rows as unknown as StrategyRow[]
}
export const insertStrategy = (
  tx: Tx,
  partnershipId: string,
  { id, barrierId, programmeId, ...body }: NewStrategy & { id: string; barrierId: string; programmeId: string },
) => tx.insert(barrierStrategies).values({ ...body, id, barrierId, programmeId, partnershipId } as typeof barrierStrategies.$inferInsert)
export async function changeStrategy(
  tx: Tx,
  partnershipId: string,
  id: string,
  { version, ...change }: NewStrategy & { version: number },
): Promise<true | undefined> {
  const { rowCount } = await tx
    .update(barrierStrategies)
    .set(change)
    .where(and(eq(barrierStrategies.partnershipId, partnershipId), eq(barrierStrategies.id, id), eq(barrierStrategies.version, version)))
  return rowCount === 1 ? true : undefined
}

/** For each source that has a barrier: what was tried, by result. Most barriers first. */
export async function countShifts(tx: Tx, programmeId: string): Promise<Shift[]> {
  const { rows } = await tx.execute<Shift & Record<string, unknown>>(sql`
    with own as (
      select b.id, b.source, b.status from barriers b where b.partnership_id = app.partnership() and b.programme_id = ${programmeId}
    ), tried as (
      select own.source, s.barrier_id, s.kind, s.result, s.tried_on, s.id from own join barrier_strategies s on s.partnership_id = app.partnership() and s.barrier_id = own.id
    )
    select o.source, o.barriers, o.gone, coalesce(t.tried, 0) as tried, coalesce(t.early, 0) as "tooEarly",
      jsonb_build_object('removed', coalesce(t.removed, 0), 'reduced', coalesce(t.reduced, 0), 'no_change', coalesce(t.no_change, 0), 'worse', coalesce(t.worse, 0)) as results,
      coalesce(t.worked, '[]') as worked
    from (select source, count(*)::int as barriers, (count(*) filter (where status = 'removed'))::int as gone from own group by source) o
    left join (select source, count(*)::int as tried, (count(*) filter (where result is null))::int as early, (count(*) filter (where result = 'removed'))::int as removed,
        (count(*) filter (where result = 'reduced'))::int as reduced, (count(*) filter (where result = 'no_change'))::int as no_change, (count(*) filter (where result = 'worse'))::int as worse,
        jsonb_agg(jsonb_build_object('barrierId', barrier_id, 'kind', kind, 'result', result) order by tried_on desc, id desc) filter (where result in ('removed', 'reduced')) as worked
      from tried group by source) t on t.source = o.source
    order by o.barriers desc, o.source`)
  return rows
}
