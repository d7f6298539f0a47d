import { sql } from 'drizzle-orm'
import type { MobileOf, OutNow, SafetyFlag, SafetyMissing, VisitSafety, WaitingPlan } from '@modulus/contracts/visit-safety.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { listOfficers } from '../visits/queries.ts'
import type { SafetyStanding } from './policy.ts'

type Raw<T> = T & Record<string, unknown>
type Shown = Omit<VisitSafety, 'can' | 'missing' | 'colleagues' | 'debriefs' | 'ring' | 'pairsRequired' | 'needsApproval'>
export interface SafetyRow extends Shown, SafetyStanding {
  /** Null before there is a plan. */
  safetyId: string | null
  round: number
  mustPair: boolean
  mustApprove: boolean
}

const going = sql`(v.officer_id, v.second_officer_id)`
const live = sql`f.partnership_id = v.partnership_id and f.participant_id = v.participant_id and f.ended_on is null`
const hasRead = sql`exists (select 1 from warning_sights w where w.partnership_id = f.partnership_id and w.warning_id = f.id and w.of_version = f.version`
/** Notes that one of those who go has not read as they stand. */
const unread = sql`exists (select 1 from visit_risk_flags f, unnest(array[v.officer_id, v.second_officer_id]) as g (who) where ${live} and g.who is not null and not ${hasRead} and w.created_by = g.who))`
const name = (id: ReturnType<typeof sql>) =>
  sql`(select jsonb_build_object('id', h.user_id, 'name', h.name) from people h where h.partnership_id = v.partnership_id and h.user_id = ${id})`
const place = sql`case when app.sees('contact', v.programme_id, v.participant_id) then v.place end`

