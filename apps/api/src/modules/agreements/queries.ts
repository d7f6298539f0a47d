import { sql } from 'drizzle-orm'
import type { Agreement, AgreementFilter, NewAgreement } from '@modulus/contracts/agreements.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'

export type AgreementRow = Omit<Agreement, 'can'> & { programmeId: string; partnerId: string }
type Raw<T> = T & Record<string, unknown>

const state = sql`case when a.ended_at is not null then 'ended' when now() >= a.valid_until then 'expired' when now() < a.valid_from then 'not_yet' else 'live' end`
// A partner whose agreement is over sees the agreement still, but no longer the programme: its name may be missing.
const from = sql`from sharing_agreements a join partners t on t.partnership_id = a.partnership_id and t.id = a.partner_id
  left join programmes g on g.partnership_id = a.partnership_id and g.id = a.programme_id where a.partnership_id = app.partnership()`
const columns = sql`a.id, a.programme_id as "programmeId", a.partner_id as "partnerId", jsonb_build_object('id', a.programme_id, 'name', coalesce(g.name, '')) as programme,
  jsonb_build_object('id', t.id, 'name', t.name) as partner, a.categories, a.purpose, a.reference, a.valid_from as "validFrom", a.valid_until as "validUntil",
  a.ended_at as "endedAt", a.ended_reason as "endedReason", ${state} as state`
const iso = (moment: string | Date | null) => (moment === null ? null : new Date(moment).toISOString())
const rowOf = (one: AgreementRow): AgreementRow => ({
  ...one,
  validFrom: iso(one.validFrom)!,
  validUntil: iso(one.validUntil)!,
  endedAt: iso(one.endedAt),
})

export async function listAgreements(tx: Tx, { after, limit = 25, programme, partner, state: wanted }: AgreementFilter) {
  const place = cursor.read(after, 1)
  const { rows } = await tx.execute<Raw<AgreementRow>>(sql`select ${columns} ${from}
    ${place ? sql`and a.id < ${place[0]}::uuid` : sql``} ${programme ? sql`and a.programme_id = ${programme}` : sql``} ${partner ? sql`and a.partner_id = ${partner}` : sql``} ${wanted ? sql`and ${state} = ${wanted}` : sql``}
    order by a.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit).map(rowOf)
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}
export async function getAgreement(tx: Tx, id: string): Promise<AgreementRow> {
  const { rows } = await tx.execute<Raw<AgreementRow>>(sql`select ${columns} ${from} and a.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0] && rowOf(rows[0])
}
/** From the first moment of the first day to the last moment of the last, as days run here. */
export const insertAgreement = (
  tx: Tx,
  id: string,
  { programmeId, partnerId, categories, purpose, reference = '', from, until }: NewAgreement,
) =>
  tx.execute(sql`insert into sharing_agreements (id, programme_id, partner_id, categories, purpose, reference, valid_from, valid_until, agreed_at)
    values (${id}, ${programmeId}, ${partnerId}, ${sql.param(categories)}::text[], ${purpose}, ${reference}, ${from}::date::timestamp at time zone 'Europe/London', (${until}::date + 1)::timestamp at time zone 'Europe/London', now())`)
export const endAgreement = async (tx: Tx, id: string, reason: string): Promise<boolean> =>
  (
    await tx.execute(
      sql`update sharing_agreements set ended_at = now(), ended_reason = ${reason} where partnership_id = app.partnership() and id = ${id} and ended_at is null and now() < valid_until`,
    )
  ).rowCount === 1

export async function getSides(tx: Tx, programmeId: string, partnerId: string): Promise<{ leadPartnerId: string; partnerStands: boolean }> {
  const { rows } = await tx.execute<{ lead: string; stands: boolean }>(sql`
    select g.lead_partner_id as lead, exists (select 1 from partners t where t.partnership_id = g.partnership_id and t.id = ${partnerId} and t.retired_at is null) as stands
    from programmes g where g.partnership_id = app.partnership() and g.id = ${programmeId}`)
  if (!rows[0]) throw notFound()
  return { leadPartnerId: rows[0].lead, partnerStands: rows[0].stands }
}
