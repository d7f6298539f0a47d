import { sql } from 'drizzle-orm'
import type { Candidate, Enrolment, NewEnrolment, OwnCourse } from '@modulus/contracts/enrolments.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { iso, today } from '../queries.ts'

export type EnrolmentRow = Omit<Enrolment, 'can'> & { programmeId: string }

const shown = sql`select e.id, e.programme_id as "programmeId", e.course_id as "courseId", e.participant_id as "participantId", y.known_as as "knownAs", e.status,
    e.enrolled_on as "enrolledOn", e.left_on as "leftOn", e.choices_offered as "choicesOffered", e.said_by as "saidBy", e.version
  from enrolments e join participants y on y.partnership_id = e.partnership_id and y.id = e.participant_id
  where e.partnership_id = app.partnership()`

/** Those on the course by name, then those waiting in the order in which they asked, then those who left. */
export const listEnrolments = async (tx: Tx, courseId: string): Promise<EnrolmentRow[]> =>
  (
    await tx.execute<EnrolmentRow & Record<string, unknown>>(sql`${shown} and e.course_id = ${courseId}
    order by array_position(array['enrolled', 'waiting', 'left'], e.status), case when e.status = 'waiting' then e.created_at end, y.name_key, e.id`)
  ).rows

export async function getEnrolment(tx: Tx, id: string): Promise<EnrolmentRow> {
  const { rows } = await tx.execute<EnrolmentRow & Record<string, unknown>>(sql`${shown} and e.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

/** The programme of a participant the reader may see. */
export async function getParticipant(tx: Tx, id: string): Promise<{ id: string; programmeId: string }> {
  const { rows } = await tx.execute<{ id: string; programmeId: string }>(
    sql`select id, programme_id as "programmeId" from participants where partnership_id = app.partnership() and id = ${id}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0]
}

/** By name, at most five hundred; without those who said no or whose time with the programme is over. */
export async function listCandidates(tx: Tx, programmeId: string, courseId: string): Promise<Candidate[]> {
  const { rows } = await tx.execute<Candidate>(sql`select y.id as "participantId", y.known_as as "knownAs", y.reference from participants y
    where y.partnership_id = app.partnership() and y.programme_id = ${programmeId} and y.status not in ('declined', 'moved_on', 'ended_for_safety')
      and not exists (select 1 from enrolments e where e.partnership_id = y.partnership_id and e.course_id = ${courseId} and e.participant_id = y.id and e.status <> 'left')
    order by y.name_key, y.id limit 500`)
  return rows
}

/** Holds the course until the end of the transaction, so that nobody takes the last place meanwhile. */
export async function placeIsFree(tx: Tx, courseId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ free: boolean }>(
    sql`select taken < capacity as free from courses where partnership_id = app.partnership() and id = ${courseId} for no key update`,
  )
  return rows[0]?.free ?? false
}

export const insertEnrolment = (tx: Tx, id: string, programmeId: string, status: 'enrolled' | 'waiting', one: NewEnrolment) =>
  tx.execute(sql`insert into enrolments (id, programme_id, participant_id, course_id, status, enrolled_on, choices_offered, said_by)
    values (${id}, ${programmeId}, ${one.participantId}, ${one.courseId}, ${status}, coalesce(${one.enrolledOn ?? null}::date, ${today}), ${one.choicesOffered ?? ''}, ${one.saidBy ?? 'participant'})`)

/** Someone who only waited was never expected anywhere: for them both dates are the day they left. Undefined when the date is no day on the course. */
export async function leaveCourse(tx: Tx, id: string, leftOn: string | undefined): Promise<boolean> {
  const on = sql`coalesce(${leftOn ?? null}::date, ${today})`
  const { rowCount } =
    await tx.execute(sql`update enrolments set status = 'left', left_on = ${on}, enrolled_on = case when status = 'waiting' then ${on} when ${leftOn === undefined} then least(enrolled_on, ${on}) else enrolled_on end
    where partnership_id = app.partnership() and id = ${id} and status <> 'left' and ${on} <= ${today} and (status = 'waiting' or ${leftOn === undefined} or enrolled_on <= ${on})`)
  return rowCount === 1
}

export const takePlace = (tx: Tx, id: string) =>
  tx.execute(
    sql`update enrolments set status = 'enrolled', enrolled_on = ${today} where partnership_id = app.partnership() and id = ${id} and status = 'waiting'`,
  )

export async function longestWaiting(tx: Tx, courseId: string) {
  const { rows } = await tx.execute<{
    enrolmentId: string
    participantId: string
    knownAs: string
  }>(sql`select e.id as "enrolmentId", y.id as "participantId", y.known_as as "knownAs"
    from enrolments e join participants y on y.partnership_id = e.partnership_id and y.id = e.participant_id
    where e.partnership_id = app.partnership() and e.course_id = ${courseId} and e.status = 'waiting' order by e.created_at, e.id limit 1`)
  return rows[0] ?? null
}

export type OwnCourseRow = Omit<OwnCourse, 'enrolment'> & { enrolment: EnrolmentRow }
/** The newest enrolment first; its sessions in order, from the day of joining to the day of leaving. */
export async function coursesOf(tx: Tx, participantId: string): Promise<OwnCourseRow[]> {
  const { rows } = await tx.execute<
    EnrolmentRow & { course: OwnCourse['course']; sessions: OwnCourse['sessions'] } & Record<string, unknown>
  >(sql`select e.*,
      json_build_object('id', c.id, 'name', c.name, 'status', c.status, 'place', c.place) as course,
      coalesce((select json_agg(json_build_object('id', s.id, 'week', s.week, 'startsAt', ${iso(sql`s.starts_at`)}, 'endsAt', ${iso(sql`s.ends_at`)}, 'title', s.title, 'place', s.place, 'status', s.status, 'mark', a.mark) order by s.starts_at, s.id)
        from course_sessions s left join attendance a on a.partnership_id = s.partnership_id and a.course_session_id = s.id and a.participant_id = e."participantId"
        where s.partnership_id = c.partnership_id and s.course_id = c.id and e.status <> 'waiting'
          and (s.starts_at at time zone 'Europe/London')::date >= e."enrolledOn" and (e."leftOn" is null or (s.starts_at at time zone 'Europe/London')::date < e."leftOn" or a.mark is not null)), '[]') as sessions
    from (${shown} and e.participant_id = ${participantId}) e join courses c on c.partnership_id = app.partnership() and c.id = e."courseId"
    order by e."enrolledOn" desc, e.id desc`)
  return rows.map(({ course, sessions, ...enrolment }) => ({ enrolment, course, sessions }))
}
