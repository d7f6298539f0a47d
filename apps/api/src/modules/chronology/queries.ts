import { sql, type SQL } from 'drizzle-orm'
import type { EventKind, NewEvent, SignificantEvent } from '@modulus/contracts/chronology.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

type Raw<T> = T & Record<string, unknown>
/** Where what can be marked is written down, and on what day it happened, Europe/London. */
const records: Record<EventKind, { table: SQL; on: SQL }> = {
  visit: { table: sql`visits`, on: sql`(coalesce(t.happened_at, t.starts_at) at time zone 'Europe/London')::date` },
  contact: { table: sql`contact_events`, on: sql`(t.happened_at at time zone 'Europe/London')::date` },
  mentoring: { table: sql`mentoring_sessions`, on: sql`t.held_on` },
  course: { table: sql`enrolments`, on: sql`t.enrolled_on` },
  placement: { table: sql`placement_steps`, on: sql`t.happened_on` },
  destination: { table: sql`destinations`, on: sql`t.starts_on` },
  goal: { table: sql`goals`, on: sql`t.set_on` },
  deal: { table: sql`participation_agreements`, on: sql`t.agreed_on` },
}

export interface Marked {
  happenedOn: string
  visibility: string
  withheldReason: string | null
  reviewOn: string | null
}
/** What is to be marked, if the asker sees it under this person. What is held back from them, its mark is too. */
export async function findRecord(tx: Tx, participantId: string, kind: EventKind, id: string): Promise<Marked | undefined> {
  const { table, on } = records[kind]
  const { rows } = await tx.execute<Raw<Marked>>(sql`
    select ${on} as "happenedOn", coalesce(to_jsonb(t) ->> 'visibility', 'shared_with_person') as visibility, to_jsonb(t) ->> 'withheld_reason' as "withheldReason",
      to_jsonb(t) ->> 'review_on' as "reviewOn"
    from ${table} t where t.partnership_id = app.partnership() and t.participant_id = ${participantId} and t.id = ${id}`)
  return rows[0]
}

const columns = sql`e.id, e.kind, e.about_id as "aboutId", e.happened_on as "happenedOn", e.effect, e.impact, h.name as by, e.version`
const from = sql`significant_events e left join people h on h.partnership_id = e.partnership_id and h.user_id = e.created_by`
/** Oldest first. `onlySeen`: only marks on what the asker sees themselves, so that nothing held back shows through its mark. */
export async function listEvents(tx: Tx, participantId: string, onlySeen: boolean): Promise<SignificantEvent[]> {
  const seen = sql.join(
    Object.entries(records).map(
      ([kind, { table }]) =>
        sql`select ${kind}::text, t.id from ${table} t where t.partnership_id = app.partnership() and t.participant_id = e.participant_id`,
    ),
    sql` union all `,
  )
  const { rows } = await tx.execute<
    Raw<SignificantEvent>
  >(sql`select ${columns} from ${from} where e.partnership_id = app.partnership() and e.participant_id = ${participantId}
    ${onlySeen ? sql`and (e.kind, e.about_id) in (${seen})` : sql``} order by e.happened_on, e.id limit 500`)
  return rows
}
export async function getEvent(tx: Tx, participantId: string, id: string): Promise<SignificantEvent> {
  const { rows } = await tx.execute<Raw<SignificantEvent>>(
    sql`select ${columns} from ${from} where e.partnership_id = app.partnership() and e.participant_id = ${participantId} and e.id = ${id}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0]
}
export const insertEvent = (tx: Tx, who: { id: string; programmeId: string }, id: string, event: NewEvent, marked: Marked) =>
  tx.execute(sql`
  insert into significant_events (id, programme_id, participant_id, visibility, withheld_reason, review_on, kind, about_id, happened_on, effect, impact)
  values (${id}, ${who.programmeId}, ${who.id}, ${marked.visibility}, ${marked.withheldReason}, ${marked.reviewOn}::date, ${event.kind}, ${event.aboutId}, ${marked.happenedOn}::date, ${event.effect}, ${event.impact.trim()})`)
/** Undefined when someone was faster. */
export async function editEvent(
  tx: Tx,
  id: string,
  { version, effect, impact }: { version: number; effect: string; impact: string },
): Promise<unknown> {
  return (
    await tx.execute(sql`update significant_events set effect = ${effect}, impact = ${impact.trim()}
    where partnership_id = app.partnership() and id = ${id} and version = ${version} returning id`)
  ).rows[0]
}
export const deleteEvent = (tx: Tx, id: string) =>
  tx.execute(sql`delete from significant_events where partnership_id = app.partnership() and id = ${id}`)
