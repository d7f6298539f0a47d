// Everything here is read through the young person's own eyes: rows that are not theirs are not there.
import { sql } from 'drizzle-orm'
import type { Me, SessionReply } from '@modulus/contracts/me.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

export interface Self {
  id: string
  programmeId: string
  knownAs: string
  programme: string
  workerName: string | null
  dutyPhone: string
  status: string
  /** The day from which what is written is erased, when a clock runs. */
  erasedOn: string | null
}

/** The participant that this person is; the latest one, if they came back. Staff are none. */
export async function getSelf(tx: Tx, actor: Actor): Promise<Self> {
  const { rows } = await tx.execute<Self & Record<string, unknown>>(sql`
    select p.id, p.programme_id as "programmeId", p.known_as as "knownAs", g.name as programme, w.name as "workerName", s.duty_phone as "dutyPhone",
      p.status, (p.erasure_due_at at time zone 'Europe/London')::date as "erasedOn"
    from participants p
    join programmes g on g.partnership_id = p.partnership_id and g.id = p.programme_id
    join partnerships s on s.id = p.partnership_id
    left join people w on w.partnership_id = p.partnership_id and w.user_id = p.worker_id
    where p.partnership_id = ${actor.partnershipId} and p.id = any (app.self())
    order by p.created_at desc limit 1`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
/** They said no or stepped back, and nobody has begun anew with them since. */
export const hasLeft = ({ status }: Self) => status === 'declined' || status === 'stepped_back'

export async function findNextSession(tx: Tx, actor: Actor, self: Self): Promise<Me['nextSession']> {
  const { rows } = await tx.execute<NonNullable<Me['nextSession']>>(sql`
    select s.id, s.title, app.iso(s.starts_at) as "startsAt", app.iso(s.ends_at) as "endsAt", coalesce(nullif(s.place, ''), c.place) as place,
      c.name as "courseName", s.changed_why as "changedWhy", r.reply
    from enrolments e
    join courses c on c.partnership_id = e.partnership_id and c.id = e.course_id
    join course_sessions s on s.partnership_id = c.partnership_id and s.course_id = c.id
    left join session_replies r on r.partnership_id = s.partnership_id and r.course_session_id = s.id and r.participant_id = e.participant_id
    where e.partnership_id = ${actor.partnershipId} and e.participant_id = ${self.id} and e.status = 'enrolled' and s.status = 'planned' and s.ends_at > now()
    order by s.starts_at limit 1`)
  return rows[0] ?? null
}
export async function findNextVisit(tx: Tx, actor: Actor, self: Self): Promise<Me['nextVisit']> {
  const { rows } = await tx.execute<NonNullable<Me['nextVisit']>>(sql`
    select app.iso(v.starts_at) as "startsAt", h.name as by from visits v left join people h on h.partnership_id = v.partnership_id and h.user_id = v.officer_id
    where v.partnership_id = ${actor.partnershipId} and v.participant_id = ${self.id} and v.status = 'planned' and v.starts_at > now() order by v.starts_at limit 1`)
  return rows[0] ?? null
}
export async function listChanged(tx: Tx, actor: Actor, self: Self): Promise<Me['changed']> {
  const { rows } = await tx.execute<Me['changed'][number]>(sql`
    select s.title, s.planned_title as planned, s.changed_why as why, app.iso(max(s.starts_at)) as "startsAt"
    from enrolments e join course_sessions s on s.partnership_id = e.partnership_id and s.course_id = e.course_id
    where e.partnership_id = ${actor.partnershipId} and e.participant_id = ${self.id} and e.status = 'enrolled' and s.changed_why <> '' and s.status <> 'cancelled'
    group by s.title, s.planned_title, s.changed_why order by max(s.updated_at) desc, s.title limit 2`)
  return rows
}
export async function listSaid(tx: Tx, actor: Actor, self: Self): Promise<Me['said']> {
  const { rows } = await tx.execute<Me['said'][number]>(sql`
    select own_words as words, heard_on as "heardOn" from interests
    where partnership_id = ${actor.partnershipId} and participant_id = ${self.id} and status <> 'gone' and said_by <> 'worker'
    order by heard_on desc, id desc limit 3`)
  return rows
}
/** Facts of theirs; the longest list first. Nothing here counts towards anything. */
export async function listDone(tx: Tx, actor: Actor, self: Self): Promise<Me['done']> {
  const { rows } = await tx.execute<Me['done'][number]>(sql`
    select 'sessions' as kind, c.name as title, count(*)::integer as count
    from attendance a join course_sessions s on s.partnership_id = a.partnership_id and s.id = a.course_session_id join courses c on c.partnership_id = s.partnership_id and c.id = s.course_id
    where a.partnership_id = ${actor.partnershipId} and a.participant_id = ${self.id} and a.mark in ('came', 'came_part', 'came_late') group by c.id, c.name
    union all
    select case when p.state in ('job_accepted', 'sustained_13w', 'sustained_26w') then 'job' else 'placement' end, coalesce(o.title, ''), 1
    from placements p left join opportunities o on o.partnership_id = p.partnership_id and o.id = p.opportunity_id
    where p.partnership_id = ${actor.partnershipId} and p.participant_id = ${self.id} and p.state in ('taster', 'placement', 'job_offered', 'job_accepted', 'sustained_13w', 'sustained_26w')
    order by 1 desc, 2 limit 6`)
  return rows
}
/** What the team answered this week. */
export async function countAnswers(tx: Tx, actor: Actor, self: Self): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`
    select count(*)::integer as n from own_answers where partnership_id = ${actor.partnershipId} and participant_id = ${self.id} and created_at > now() - interval '7 days'`)
  return rows[0]!.n
}