/** `visit_safety` keeps who went as they went; before that the visit itself says who goes. */
export async function findSafety(tx: Tx, visitId: string): Promise<SafetyRow> {
  const { rows } = await tx.execute<Raw<SafetyRow>>(sql`
    select v.id as "visitId", v.programme_id as "programmeId", jsonb_build_object('id', p.id, 'knownAs', p.known_as) as participant, app.iso(v.starts_at) as "startsAt",
      ${place} as place, v.status as "visitStatus", ${name(sql`coalesce(s.officer_id, v.officer_id)`)} as officer,
      ${name(sql`case when s.id is null then v.second_officer_id else s.second_officer_id end`)} as "secondOfficer",
      coalesce(s.officer_id, v.officer_id) as "officerId", case when s.id is null then v.second_officer_id else s.second_officer_id end as "secondOfficerId",
      s.id as "safetyId", coalesce(s.state, 'not_planned') as state, s.buddy_id as "buddyId", ${name(sql`s.buddy_id`)} as buddy, coalesce(s.expected_minutes, 45) as "expectedMinutes",
      coalesce(s.base_contact, '') as "baseContact", coalesce(s.round, 1) as round, ${name(sql`s.approved_by_id`)} ->> 'name' as "approvedBy", app.iso(s.approved_at) as "approvedAt",
      app.iso(s.checked_in_at) as "checkedInAt", app.iso(s.expected_end_at) as "expectedEndAt", app.iso(s.checked_out_at) as "checkedOutAt", s.closed_because as "closedBecause",
      coalesce(s.version, 0) as version,
      case when s.state in ('checked_in', 'checked_out', 'debriefed', 'closed') then s.pairs_required else n.pairs end as "mustPair",
      case when s.state in ('approved', 'checked_in', 'checked_out', 'debriefed', 'closed') then s.needs_approval else n.approval end as "mustApprove",
      coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'version', f.version, 'code', f.code, 'whatToDo', f.what_to_do, 'reviewOn', f.review_on,
          'readByMe', ${hasRead} and w.created_by = app.user_id()),
          'unreadBy', coalesce((select jsonb_agg(h.name order by h.name) from people h where h.partnership_id = v.partnership_id and h.user_id in ${going} and not ${hasRead} and w.created_by = h.user_id)), '[]')) order by f.agreed_on desc, f.id)
        from visit_risk_flags f where ${live}), '[]') as flags,
      coalesce((select jsonb_agg(jsonb_build_object('id', x.id, 'kind', x.kind, 'happenedAt', app.iso(x.happened_at), 'heardAt', app.iso(x.created_at), 'by', x.by, 'minutes', x.minutes) order by x.happened_at desc, x.id desc) from (
          select t.id, t.kind, t.happened_at, t.created_at, t.minutes, (select h.name from people h where h.partnership_id = t.partnership_id and h.user_id = t.created_by) as by
            from visit_safety_steps t where t.partnership_id = s.partnership_id and t.safety_id = s.id
          union all
          select a.id, a.step || '_told', a.created_at, a.created_at, null, null from visit_alerts a where a.partnership_id = s.partnership_id and a.safety_id = s.id) x), '[]') as steps
    from visits v join participants p on p.partnership_id = v.partnership_id and p.id = v.participant_id
    cross join lateral app.visit_needs(v.id) n
    left join visit_safety s on s.partnership_id = v.partnership_id and s.visit_id = v.id
    where v.partnership_id = app.partnership() and v.id = ${visitId}
      and v.programme_id = any (app.programmes('participation'))`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

/** What stands between the plan and a yes. */
export function missingOf({ buddyId, secondOfficerId, mustPair, flags }: SafetyRow): SafetyMissing[] {
  return [
    ...(buddyId ? [] : ['buddy' as const]),
    ...(mustPair && !secondOfficerId ? ['second_officer' as const] : []),
    ...(flags.some((one: SafetyFlag) => one.unreadBy.length > 0) ? ['flags_read' as const] : []),
  ]
}

export const listColleagues = async (tx: Tx, { programmeId, officerId, secondOfficerId }: SafetyStanding) =>
  (await listOfficers(tx, programmeId))
    .filter(({ id }) => id !== officerId && id !== secondOfficerId)
    .map(({ id, name: who }) => ({ id, name: who }))

export async function listDebriefs(tx: Tx, safetyId: string | null): Promise<VisitSafety['debriefs']> {
  if (!safetyId) return []
  const { rows } = await tx.execute<Raw<VisitSafety['debriefs'][number]>>(sql`
    select d.id, coalesce(h.name, '') as by, d.created_by = app.user_id() as mine, d.how, d.words, d.change_words as "changeWords"
    from visit_debriefs d left join people h on h.partnership_id = d.partnership_id and h.user_id = d.created_by
    where d.partnership_id = app.partnership() and d.safety_id = ${safetyId} order by d.created_at`)
  return rows
}

export async function mobilesOf(tx: Tx, visitIds: string[]): Promise<Map<string, { name: string; mobile: string }[]>> {
  const found = new Map<string, { name: string; mobile: string }[]>()
  if (visitIds.length === 0) return found
  const { rows } = await tx.execute<{ visitId: string; name: string; mobile: string }>(
    sql`select visit_id as "visitId", name, mobile from app.mobiles_of_out(${`{${visitIds.join()}}`}::uuid[])`,
  )
  for (const { visitId, ...one } of rows) found.set(visitId, [...(found.get(visitId) ?? []), one])
  return found
}

export type OutRow = Omit<OutNow, 'can' | 'ring'> & SafetyStanding & { programmeId: string }
/** Those who are out in a programme that I lead, or for whom I wait, or I myself; the longest overdue first. */
export async function listOut(tx: Tx): Promise<OutRow[]> {
  const told = (step: 'buddy' | 'leads') =>
    sql`(select app.iso(a.created_at) from visit_alerts a where a.partnership_id = s.partnership_id and a.safety_id = s.id and a.round = s.round and a.step = ${step})`
  const { rows } = await tx.execute<Raw<OutRow>>(sql`
    select s.visit_id as "visitId", s.programme_id as "programmeId", s.officer_id as "officerId", s.second_officer_id as "secondOfficerId", s.buddy_id as "buddyId",
      (select jsonb_build_object('id', g.id, 'name', g.name) from programmes g where g.partnership_id = s.partnership_id and g.id = s.programme_id) as programme,
      jsonb_build_object('id', o.user_id, 'name', o.name) as officer, case when w.user_id is not null then jsonb_build_object('id', w.user_id, 'name', w.name) end as "secondOfficer",
      case when p.id is not null then jsonb_build_object('id', p.id, 'knownAs', p.known_as) end as participant, ${place} as place,
      app.iso(s.checked_in_at) as since, app.iso(s.expected_end_at) as "expectedEndAt", jsonb_build_object('id', b.user_id, 'name', b.name) as buddy,
      ${told('buddy')} as "buddyToldAt", ${told('leads')} as "leadsToldAt"
    from visit_safety s
    join people o on o.partnership_id = s.partnership_id and o.user_id = s.officer_id
    join people b on b.partnership_id = s.partnership_id and b.user_id = s.buddy_id
    left join people w on w.partnership_id = s.partnership_id and w.user_id = s.second_officer_id
    left join visits v on v.partnership_id = s.partnership_id and v.id = s.visit_id
    left join participants p on p.partnership_id = v.partnership_id and p.id = v.participant_id
    where s.partnership_id = app.partnership() and s.state = 'checked_in'
      and (s.programme_id = any (app.role_in('programme_lead')) or app.user_id() in (s.officer_id, s.second_officer_id, s.buddy_id))
    order by s.expected_end_at, s.id limit 200`)
  return rows
}

/** Plans of the programmes that I lead which wait for a yes, the soonest first; not those of visits that passed. */
export async function listWaiting(tx: Tx): Promise<(WaitingPlan & { programmeId: string })[]> {
  const { rows } = await tx.execute<
    Raw<Omit<WaitingPlan, 'missing'> & { programmeId: string; buddy: boolean; pair: boolean; unread: boolean }>
  >(sql`
    select v.id as "visitId", v.programme_id as "programmeId", jsonb_build_object('id', p.id, 'knownAs', p.known_as) as participant, app.iso(v.starts_at) as "startsAt",
      ${name(sql`v.officer_id`)} as officer, ${name(sql`v.second_officer_id`)} as "secondOfficer",
      s.buddy_id is null as buddy, n.pairs and v.second_officer_id is null as pair, ${unread} as unread
    from visit_safety s join visits v on v.partnership_id = s.partnership_id and v.id = s.visit_id
    join participants p on p.partnership_id = v.partnership_id and p.id = v.participant_id
    cross join lateral app.visit_needs(v.id) n
    where s.partnership_id = app.partnership() and s.state = 'planned' and s.programme_id = any (app.role_in('programme_lead')) and app.user_id() <> v.officer_id
      and app.user_id() is distinct from v.second_officer_id and v.starts_at > now() - interval '12 hours' and n.approval
    order by v.starts_at, v.id limit 50`)
  return rows.map(({ buddy, pair, unread: flags, ...one }) => ({
    ...one,
    missing: [
      ...(buddy ? ['buddy' as const] : []),
      ...(pair ? ['second_officer' as const] : []),
      ...(flags ? ['flags_read' as const] : []),
    ],
  }))
}

export interface RulesRow {
  pairsRequired: boolean
  leadApproves: boolean
  version: number
}
/** What stands where nobody has said otherwise: a lead approves. */
export async function readRules(tx: Tx, programmeId: string): Promise<RulesRow> {
  const { rows } = await tx.execute<Raw<RulesRow>>(sql`
    select pairs_required as "pairsRequired", lead_approves as "leadApproves", version from visit_rules where partnership_id = app.partnership() and programme_id = ${programmeId}`)
  return rows[0] ?? { pairsRequired: false, leadApproves: true, version: 0 }
}
export const writeRules = async (tx: Tx, programmeId: string, { version, pairsRequired, leadApproves }: RulesRow): Promise<unknown> =>
  (
    await tx.execute(
      version === 0
        ? sql`insert into visit_rules (id, programme_id, pairs_required, lead_approves) values (gen_random_uuid(), ${programmeId}, ${pairsRequired}, ${leadApproves})
            on conflict on constraint visit_rules_once do nothing returning id`
        : sql`update visit_rules set pairs_required = ${pairsRequired}, lead_approves = ${leadApproves}
            where partnership_id = app.partnership() and programme_id = ${programmeId} and version = ${version} returning id`,
    )
  ).rows[0]

/** For themselves, and for administrators: anyone else finds nobody. */
export async function readMobile(tx: Tx, personId: string): Promise<MobileOf> {
  const { rows } = await tx.execute<Raw<MobileOf>>(sql`
    select h.user_id as "personId", coalesce(t.mobile, '') as mobile, coalesce(t.version, 0) as version
    from people h left join people_mobiles t on t.partnership_id = h.partnership_id and t.user_id = h.user_id
    where h.partnership_id = app.partnership() and h.user_id = ${personId} and (h.user_id = app.user_id() or app.is_admin())`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
export const writeMobile = async (tx: Tx, personId: string, { version, mobile }: { version: number; mobile: string }): Promise<unknown> =>
  (
    await tx.execute(
      version === 0
        ? sql`insert into people_mobiles (id, user_id, mobile) values (gen_random_uuid(), ${personId}, ${mobile}) on conflict on constraint people_mobiles_once do nothing returning id`
        : sql`update people_mobiles set mobile = ${mobile} where partnership_id = app.partnership() and user_id = ${personId} and version = ${version} returning id`,
    )
  ).rows[0]
