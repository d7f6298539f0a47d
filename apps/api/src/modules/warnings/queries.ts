import { sql } from 'drizzle-orm'
import type { NewWarning, Warning } from '@modulus/contracts/warnings.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

type Raw<T> = T & Record<string, unknown>
export type WarningRow = Omit<Warning, 'can'>
const seen = sql`from warning_sights s left join people h on h.partnership_id = s.partnership_id and h.user_id = s.created_by
  where s.partnership_id = f.partnership_id and s.warning_id = f.id and s.of_version = f.version`
const columns = sql`f.id, f.programme_id as "programmeId", g.name as "programmeName", case when p.id is not null then jsonb_build_object('id', p.id, 'knownAs', p.known_as) end as participant,
  f.place, f.code, f.what_to_do as "whatToDo", f.why, f.source, f.told_them as "toldThem", f.not_told_why as "notToldWhy", f.agreed_on as "agreedOn", f.review_on as "reviewOn",
  f.agreed_on + 90 as "endsOn", f.ended_on as "endedOn", f.ended_why as "endedWhy", d.name as "decidedBy", a.name as "approvedBy", f.version,
  coalesce((select jsonb_agg(jsonb_build_object('name', coalesce(h.name, ''), 'at', app.iso(s.created_at)) order by s.created_at) ${seen}), '[]') as "seenBy",
  exists (select 1 ${seen} and s.created_by = app.user_id()) as "seenByMe"
  from visit_risk_flags f join programmes g on g.partnership_id = f.partnership_id and g.id = f.programme_id
  left join participants p on p.partnership_id = f.partnership_id and p.id = f.participant_id
  left join people d on d.partnership_id = f.partnership_id and d.user_id = f.decided_by_id
  left join people a on a.partnership_id = f.partnership_id and a.user_id = f.approved_by_id
  where f.partnership_id = app.partnership()`

/** What is due for review comes first. */
export async function listWarnings(tx: Tx, show: 'live' | 'ended'): Promise<WarningRow[]> {
  const { rows } = await tx.execute<Raw<WarningRow>>(
    sql`select ${columns} and ${show === 'live' ? sql`f.ended_on is null order by f.review_on, f.id` : sql`f.ended_on is not null order by f.ended_on desc, f.id`} limit 200`,
  )
  return rows
}
export async function getWarning(tx: Tx, id: string): Promise<WarningRow> {
  const { rows } = await tx.execute<Raw<WarningRow>>(sql`select ${columns} and f.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
export const isMyProgramme = async (tx: Tx, programmeId: string): Promise<boolean> =>
  (await tx.execute(sql`select 1 from programmes where partnership_id = app.partnership() and id = ${programmeId}`)).rows.length === 1

export const insertWarning = (tx: Tx, id: string, warning: NewWarning, decidedById: string) =>
  tx.execute(sql`
  insert into visit_risk_flags (id, programme_id, participant_id, place, code, what_to_do, why, source, told_them, not_told_why, agreed_on, review_on, decided_by_id)
  values (${id}, ${warning.programmeId}, ${warning.participantId}, ${warning.participantId ? '' : warning.place.trim()}, ${warning.code}, ${warning.whatToDo}, ${warning.why}, ${warning.source},
    ${warning.participantId ? warning.toldThem : null}, ${warning.notToldWhy}, app.today(), ${warning.reviewOn}::date, ${decidedById})`)

/** Each undefined when someone was faster. */
export const approve = async (tx: Tx, id: string, version: number): Promise<unknown> =>
  (
    await tx.execute(sql`update visit_risk_flags set approved_at = now(), approved_by_id = app.user_id()
    where partnership_id = app.partnership() and id = ${id} and version = ${version} returning id`)
  ).rows[0]
export const renew = async (
  tx: Tx,
  id: string,
  { version, reviewOn }: { version: number; reviewOn: string },
  by: string,
): Promise<unknown> =>
  (
    await tx.execute(sql`update visit_risk_flags set agreed_on = app.today(), review_on = ${reviewOn}::date, decided_by_id = ${by}, due_told_at = null
    where partnership_id = app.partnership() and id = ${id} and version = ${version} returning id`)
  ).rows[0]
export const end = async (tx: Tx, id: string, { version, why }: { version: number; why: string }): Promise<unknown> =>
  (
    await tx.execute(sql`update visit_risk_flags set ended_on = app.today(), ended_why = ${why}
    where partnership_id = app.partnership() and id = ${id} and version = ${version} returning id`)
  ).rows[0]
export const see = (tx: Tx, { id, programmeId, version }: WarningRow) =>
  tx.execute(sql`insert into warning_sights (id, programme_id, warning_id, of_version) values (gen_random_uuid(), ${programmeId}, ${id}, ${version})
    on conflict on constraint warning_sights_once do nothing`)