/** A vote that is on and that they have not voted in, and whether they have answered this month's questions: which, never what. */
export async function findWaiting(tx: Tx, actor: Actor, self: Self): Promise<Me['waiting']> {
  const { rows } = await tx.execute<Me['waiting']>(sql`select
    exists (select from decisions d where d.partnership_id = ${actor.partnershipId} and d.programme_id = ${self.programmeId} and d.vote_opened_at is not null and d.vote_closed_at is null
      and not exists (select from decision_votes v where v.partnership_id = d.partnership_id and v.decision_id = d.id and v.participant_id = ${self.id})) as vote,
    not exists (select from pulse_marks m where m.partnership_id = ${actor.partnershipId} and m.programme_id = ${self.programmeId} and m.asked = 'participants'
      and m.user_id = app.user_id() and m.month = date_trunc('month', app.today())::date) as pulse`)
  return rows[0]!
}

/** A session of a course they have a place on, whether or not it can still be answered. */
export async function findSession(tx: Tx, actor: Actor, self: Self, sessionId: string) {
  const { rows } = await tx.execute<{ id: string; open: boolean; remindAt: string | null }>(sql`
    select s.id, s.status = 'planned' and s.ends_at > now() as open,
      case when remind > now() then app.iso(remind) end as "remindAt"
    from course_sessions s
    join enrolments e on e.partnership_id = s.partnership_id and e.course_id = s.course_id and e.participant_id = ${self.id} and e.status = 'enrolled',
      lateral (select (((s.starts_at at time zone 'Europe/London')::date - 1) + time '17:00') at time zone 'Europe/London') as r (remind)
    where s.partnership_id = ${actor.partnershipId} and s.id = ${sessionId}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
export const saveReply = (tx: Tx, self: Self, id: string, sessionId: string, reply: SessionReply, words: string) =>
  tx.execute(sql`insert into session_replies (id, programme_id, participant_id, course_session_id, reply, words) values (${id}, ${self.programmeId}, ${self.id}, ${sessionId}, ${reply}, ${words})
    on conflict on constraint session_replies_once do update set reply = excluded.reply, words = excluded.words`)
export const removeReply = (tx: Tx, self: Self, sessionId: string) =>
  tx.execute(
    sql`delete from session_replies where partnership_id = app.partnership() and participant_id = ${self.id} and course_session_id = ${sessionId}`,
  )
