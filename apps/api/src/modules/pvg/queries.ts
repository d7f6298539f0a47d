import { sql, type SQL } from 'drizzle-orm'
import type { ClearBy } from '@modulus/contracts/clear-by.ts'
import type { CheckFilter, CheckLine, NewAssessment, NewCheck, RoleAssessment, RoleKind, ToArrange } from '@modulus/contracts/pvg.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'

/** Somebody of this age band may be under 18: whoever is beside them has to be clear. As app.maybe_child() in the database. */
export const maybeChild = (ageBand: string | null) => ageBand !== '18_20' && ageBand !== '21_25' && ageBand !== 'over_25'

const state = sql`case when c.id is null then 'none' when c.ended_notified_on is not null then 'ended' when c.renewal_due <= app.today() then 'run_out'
  when c.workforce = 'adults' then 'adults_only' when c.renewal_due <= app.today() + 60 then 'due_soon' else 'clear' end`
const gone = sql`(p.disabled_at is not null or coalesce(p.left_on <= app.today(), false))`
const toTell = sql`(c.id is not null and c.ended_notified_on is null and ${gone})`
const line = sql`select jsonb_build_object('id', p.user_id, 'name', p.name, 'partnerName', t.name, 'state',
    case when p.disabled_at is not null then 'disabled' when p.left_on <= app.today() then 'left' when p.invited_at is not null and p.joined_at is null then 'invited' else 'active' end) as person,
  ${state} as state, ${toTell} as "toTell", app.fold(p.name) as key, p.user_id as "userId", c.id as "checkId",
  case when c.id is not null then jsonb_build_object('id', c.id, 'workforce', c.workforce, 'membershipConfirmedOn', c.membership_confirmed_on,
    'seenBy', (select s.name from people s where s.partnership_id = c.partnership_id and s.user_id = c.seen_by_id), 'renewalDue', c.renewal_due, 'endedNotifiedOn', c.ended_notified_on) end as check
  from people p join partners t on t.partnership_id = p.partnership_id and t.id = p.partner_id
  left join lateral (select * from pvg_checks x where x.partnership_id = p.partnership_id and x.user_id = p.user_id order by x.created_at desc, x.id desc limit 1) c on true
  where p.partnership_id = app.partnership()`
export type LineRow = Omit<CheckLine, 'can'> & { key: string; userId: string; checkId: string | null }

