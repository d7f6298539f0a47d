import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { CourseSession } from '@modulus/contracts/course-sessions.ts'
import type { Course, CourseEdit, CourseLine, CourseStatus, NewCourse } from '@modulus/contracts/courses.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { courses } from './table.ts'

export { scottishHolidays, type HolidayOn } from './holidays.ts'

/** An instant as it crosses the wire: ISO 8601 in UTC. */
export const iso = (instant: SQL) => sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
/** The calendar date here at an instant. */
export const dayHere = (instant: SQL) => sql`(${instant} at time zone 'Europe/London')::date`
export const today = sql`app.today()`

export type CourseRow = Omit<Course, 'next' | 'can'>

const line = sql`c.id, c.programme_id as "programmeId", p.name as "programmeName", c.name, c.status, c.weeks, c.starts_on as "startsOn", c.place, c.capacity, c.taken,
  (select json_build_object('id', s.id, 'startsAt', ${iso(sql`s.starts_at`)}, 'endsAt', ${iso(sql`s.ends_at`)}, 'title', s.title, 'place', s.place)
   from course_sessions s where s.partnership_id = c.partnership_id and s.course_id = c.id and s.status <> 'cancelled' and s.ends_at > now() order by s.starts_at limit 1) as "nextSession"`
const from = sql`from courses c join programmes p on p.partnership_id = c.partnership_id and p.id = c.programme_id where c.partnership_id = app.partnership()`

/** Newest start first; courses without a date yet come before all others. */
export async function listCourses(
  tx: Tx,
  { programmeId, status, after, limit = 25 }: { programmeId?: string; status?: CourseStatus; after?: string; limit?: number },
) {
  const begun = sql`coalesce(c.starts_on, '9999-12-31')`
  const place = cursor.read(after, 2)
  const { rows } = await tx.execute<CourseLine & { begun: string }>(sql`select ${line}, ${begun} as begun ${from}
    ${programmeId ? sql`and c.programme_id = ${programmeId}` : sql``} ${status ? sql`and c.status = ${status}` : sql``}
    ${place ? sql`and (${begun}, c.id) < (${place[0]}::date, ${place[1]}::uuid)` : sql``}
    order by ${begun} desc, c.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursor.write(last.begun, last.id) : null }
}

export async function getCourse(tx: Tx, id: string): Promise<CourseRow> {
  const { rows } = await tx.execute<
    CourseRow & Record<string, unknown>
  >(sql`select ${line}, c.about, c.pattern, c.version, app.group_has_decided(c.id) as "groupHasDecided",
    coalesce((select json_agg(json_build_object('id', d.id, 'title', d.title, 'decidedBy', d.decided_by, 'how', d.how, 'decidedOn', d.decided_on, 'words', d.words) order by d.decided_on desc, d.id desc)
      from decisions d where d.partnership_id = c.partnership_id and d.course_id = c.id and d.decided_by is not null), '[]') as decisions
    ${from} and c.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

export const insertCourse = (
  tx: Tx,
  id: string,
  { programmeId, name, about = '', weeks = null, startsOn = null, pattern = [], place = '', capacity }: NewCourse,
) =>
  tx.execute(sql`insert into courses (id, programme_id, name, about, weeks, starts_on, pattern, place, capacity)
    values (${id}, ${programmeId}, ${name}, ${about}, ${weeks}, ${startsOn}, ${JSON.stringify(pattern)}::jsonb, ${place}, ${capacity})`)

const at = (id: string, version: number) =>
  and(sql`${courses.partnershipId} = app.partnership()`, eq(courses.id, id), eq(courses.version, version))

/** Undefined when someone was faster. */
export async function amendCourse(tx: Tx, id: string, { version, ...change }: CourseEdit) {
  const [changed] = await tx
    .update(courses)
    .set({ ...change, version })
    .where(at(id, version))
    .returning({ id: courses.id })
  return changed
}
export async function moveCourse(tx: Tx, id: string, to: CourseStatus, version: number) {
  const [moved] = await tx.update(courses).set({ status: to }).where(at(id, version)).returning({ id: courses.id })
  return moved
}
export async function hasSessions(tx: Tx, courseId: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from course_sessions where partnership_id = app.partnership() and course_id = ${courseId} and status <> 'cancelled' limit 1`,
  )
  return rows.length > 0
}

export type SessionRow = Omit<CourseSession, 'can' | 'holiday'> & { on: string }

const session = sql`select s.id, s.programme_id as "programmeId", s.course_id as "courseId", s.week, ${iso(sql`s.starts_at`)} as "startsAt", ${iso(sql`s.ends_at`)} as "endsAt",
    ${dayHere(sql`s.starts_at`)} as "on", s.title, s.place, s.planned_title as "plannedTitle", s.changed_why as "changedWhy", s.status,
    s.group_words as "groupWords", s.group_score as "groupScore", s.version, s.slot_at is not null and not s.edited_alone and s.status = 'planned' as "inSeries",
    case when e.id is not null then json_build_object('id', e.id, 'title', e.title) end as element, n.words as "staffWords"
  from course_sessions s
  left join course_elements e on e.partnership_id = s.partnership_id and e.id = s.element_id
  left join course_session_notes n on n.partnership_id = s.partnership_id and n.course_session_id = s.id
  where s.partnership_id = app.partnership()`

export const listSessions = async (tx: Tx, courseId: string): Promise<SessionRow[]> =>
  (await tx.execute<SessionRow & Record<string, unknown>>(sql`${session} and s.course_id = ${courseId} order by s.starts_at, s.id`)).rows

export async function getSession(tx: Tx, id: string): Promise<SessionRow> {
  const { rows } = await tx.execute<SessionRow & Record<string, unknown>>(sql`${session} and s.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
