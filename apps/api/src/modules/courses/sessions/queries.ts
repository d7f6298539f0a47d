import { and, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { NewSession, PlannedAndRan, SessionReview } from '@modulus/contracts/course-sessions.ts'
import type { Tx } from '#db/transact.ts'
import { dayHere, iso, type CourseRow, type SessionRow } from '../queries.ts'
import { courseSessions } from '../table.ts'
import type { Slot } from './slots.ts'

const clock = (on: string, time: string) => `${on} ${time}`

/**
 * Makes a session for each slot that has none yet and where none already runs; gives how many were made. A day whose session was made
 * for another time of the pattern, before it changed, has its session. PostgreSQL turns the clock on the wall into an instant, so 10:00
 * stays 10:00 when the clocks change.
 */
export async function insertSlots(tx: Tx, course: CourseRow, slots: Slot[]): Promise<number> {
  const list = slots.map((one) => ({
    id: uuidv7(),
    week: one.week,
    starts: clock(one.on, one.startsAt),
    ends: clock(one.on, one.endsAt),
    place: one.place,
  }))
  const { rowCount } = await tx.execute(sql`
    with slots as (
      select *, starts at time zone 'Europe/London' as starts_at, ends at time zone 'Europe/London' as ends_at
      from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as t (id uuid, week integer, starts timestamp, ends timestamp, place text)
    )
    insert into course_sessions (id, programme_id, course_id, week, starts_at, ends_at, slot_at, title, planned_title, place)
    select t.id, ${course.programmeId}, ${course.id}, t.week, t.starts_at, t.ends_at, t.starts_at, ${course.name}, ${course.name}, t.place from slots t
    where not exists (select 1 from course_sessions x where x.partnership_id = app.partnership() and x.course_id = ${course.id}
      and ((x.status <> 'cancelled' and x.starts_at < t.ends_at and t.starts_at < x.ends_at)
        or (${dayHere(sql`x.slot_at`)} = t.starts::date and not exists (select 1 from slots still where still.starts_at = x.slot_at))))
    on conflict on constraint course_sessions_slot_once do nothing`)
  return rowCount ?? 0
}

/** Weeks are counted in sevens from the start date; a course without one starts with this session. */
export const insertSession = (tx: Tx, id: string, course: CourseRow, { startsAt, endsAt, title, place, elementId = null }: NewSession) =>
  tx.execute(sql`insert into course_sessions (id, programme_id, course_id, week, starts_at, ends_at, title, planned_title, place, element_id)
    values (${id}, ${course.programmeId}, ${course.id}, least(60, greatest(1, coalesce((${dayHere(sql`${startsAt}::timestamptz`)} - ${course.startsOn}::date) / 7 + 1, 1))), ${startsAt}, ${endsAt}, ${title}, ${title}, ${place ?? course.place}, ${elementId})`)

export interface Change {
  on?: string
  startsAt?: string
  endsAt?: string
  title?: string
  place?: string
  elementId?: string | null
  changedWhy?: string
}

/**
 * Changes the sessions of the list in one statement. A new date shifts each by the same number of days as `from`, a new time is the
 * clock's on each day. `plan`: the title is still part of the plan; otherwise what was planned stays, except where nothing but the
 * course's name was planned. Gives how many changed.
 */
export async function changeSessions(
  tx: Tx,
  course: CourseRow,
  from: SessionRow,
  ids: string[],
  change: Change,
  { plan, alone }: { plan: boolean; alone: boolean },
): Promise<number> {
  const shift = change.on ? sql`(${change.on}::date - ${from.on}::date)` : sql`0`
  const moved = (column: 'starts_at' | 'ends_at', time: string | undefined) => {
    const local = sql`(${sql.identifier(column)} at time zone 'Europe/London')`
    return sql`(${local}::date + ${shift} + coalesce(${time ?? null}::time, ${local}::time)) at time zone 'Europe/London'`
  }
  const set = [
    change.on || change.startsAt || change.endsAt
      ? sql`starts_at = ${moved('starts_at', change.startsAt)}, ends_at = ${moved('ends_at', change.endsAt)}`
      : undefined,
    change.title === undefined
      ? undefined
      : sql`title = ${change.title}, planned_title = case when ${plan} or planned_title = ${course.name} then ${change.title} else planned_title end`,
    change.place === undefined ? undefined : sql`place = ${change.place}`,
    change.elementId === undefined ? undefined : sql`element_id = ${change.elementId}::uuid`,
    change.changedWhy === undefined ? undefined : sql`changed_why = ${change.changedWhy}`,
    alone ? sql`edited_alone = slot_at is not null` : undefined,
  ].filter((one) => one !== undefined)
  if (set.length === 0) return 0
  const { rowCount } = await tx.execute(
    sql`update course_sessions set ${sql.join(set, sql`, `)} where partnership_id = app.partnership() and id = any (${`{${ids.join()}}`}::uuid[])`,
  )
  return rowCount ?? 0
}

/** The later sessions made for the same weekday and time: planned still, and never changed on their own. */
export async function laterInSeries(tx: Tx, session: SessionRow): Promise<{ id: string; on: string }[]> {
  const same = (alias: string) => sql`to_char(${sql.identifier(alias)}.slot_at at time zone 'Europe/London', 'ID HH24:MI')`
  const { rows } = await tx.execute<{
    id: string
    on: string
  }>(sql`select s.id, ${dayHere(sql`s.starts_at`)}::text as "on" from course_sessions s join course_sessions o on o.partnership_id = s.partnership_id and o.course_id = s.course_id
    where s.partnership_id = app.partnership() and o.id = ${session.id} and s.id <> o.id and s.starts_at >= o.starts_at and s.status = 'planned' and not s.edited_alone and ${same('s')} = ${same('o')} order by s.starts_at`)
  return rows
}

const at = (id: string, version: number) =>
  and(sql`${courseSessions.partnershipId} = app.partnership()`, eq(courseSessions.id, id), eq(courseSessions.version, version))
/** Holds the row until the end of the transaction; undefined when someone was faster. */
export async function holdSession(tx: Tx, id: string, version: number) {
  const [held] = await tx.select({ id: courseSessions.id }).from(courseSessions).where(at(id, version)).for('update')
  return held
}
export async function cancelSession(tx: Tx, id: string, version: number, why: string) {
  const [cancelled] = await tx
    .update(courseSessions)
    .set({ status: 'cancelled', changedWhy: why })
    .where(at(id, version))
    .returning({ id: courseSessions.id })
  return cancelled
}
export async function reviewSession(tx: Tx, session: SessionRow, { version, groupWords, groupScore, staffWords }: SessionReview) {
  const [reviewed] = await tx
    .update(courseSessions)
    .set({ groupWords, groupScore })
    .where(at(session.id, version))
    .returning({ id: courseSessions.id })
  if (reviewed && staffWords !== undefined) {
    await tx.execute(sql`insert into course_session_notes (id, programme_id, course_session_id, words) values (${uuidv7()}, ${session.programmeId}, ${session.id}, ${staffWords})
      on conflict on constraint course_session_notes_once do update set words = excluded.words`)
  }
  return reviewed
}

/** Undefined when the course has no such element. */
export async function elementTitle(tx: Tx, courseId: string, elementId: string): Promise<string | undefined> {
  const { rows } = await tx.execute<{ title: string }>(
    sql`select title from course_elements where partnership_id = app.partnership() and course_id = ${courseId} and id = ${elementId}`,
  )
  return rows[0]?.title
}
/** An element with a session is scheduled, unless it is further than that already. */
export const scheduleElement = (tx: Tx, elementId: string) =>
  tx.execute(
    sql`update course_elements set status = 'scheduled' where partnership_id = app.partnership() and id = ${elementId} and status in ('idea', 'shortlisted', 'chosen')`,
  )

export async function plannedAndRan(tx: Tx, courseId: string): Promise<PlannedAndRan[]> {
  const { rows } =
    await tx.execute<PlannedAndRan>(sql`select id as "sessionId", week, ${iso(sql`starts_at`)} as "startsAt", planned_title as planned, case when status = 'held' then title end as ran, case when status = 'planned' then title end as comes, status,
      status = 'cancelled' or title <> planned_title as changed, changed_why as "changedWhy",
      (select h.adaptation_id from adaptation_changes h where h.partnership_id = course_sessions.partnership_id and h.session_id = course_sessions.id and h.became_title = title order by h.created_at desc, h.id desc limit 1) as "adaptationId"
    from course_sessions where partnership_id = app.partnership() and course_id = ${courseId} order by course_sessions.starts_at, id`)
  return rows
}
