// Who keeps safety in a programme: who reads what is raised, who is away, who may be the second reader.
import { sql, type SQL } from 'drizzle-orm'
import type { ConcernRaised, Cover } from '@modulus/contracts/concerns.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

type Raw<T> = T & Record<string, unknown>

/** What whoever raises a concern is told of who reads it. */
export async function getKeepers(tx: Tx, programmeId: string): Promise<Omit<ConcernRaised, 'id'>> {
  const { rows } = await tx.execute<Raw<Omit<ConcernRaised, 'id'>>>(sql`
    select g.name as "programmeName", l.name as lead, d.name as deputy, s.duty_phone as "dutyPhone"
    from programmes g join partnerships s on s.id = g.partnership_id
    left join people l on l.partnership_id = g.partnership_id and l.user_id = g.safeguarding_lead_id
    left join people d on d.partnership_id = g.partnership_id and d.user_id = g.safeguarding_deputy_id
    where g.partnership_id = app.partnership() and g.id = ${programmeId}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

/** Leads of the programme and those who keep safety there, but not who decides nor who raised it. */
export async function findSecondReaders(tx: Tx, concern: { id: string; programmeId: string }): Promise<{ id: string; name: string }[]> {
  const { rows } = await tx.execute<{ id: string; name: string }>(sql`
    select h.user_id as id, h.name from people h join programmes g on g.partnership_id = h.partnership_id and g.id = ${concern.programmeId}
    where h.partnership_id = app.partnership() and h.disabled_at is null and (h.left_on is null or h.left_on > app.today()) and h.user_id <> app.user_id()
      and h.user_id is distinct from (select c.created_by from safeguarding_concerns c where c.partnership_id = h.partnership_id and c.id = ${concern.id})
      and exists (select 1 from memberships m where m.partnership_id = h.partnership_id and m.programme_id = g.id and m.user_id = h.user_id and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
        and (m.role in ('programme_lead', 'safeguarding_lead') or h.user_id in (g.safeguarding_lead_id, g.safeguarding_deputy_id)))
    order by h.name`)
  return rows
}

export async function getCover(tx: Tx): Promise<Cover> {
  const away = (user: SQL) =>
    sql`(select app.iso(max(a.until_at)) from safeguarding_absences a where a.partnership_id = g.partnership_id and a.user_id = ${user}
    and a.ended_at is null and a.from_at <= now() and now() < a.until_at)`
  const { rows: programmes } = await tx.execute<Raw<Cover['programmes'][number]>>(sql`
    select g.id, g.name, case when l.user_id is not null then jsonb_build_object('name', l.name, 'awayUntil', ${away(sql`l.user_id`)}) end as lead,
      case when d.user_id is not null then jsonb_build_object('name', d.name, 'awayUntil', ${away(sql`d.user_id`)}) end as deputy
    from programmes g
    left join people l on l.partnership_id = g.partnership_id and l.user_id = g.safeguarding_lead_id
    left join people d on d.partnership_id = g.partnership_id and d.user_id = g.safeguarding_deputy_id
    where g.partnership_id = app.partnership() and g.id = any (app.keeps_safe()) order by g.name, g.id`)
  const {
    rows: [mine],
  } = await tx.execute<{ id: string; untilAt: string }>(sql`
    select id, app.iso(until_at) as "untilAt" from safeguarding_absences
    where partnership_id = app.partnership() and user_id = app.user_id() and ended_at is null and from_at <= now() and now() < until_at order by until_at desc limit 1`)
  return { programmes, away: mine ?? null }
}
export const insertAbsence = (tx: Tx, id: string, untilAt: string) =>
  tx.execute(sql`insert into safeguarding_absences (id, until_at) values (${id}, ${untilAt}::timestamptz)`)
/** False when it is not theirs, or over. */
export async function endAbsence(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`update safeguarding_absences set ended_at = now() where partnership_id = app.partnership() and id = ${id} and user_id = app.user_id() and ended_at is null returning id`,
  )
  return rows.length === 1
}
