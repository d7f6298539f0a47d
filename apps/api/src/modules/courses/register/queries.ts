import { sql, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Mark, RegisterHint, WholeRegister } from '@modulus/contracts/register.ts'
import type { Tx } from '#db/transact.ts'
import { dayHere, iso, type SessionRow } from '../queries.ts'

export interface RowOfRegister {
  participantId: string
  knownAs: string
  familyName: string | null
  mark: Mark | null
  reasonKey: string | null
  hints: RegisterHint[]
  /** What they said on their own pages. */
  said: { reply: 'coming' | 'cant'; words: string } | null
}

/**
 * Whoever was on the course on that day, and whoever has a mark already, by name. `hints`: chose_other asks for something else;
 * didnt_come at the last two that count (this one included) asks for a kind check-in.
 */
export async function registerRows(
  tx: Tx,
  session: SessionRow,
  { familyNames = false, only }: { familyNames?: boolean; only?: string } = {},
): Promise<RowOfRegister[]> {
  const family: SQL = familyNames
    ? sql`(select k.family_name from participant_contacts k where k.partnership_id = y.partnership_id and k.participant_id = y.id)`
    : sql`null`
  const { rows } = await tx.execute<Omit<RowOfRegister, 'hints'> & { twice: boolean }>(sql`
    select y.id as "participantId", y.known_as as "knownAs", ${family} as "familyName", a.mark, a.reason_key as "reasonKey",
      (select jsonb_build_object('reply', o.reply, 'words', o.words) from session_replies o where o.partnership_id = y.partnership_id and o.course_session_id = ${session.id} and o.participant_id = y.id) as said,
      (select count(*) = 2 and bool_and(last.mark = 'didnt_come') from (
        select b.mark from attendance b join course_sessions s on s.partnership_id = b.partnership_id and s.id = b.course_session_id
        where b.partnership_id = y.partnership_id and b.participant_id = y.id and s.course_id = ${session.courseId} and s.starts_at <= ${session.startsAt} and b.mark not in ('not_expected', 'cancelled_by_us')
        order by s.starts_at desc limit 2) last) as twice
    from participants y left join attendance a on a.partnership_id = y.partnership_id and a.participant_id = y.id and a.course_session_id = ${session.id}
    where y.partnership_id = app.partnership() and y.programme_id = ${session.programmeId} ${only ? sql`and y.id = ${only}` : sql``} and (a.id is not null or exists (
      select 1 from enrolments e where e.partnership_id = y.partnership_id and e.course_id = ${session.courseId} and e.participant_id = y.id
        and e.status <> 'waiting' and e.enrolled_on <= ${session.on}::date and (e.left_on is null or ${session.on}::date < e.left_on)))
    order by y.name_key, y.id`)
  return rows.map(({ twice, ...row }) => ({
    ...row,
    hints: [...(row.mark === 'chose_other' ? ['something_else' as const] : []), ...(twice ? ['check_in' as const] : [])],
  }))
}

/** Marks that are as they were already write nothing, so that sending a register twice leaves one trace. */
export async function saveMarks(tx: Tx, session: SessionRow, marks: WholeRegister['marks']): Promise<void> {
  const list = marks.map((one) => ({ id: uuidv7(), participant: one.participantId, mark: one.mark, reason: one.reasonKey ?? null }))
  await tx.execute(sql`insert into attendance (id, programme_id, participant_id, course_session_id, mark, reason_key)
    select t.id, ${session.programmeId}, t.participant, ${session.id}, t.mark, t.reason from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as t (id uuid, participant uuid, mark text, reason text)
    on conflict on constraint attendance_once do update set mark = excluded.mark, reason_key = excluded.reason_key
    where (attendance.mark, attendance.reason_key) is distinct from (excluded.mark, excluded.reason_key)`)
}
export const removeMark = (tx: Tx, sessionId: string, participantId: string) =>
  tx.execute(
    sql`delete from attendance where partnership_id = app.partnership() and course_session_id = ${sessionId} and participant_id = ${participantId}`,
  )

// A text sent ahead ("can't make it"), or a day off, does not mean that the session has been.
const presence = sql`exists (select 1 from attendance a where a.partnership_id = s.partnership_id and a.course_session_id = s.id and a.mark not in ('told_us_cant', 'not_expected', 'cancelled_by_us'))`
/** The first mark of someone who came or did not makes the session held, and its element delivered; taking all of them back makes it planned again. */
export async function holdIfMarked(tx: Tx, sessionId: string): Promise<{ status: SessionRow['status']; version: number }> {
  await tx.execute(sql`update course_sessions s set status = case when ${presence} then 'held' else 'planned' end
    where s.partnership_id = app.partnership() and s.id = ${sessionId} and s.status <> 'cancelled' and (s.status = 'held') <> ${presence} and (s.status = 'planned' or s.group_words = '')`)
  await tx.execute(sql`update course_elements e set status = 'delivered' from course_sessions s
    where s.partnership_id = app.partnership() and s.id = ${sessionId} and s.status = 'held' and e.partnership_id = s.partnership_id and e.id = s.element_id and e.status = 'scheduled'`)
  const { rows } = await tx.execute<{ status: SessionRow['status']; version: number }>(
    sql`select status, version from course_sessions where partnership_id = app.partnership() and id = ${sessionId}`,
  )
  return rows[0]!
}

/** Words for a reason, for choosing; a retired one may still stand on an old mark. */
export async function listReasons(tx: Tx) {
  return (
    await tx.execute<{ key: string; label: string; retired: boolean }>(
      sql`select key, label, retired_at is not null as retired from word_lists where partnership_id = app.partnership() and list = 'attendance_reason' order by position, label`,
    )
  ).rows
}

export interface MatrixRows {
  sessions: { id: string; week: number; on: string; startsAt: string; title: string; status: SessionRow['status'] }[]
  stays: { participantId: string; knownAs: string; from: string; until: string | null }[]
  marks: { sessionId: string; participantId: string; mark: Mark }[]
}
export async function matrixRows(tx: Tx, courseId: string): Promise<MatrixRows> {
  const sessions = await tx.execute<
    MatrixRows['sessions'][number]
  >(sql`select id, week, ${dayHere(sql`starts_at`)} as "on", ${iso(sql`starts_at`)} as "startsAt", title, status
    from course_sessions where partnership_id = app.partnership() and course_id = ${courseId} order by course_sessions.starts_at, id`)
  const stays = await tx.execute<
    MatrixRows['stays'][number]
  >(sql`select y.id as "participantId", y.known_as as "knownAs", e.enrolled_on as "from", e.left_on as until
    from enrolments e join participants y on y.partnership_id = e.partnership_id and y.id = e.participant_id
    where e.partnership_id = app.partnership() and e.course_id = ${courseId} and e.status <> 'waiting' and e.left_on is distinct from e.enrolled_on order by y.name_key, y.id, e.enrolled_on`)
  const marks = await tx.execute<
    MatrixRows['marks'][number]
  >(sql`select a.course_session_id as "sessionId", a.participant_id as "participantId", a.mark
    from attendance a join course_sessions s on s.partnership_id = a.partnership_id and s.id = a.course_session_id where a.partnership_id = app.partnership() and s.course_id = ${courseId}`)
  return { sessions: sessions.rows, stays: stays.rows, marks: marks.rows }
}
