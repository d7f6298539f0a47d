import { and, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Meeting, MeetingAction, MeetingLine, NewAction } from '@modulus/contracts/meetings.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { actions, meetings } from './table.ts'

type Raw<T> = T & Record<string, unknown>
const line = sql`select m.id, m.programme_id as "programmeId", g.name as "programmeName", m.kind, app.iso(m.starts_at) as "startsAt", m.place, m.participants_present as "participantsPresent",
    (select count(*)::int from actions a where a.partnership_id = m.partnership_id and a.meeting_id = m.id and a.status in ('todo', 'doing', 'blocked')) as "openActions",
    (select count(*)::int from actions a where a.partnership_id = m.partnership_id and a.meeting_id = m.id) as actions`
const from = sql`from meetings m join programmes g on g.partnership_id = m.partnership_id and g.id = m.programme_id where m.partnership_id = app.partnership()`

export async function listMeetings(tx: Tx, { programmeId, after, limit = 25 }: { programmeId?: string; after?: string; limit?: number }) {
  const place = cursor.read(after, 2)
  const { rows } = await tx.execute<Raw<MeetingLine>>(sql`${line} ${from} ${programmeId ? sql`and m.programme_id = ${programmeId}` : sql``}
    ${place ? sql`and (m.starts_at, m.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql``} order by m.starts_at desc, m.id desc limit ${limit + 1}`)
  const items: MeetingLine[] = rows.slice(0, limit),
    last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursor.write(last.startsAt, last.id) : null }
}

export type MeetingRow = MeetingLine &
  Pick<Meeting, 'preBriefDone' | 'expensesArranged' | 'theirView' | 'attendees' | 'version'> & { on: string; since: string | null }
export async function getMeeting(tx: Tx, id: string): Promise<MeetingRow> {
  const { rows } = await tx.execute<
    Raw<MeetingRow>
  >(sql`${line}, m.pre_brief_done as "preBriefDone", m.expenses_arranged as "expensesArranged", m.their_view as "theirView", m.version,
    (m.starts_at at time zone 'Europe/London')::date as "on",
    (select (max(b.starts_at) at time zone 'Europe/London')::date from meetings b where b.partnership_id = m.partnership_id and b.programme_id = m.programme_id and b.starts_at < m.starts_at) as since,
    coalesce((select jsonb_agg(jsonb_build_object('userId', p.user_id, 'name', p.name, 'partner', t.name) order by p.name, p.user_id) from meeting_attendees x
      join people p on p.partnership_id = x.partnership_id and p.user_id = x.user_id join partners t on t.partnership_id = p.partnership_id and t.id = p.partner_id
      where x.partnership_id = m.partnership_id and x.meeting_id = m.id), '[]') as attendees ${from} and m.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

export type ActionRow = Omit<MeetingAction, 'can'>
const action = sql`select a.id, a.programme_id as "programmeId", a.meeting_id as "meetingId", a.what, jsonb_build_object('userId', p.user_id, 'name', p.name, 'partner', t.name) as owner,
    (a.status in ('todo', 'doing', 'blocked') and app.has_gone(a.programme_id, a.owner_id)) as "ownerGone", a.due_on as "dueOn", a.status, a.blocked_by as "blockedBy", a.version
  from actions a join people p on p.partnership_id = a.partnership_id and p.user_id = a.owner_id join partners t on t.partnership_id = p.partnership_id and t.id = p.partner_id
  where a.partnership_id = app.partnership()`
export async function getAction(tx: Tx, id: string): Promise<ActionRow> {
  const { rows } = await tx.execute<Raw<ActionRow>>(sql`${action} and a.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
/** Those agreed at this meeting, and whatever else is open in the programme; by their day. */
export async function listActions(tx: Tx, programmeId: string, meetingId: string): Promise<ActionRow[]> {
  const { rows } = await tx.execute<
    Raw<ActionRow>
  >(sql`${action} and a.programme_id = ${programmeId} and (a.meeting_id = ${meetingId} or a.status in ('todo', 'doing', 'blocked'))
    order by a.status in ('done', 'dropped'), a.due_on nulls last, a.id limit 300`)
  return rows
}

/** The meeting that was seen before the one an action belongs to is of the same programme, or it is not found. */
export async function meetingStands(tx: Tx, id: string, programmeId: string) {
  if ((await getMeeting(tx, id)).programmeId !== programmeId) throw notFound()
}

export const insertMeeting = (
  tx: Tx,
  actor: Actor,
  id: string,
  values: Omit<typeof meetings.$inferInsert, 'id' | 'partnershipId' | 'createdAt' | 'updatedAt'>,
) => tx.insert(meetings).values({ ...values, id, partnershipId: actor.partnershipId } as typeof meetings.$inferInsert)
/** Nothing means that someone else changed it meanwhile. */
export async function changeMeeting(tx: Tx, actor: Actor, id: string, version: number, values: Partial<typeof meetings.$inferInsert>) {
  const { rowCount } = await tx
    .update(meetings)
    .set(values)
    .where(and(eq(meetings.partnershipId, actor.partnershipId), eq(meetings.id, id), eq(meetings.version, version)))
  return rowCount === 1 ? (true as const) : undefined
}
/** Exactly these people sat there. */
export async function setAttendees(tx: Tx, { id, programmeId }: { id: string; programmeId: string }, userIds: string[]) {
  const wanted = [...new Set(userIds)]
  await tx.execute(
    sql`delete from meeting_attendees where partnership_id = app.partnership() and meeting_id = ${id} and user_id <> all (${`{${wanted.join()}}`}::uuid[])`,
  )
  for (const userId of wanted)
    await tx.execute(
      sql`insert into meeting_attendees (id, programme_id, meeting_id, user_id) values (${uuidv7()}, ${programmeId}, ${id}, ${userId}) on conflict on constraint meeting_attendees_once do nothing`,
    )
}
export const insertAction = (tx: Tx, actor: Actor, id: string, values: NewAction) =>
  tx.insert(actions).values({ ...values, id, partnershipId: actor.partnershipId } as typeof actions.$inferInsert)
export async function changeAction(tx: Tx, actor: Actor, id: string, version: number, values: Partial<typeof actions.$inferInsert>) {
  const { rowCount } = await tx
    .update(actions)
    .set(values)
    .where(and(eq(actions.partnershipId, actor.partnershipId), eq(actions.id, id), eq(actions.version, version)))
  return rowCount === 1 ? (true as const) : undefined
}