/** Everyone who has a check, or a role that brings them together with young people; by name. */
export async function listRegister(tx: Tx, { after, limit = 25, state: wanted, toTell: onlyToTell }: CheckFilter) {
  const place = cursor.read(after, 2)
  const given: SQL[] = [
    sql`(c.id is not null or (not ${gone} and exists (select from memberships m where m.partnership_id = p.partnership_id and m.user_id = p.user_id
      and m.role in ('programme_lead', 'outreach_officer', 'mentor', 'placement_supervisor') and m.from_at <= now() and (m.until_at is null or now() < m.until_at))))`,
    ...(place ? [sql`(app.fold(p.name), p.user_id) > (${place[0]}, ${place[1]}::uuid)`] : []),
    ...(wanted ? [sql`${state} = ${wanted}`] : []),
    ...(onlyToTell ? [toTell] : []),
  ]
  const { rows } = await tx.execute<LineRow & Record<string, unknown>>(
    sql`${line} and ${sql.join(given, sql` and `)} order by app.fold(p.name), p.user_id limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursor.write(last.key, last.userId) : null }
}
export async function getLine(tx: Tx, userId: string): Promise<LineRow> {
  const { rows } = await tx.execute<LineRow & Record<string, unknown>>(sql`${line} and p.user_id = ${userId}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
/** Whose check this is; throws not-found where the reader sees none. */
export async function ownerOf(tx: Tx, checkId: string): Promise<string> {
  const { rows } = await tx.execute<{ userId: string }>(
    sql`select user_id as "userId" from pvg_checks where partnership_id = app.partnership() and id = ${checkId}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0].userId
}
export const insertCheck = (tx: Tx, id: string, { personId, workforce, membershipConfirmedOn, seenById, renewalDue }: NewCheck) =>
  tx.execute(sql`insert into pvg_checks (id, user_id, workforce, membership_confirmed_on, seen_by_id, renewal_due)
    values (${id}, ${personId}, ${workforce}, ${membershipConfirmedOn}, ${seenById}, ${renewalDue})`)
/** False: noted already. */
export const noteEnded = async (tx: Tx, id: string, on: string): Promise<boolean> =>
  (await tx.execute<{ done: boolean }>(sql`select app.note_ended(${id}, ${on}) as done`)).rows[0]!.done
export async function today(tx: Tx): Promise<string> {
  return (await tx.execute<{ today: string }>(sql`select app.today() as today`)).rows[0]!.today
}
export async function isHere(tx: Tx, userId: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`select 1 from people where partnership_id = app.partnership() and user_id = ${userId}
    and disabled_at is null and (left_on is null or left_on > app.today())`)
  return rows.length === 1
}

export interface TeamRow {
  person: { id: string; name: string; partnerName: string }
  roleKind: RoleKind
  clear: ClearBy | null
  assessments: RoleAssessment[]
}
/** Everyone with a live role beside young people. Leads visit too, so they stand among the outreach officers. */
export async function listTeam(tx: Tx, programmeId: string): Promise<TeamRow[]> {
  const { rows } = await tx.execute<TeamRow & Record<string, unknown>>(sql`
    with held as (select distinct m.user_id, case when m.role = 'programme_lead' then 'outreach_officer' else m.role end as kind from memberships m
      where m.partnership_id = app.partnership() and m.programme_id = ${programmeId} and m.role in ('programme_lead', 'outreach_officer', 'mentor', 'placement_supervisor')
        and m.from_at <= now() and (m.until_at is null or now() < m.until_at))
    select jsonb_build_object('id', h.user_id, 'name', h.name, 'partnerName', t.name) as person, held.kind as "roleKind", app.clearance(${programmeId}, h.user_id, held.kind) as clear,
      coalesce((select jsonb_agg(a order by a."assessedOn" desc, a.id desc) from (${assessment} and a.programme_id = ${programmeId} and a.user_id = h.user_id and a.role_kind = held.kind) a), '[]') as assessments
    from held join people h on h.partnership_id = app.partnership() and h.user_id = held.user_id and h.disabled_at is null and (h.left_on is null or h.left_on > app.today())
    join partners t on t.partnership_id = h.partnership_id and t.id = h.partner_id
    order by app.clearance(${programmeId}, h.user_id, held.kind) is not null, app.fold(h.name), held.kind`)
  return rows
}
export async function listToArrange(tx: Tx, programmeId: string): Promise<ToArrange[]> {
  const { rows } = await tx.execute<ToArrange & Record<string, unknown>>(sql`
    select a.kind, a.about_id as "aboutId", jsonb_build_object('id', t.id, 'knownAs', t.known_as) as participant, jsonb_build_object('id', h.user_id, 'name', h.name) as person
    from app.to_arrange(${programmeId}) a join participants t on t.partnership_id = app.partnership() and t.id = a.participant_id
    join people h on h.partnership_id = app.partnership() and h.user_id = a.user_id order by app.fold(h.name), a.kind, t.known_as, a.about_id limit 200`)
  return rows
}
const assessment = sql`select a.id, a.role_kind as "roleKind", a.outcome, a.reason, (select s.name from people s where s.partnership_id = a.partnership_id and s.user_id = a.assessed_by_id) as "assessedBy",
    a.assessed_on as "assessedOn", a.review_on as "reviewOn", a.review_on >= app.today() and not exists (select from role_assessments l where l.partnership_id = a.partnership_id and l.programme_id = a.programme_id
      and l.user_id = a.user_id and l.role_kind = a.role_kind and (l.created_at, l.id) > (a.created_at, a.id)) as stands
  from role_assessments a where a.partnership_id = app.partnership()`
export async function getAssessment(tx: Tx, id: string): Promise<RoleAssessment> {
  const { rows } = await tx.execute<RoleAssessment & Record<string, unknown>>(sql`${assessment} and a.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
export const insertAssessment = (tx: Tx, id: string, { programmeId, personId, roleKind, outcome, reason, reviewOn }: NewAssessment) =>
  tx.execute(sql`insert into role_assessments (id, programme_id, user_id, role_kind, outcome, reason, review_on)
    values (${id}, ${programmeId}, ${personId}, ${roleKind}, ${outcome}, ${reason.trim()}, ${reviewOn})`)
/** A programme the reader knows of; throws not-found otherwise. */
export async function programmeName(tx: Tx, id: string): Promise<{ id: string; name: string }> {
  const { rows } = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from programmes where partnership_id = app.partnership() and id = ${id}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0]
}
export async function holdsRole(tx: Tx, { programmeId, personId, roleKind }: NewAssessment): Promise<boolean> {
  const { rows } =
    await tx.execute(sql`select 1 from memberships where partnership_id = app.partnership() and programme_id = ${programmeId} and user_id = ${personId}
    and (role = ${roleKind} or (role = 'programme_lead' and ${roleKind} = 'outreach_officer')) and from_at <= now() and (until_at is null or now() < until_at) limit 1`)
  return rows.length === 1
}
