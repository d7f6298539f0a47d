import { and, eq, sql } from 'drizzle-orm'
import type { NewPaceCheck, NewTimePressure, PaceCheck, PaceStep, ProgrammePace, TimePressure } from '@modulus/contracts/pace.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { paceChecks, timePressures } from './table.ts'

type Raw<T> = T & Record<string, unknown>
type Clock = Pick<ProgrammePace, 'programme' | 'today' | 'startedOn' | 'deadline' | 'reached'>

/** Throws not-found for a programme in which the reader has no live role. */
export async function readClock(tx: Tx, programmeId: string): Promise<Clock> {
  const { rows } = await tx.execute<Raw<Omit<Clock, 'reached'> & { reached: PaceStep[] | null }>>(sql`
    select jsonb_build_object('id', g.id, 'name', g.name) as programme, app.today() as today, g.started_on as "startedOn", app.pace_steps(g.id) as reached,
      case when g.deadline_on is not null then jsonb_build_object('what', g.deadline_what, 'on', g.deadline_on, 'whose', g.deadline_whose) end as deadline
    from programmes g where g.partnership_id = app.partnership() and g.id = ${programmeId} and g.id = any (app.mine())`)
  if (!rows[0]) throw notFound()
  return { ...rows[0], reached: rows[0].reached ?? [] }
}

const check = sql`select c.id, c.programme_id as "programmeId", c.held_on as "heldOn", c.held_in as "heldIn", c.held_in_id as "heldInId", c.asked, c.their_pace as "theirPace",
    c.our_pace as "ourPace", c.note, c.action, h.name as by
  from pace_checks c left join people h on h.partnership_id = c.partnership_id and h.user_id = c.created_by where c.partnership_id = app.partnership()`

export async function getCheck(tx: Tx, id: string): Promise<PaceCheck> {
  const { rows } = await tx.execute<Raw<PaceCheck>>(sql`${check} and c.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
export async function listChecks(tx: Tx, programmeId: string, { after, limit = 25 }: { after?: string; limit?: number }) {
  const [on, id] = cursor.read(after, 2) ?? []
  const { rows } = await tx.execute<Raw<PaceCheck>>(sql`${check} and c.programme_id = ${programmeId}
    ${on ? sql`and (c.held_on, c.id) < (${on}::date, ${id}::uuid)` : sql``} order by c.held_on desc, c.id desc limit ${limit + 1}`)
  const items: PaceCheck[] = rows.slice(0, limit),
    last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursor.write(last.heldOn, last.id) : null }
}

export type PressureRow = Omit<TimePressure, 'can'>
const pressure = sql`select x.id, x.programme_id as "programmeId", x.source, x.whose, x.deadline_on as "deadlineOn", x.wants, x.threatens, x.response, x.cost_noted as "costNoted", x.state, x.version
  from time_pressures x where x.partnership_id = app.partnership()`
export async function getPressure(tx: Tx, id: string): Promise<PressureRow> {
  const { rows } = await tx.execute<Raw<PressureRow>>(sql`${pressure} and x.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
/** Open ones first, by their day; then the latest of those that are over. */
export async function listPressures(tx: Tx, programmeId: string): Promise<PressureRow[]> {
  const { rows } = await tx.execute<Raw<PressureRow>>(
    sql`${pressure} and x.programme_id = ${programmeId} order by x.state <> 'open', case when x.state = 'open' then x.deadline_on end nulls last, x.updated_at desc, x.id limit 50`,
  )
  return rows
}

export const insertCheck = (tx: Tx, actor: Actor, id: string, values: NewPaceCheck) =>
  tx.insert(paceChecks).values({ ...values, id, partnershipId: actor.partnershipId } as typeof paceChecks.$inferInsert)
export const insertPressure = (tx: Tx, actor: Actor, id: string, values: NewTimePressure) =>
  tx.insert(timePressures).values({ ...values, id, partnershipId: actor.partnershipId } as typeof timePressures.$inferInsert)
/** Nothing means that someone else changed it meanwhile. */
export async function changePressure(
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  values: Partial<typeof timePressures.$inferInsert>,
): Promise<true | undefined> {
  const { rowCount } = await tx
    .update(timePressures)
    .set(values)
    .where(and(eq(timePressures.partnershipId, actor.partnershipId), eq(timePressures.id, id), eq(timePressures.version, version)))
  return rowCount === 1 ? true : undefined
}
