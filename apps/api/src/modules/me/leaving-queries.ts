import { sql } from 'drizzle-orm'
import type { AskKind } from '@modulus/contracts/entry-reply.ts'
import type { NewAsk, OwnAsk, OwnDeal, StopPlan } from '@modulus/contracts/me.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { hasLeft, type Self } from './queries.ts'

type Deal = NonNullable<OwnDeal['now']>
export async function listDeals(tx: Tx, self: Self): Promise<Deal[]> {
  const { rows } = await tx.execute<Deal>(sql`
    select what_i_get as "whatIGet", what_i_give as "whatIGive", agreed_on as "agreedOn", withdrawn_on as "withdrawnOn" from participation_agreements
    where partnership_id = app.partnership() and participant_id = ${self.id} order by agreed_on desc, id desc limit 20`)
  return rows
}

/** The latest of its kind, or the one named. */
export async function findAsk(tx: Tx, self: Self, kind: AskKind, id: string | null = null): Promise<OwnAsk | null> {
  const { rows } = await tx.execute<OwnAsk & Record<string, unknown>>(sql`
    select a.id, a.kind, a.words, app.iso(a.created_at) as at,
      (select jsonb_build_object('decision', w.decision, 'words', w.words, 'by', h.name, 'at', app.iso(w.created_at)) from own_answers w
       left join people h on h.partnership_id = w.partnership_id and h.user_id = w.created_by where w.partnership_id = a.partnership_id and w.own_ask_id = a.id) as answer
    from own_asks a where a.partnership_id = app.partnership() and a.participant_id = ${self.id} and a.kind = ${kind} and (${id}::uuid is null or a.id = ${id})
    order by a.created_at desc, a.id desc limit 1`)
  return rows[0] ?? null
}
export const insertAsk = (tx: Tx, self: Self, id: string, { kind, words }: NewAsk) =>
  tx.execute(
    sql`insert into own_asks (id, programme_id, participant_id, kind, words) values (${id}, ${self.programmeId}, ${self.id}, ${kind}, ${words.trim()})`,
  )

const open = sql`('they_said_yes', 'checks', 'taster', 'placement', 'job_offered')`
/** What there is to end at this moment. After leaving it is nothing, and only the clock and the team are left. */
export async function planStop(tx: Tx, self: Self): Promise<StopPlan> {
  const { rows } = await tx.execute<Omit<StopPlan, 'left' | 'worker' | 'ask'> & Record<string, unknown>>(sql`
    select
      (select count(*)::integer from enrolments e join course_sessions s on s.partnership_id = e.partnership_id and s.course_id = e.course_id
        where e.partnership_id = app.partnership() and e.participant_id = ${self.id} and e.status = 'enrolled' and s.status = 'planned' and s.ends_at > now()) as sessions,
      (select count(*)::integer from visits v where v.partnership_id = app.partnership() and v.participant_id = ${self.id} and v.status = 'planned') as visits,
      array(select distinct r.name from placements p join partners r on r.partnership_id = p.partnership_id and r.id = p.partner_id
        where p.partnership_id = app.partnership() and p.participant_id = ${self.id} and p.state in ${open} order by 1) as placements,
      (select h.name from mentor_matches m join people h on h.partnership_id = m.partnership_id and h.user_id = m.mentor_id
        where m.partnership_id = app.partnership() and m.participant_id = ${self.id} and m.status = 'active') as mentor,
      (select r.name from placements p join partners r on r.partnership_id = p.partnership_id and r.id = coalesce(p.job_employer_id, p.partner_id)
        where p.partnership_id = app.partnership() and p.participant_id = ${self.id} and p.state in ('job_accepted', 'sustained_13w', 'sustained_26w') order by p.job_starts_on desc nulls last limit 1) as job,
      array(select distinct partner_name from app.who_sees(${self.id}) where role in ('programme_lead', 'outreach_officer', 'safeguarding_lead') order by 1) as "teamKeeps",
      coalesce(${self.erasedOn}::date, (app.erased_after_leaving(
        exists (select 1 from participation_agreements a where a.partnership_id = app.partnership() and a.participant_id = ${self.id})
        or exists (select 1 from enrolments e where e.partnership_id = app.partnership() and e.participant_id = ${self.id} and e.status <> 'waiting'), app.today()) at time zone 'Europe/London')::date) as "erasedOn"`)
  return { left: hasLeft(self), worker: self.workerName, ...rows[0]!, ask: await findAsk(tx, self, 'come_back') }
}

export interface Told {
  mentorId: string | null
  partners: string[]
}
/** Everything at once, or nothing: see app.leave_programme. */
export async function leaveProgramme(tx: Tx, self: Self, words: string, keepFollowing: boolean): Promise<Told> {
  const { rows } = await tx.execute<{ told: Told | null }>(sql`select app.leave_programme(${self.id}, ${words}, ${keepFollowing}) as told`)
  if (!rows[0]?.told) throw notFound()
  return rows[0].told
}
/** The contacts and supervisors of partners they were with, and their mentor, by where to write to them. */
export async function partnerAddresses(tx: Tx, self: Self): Promise<{ userId: string; partnerId: string; email: string }[]> {
  const { rows } = await tx.execute<{ userId: string; partnerId: string; email: string }>(sql`
    select distinct h.user_id as "userId", h.partner_id as "partnerId", h.email
    from people h join memberships m on m.partnership_id = h.partnership_id and m.user_id = h.user_id and m.programme_id = ${self.programmeId} and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
    where h.partnership_id = app.partnership() and h.disabled_at is null and (
      (m.role in ('partner_contact', 'placement_supervisor') and h.partner_id in (select p.partner_id from placements p where p.partnership_id = h.partnership_id and p.participant_id = ${self.id} and p.state in ${open}))
      or (m.role = 'mentor' and h.user_id in (select t.mentor_id from mentor_matches t where t.partnership_id = h.partnership_id and t.participant_id = ${self.id} and t.status = 'active')))`)
  return rows
}
