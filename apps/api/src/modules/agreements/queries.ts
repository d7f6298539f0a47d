import { sql, type SQL } from 'drizzle-orm'
import type { Agreement, AgreementFilter, NewAgreement } from '@modulus/contracts/agreements.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'

export type AgreementRow = Omit<Agreement, 'can'> & { programmeId: string; partnerId: string }
type Raw<T> = T & Record<string, unknown>

const successor = sql`(select n.id from sharing_agreements n where n.partnership_id = a.partnership_id and n.renews_id = a.id and n.ended_at is null)`
const state = sql`case
    when a.ended_at is not null then case when a.agreed_at is null then 'withdrawn' else 'ended' end
    when a.agreed_at is null then 'draft'
    when now() >= a.valid_until then case when exists (select from sharing_agreements n where n.partnership_id = a.partnership_id and n.renews_id = a.id and n.agreed_at is not null) then 'renewed' else 'expired' end
    when now() < a.valid_from then 'not_yet' else 'live' end`
const reviewIsDue = sql`(${state} = 'live' and coalesce(a.review_due <= app.today(), false))`
// A partner whose agreement is over sees the agreement still, but no longer the programme: its name may be missing.
const from = sql`from sharing_agreements a join partners t on t.partnership_id = a.partnership_id and t.id = a.partner_id
  left join programmes g on g.partnership_id = a.partnership_id and g.id = a.programme_id where a.partnership_id = app.partnership()`
const parties = sql`(select coalesce(jsonb_agg(jsonb_build_object('partner', jsonb_build_object('id', p.partner_id, 'name', b.name), 'part', p.part, 'publicBody', b.sector = 'public',
    'article6', p.article6, 'article9', p.article9, 'schedule1', p.schedule1, 'basisWords', p.basis_words,
    'signedAt', app.iso(p.signed_at), 'signedName', p.signed_name, 'signedTitle', p.signed_title) order by p.part), '[]')
  from agreement_parties p join partners b on b.partnership_id = p.partnership_id and b.id = p.partner_id
  where p.partnership_id = a.partnership_id and p.agreement_id = a.id)`
const columns = sql`a.id, a.programme_id as "programmeId", a.partner_id as "partnerId",
  jsonb_build_object('id', a.programme_id, 'name', coalesce(g.name, app.programme_to_sign(a.id), '')) as programme,
  jsonb_build_object('id', t.id, 'name', t.name) as partner, a.categories, a.purpose, a.reference, app.iso(a.valid_from) as "validFrom", app.iso(a.valid_until) as "validUntil",
  a.review_due as "reviewDue", ${reviewIsDue} as "reviewIsDue", app.iso(a.reviewed_at) as "reviewedAt", a.review_words as "reviewWords", app.iso(a.agreed_at) as "agreedAt",
  app.iso(a.ended_at) as "endedAt", a.ended_reason as "endedReason", ${state} as state, a.renews_id as "renewsId", ${successor} as "renewedById",
  ${parties} as parties, a.version, app.signs_for(a.programme_id) as "signsFor"`

export async function listAgreements(tx: Tx, { after, limit = 25, programme, partner, state: wanted, review }: AgreementFilter) {
  const place = cursor.read(after, 1)
  const asked = [
    place && sql`a.id < ${place[0]}::uuid`,
    programme && sql`a.programme_id = ${programme}`,
    partner && sql`a.partner_id = ${partner}`,
    wanted && sql`${state} = ${wanted}`,
    review && reviewIsDue,
  ].filter((one): one is SQL => Boolean(one))
  const { rows } = await tx.execute<Raw<AgreementRow>>(
    sql`select ${columns} ${sql.join([from, ...asked], sql` and `)} order by a.id desc limit ${limit + 1}`,
  )
  const items: AgreementRow[] = rows.slice(0, limit)
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}
export async function getAgreement(tx: Tx, id: string): Promise<AgreementRow> {
  const { rows } = await tx.execute<Raw<AgreementRow>>(sql`select ${columns} ${from} and a.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

export type Terms = Pick<NewAgreement, 'categories' | 'purpose' | 'reference' | 'from' | 'until' | 'reviewDue'>
/** From the first moment of the first day to the last moment of the last, as days run here. */
export const opening = (day: string) => sql`app.begun(${day}::date)`
const closing = (day: string) => sql`app.begun(${day}::date + 1)`
/** Half way through what is left of it, and never later than a year from now or from its first day. */
const middle = (from: SQL, until: SQL) =>
  sql`(select least(g.day + (${until} - g.day) / 2, g.day + 365) from (select least(greatest(${from}, app.today()), ${until}) as day) g)`
const review = ({ from, until, reviewDue }: Terms) =>
  sql`coalesce(${reviewDue ?? null}::date, ${middle(sql`${from}::date`, sql`${until}::date`)})`

export const insertAgreement = (tx: Tx, id: string, { programmeId, partnerId, ...terms }: NewAgreement) =>
  tx.execute(sql`insert into sharing_agreements (id, programme_id, partner_id, categories, purpose, reference, valid_from, valid_until, review_due)
    values (${id}, ${programmeId}, ${partnerId}, ${sql.param(terms.categories)}::text[], ${terms.purpose}, ${terms.reference ?? ''}, ${opening(terms.from)}, ${closing(terms.until)}, ${review(terms)})`)

/** Undefined when the version has moved on. */
export async function editAgreement(tx: Tx, id: string, { version, ...terms }: Terms & { version: number }) {
  const { rows } = await tx.execute<{
    id: string
  }>(sql`update sharing_agreements set categories = ${sql.param(terms.categories)}::text[], purpose = ${terms.purpose},
      reference = ${terms.reference ?? ''}, valid_from = ${opening(terms.from)}, valid_until = ${closing(terms.until)}, review_due = ${review(terms)}
    where partnership_id = app.partnership() and id = ${id} and version = ${version} and agreed_at is null and ended_at is null returning id`)
  return rows[0]
}

interface Basis {
  article6: string
  article9?: string | null
  schedule1?: string | null
  basisWords?: string
}
/** What the drafter proposes that a party stands on. */
export const proposeBasis = (tx: Tx, id: string, part: 'lead' | 'partner', { article6, article9, schedule1, basisWords = '' }: Basis) =>
  tx.execute(sql`update agreement_parties set article6 = ${article6}, article9 = ${article9 ?? null}, schedule1 = ${schedule1 ?? null}, basis_words = ${basisWords}
    where partnership_id = app.partnership() and agreement_id = ${id} and part = ${part}`)

export const signAgreement = (
  tx: Tx,
  id: string,
  { version, article6, article9, schedule1, basisWords = '' }: Basis & { version: number },
) => tx.execute(sql`select app.sign_agreement(${id}, ${version}, ${article6}, ${article9 ?? null}, ${schedule1 ?? null}, ${basisWords})`)

/** Ends it and whatever was to follow it; false when it is over already. */
export const endAgreement = async (tx: Tx, id: string, reason: string): Promise<boolean> =>
  (
    await tx.execute(sql`with recursive chain as (
        select a.id from sharing_agreements a where a.partnership_id = app.partnership() and a.id = ${id} and a.ended_at is null and (a.agreed_at is null or now() < a.valid_until)
        union select n.id from chain c join sharing_agreements n on n.partnership_id = app.partnership() and n.renews_id = c.id)
      update sharing_agreements set ended_at = now(), ended_reason = ${reason} where partnership_id = app.partnership() and id in (select id from chain) and ended_at is null`)
  ).rowCount! > 0

/** A draft that begins as this one ends (or, if that is past, today), shares the same and lasts as long, unless other days are given. */
export const insertRenewal = (tx: Tx, id: string, renewsId: string, { from: first, until }: { from?: string; until?: string }) =>
  tx.execute(sql`
    insert into sharing_agreements (id, programme_id, partner_id, categories, purpose, reference, valid_from, valid_until, review_due, renews_id)
    select ${id}, a.programme_id, a.partner_id, a.categories, a.purpose, a.reference, d.starts, d.stops,
      ${middle(sql`(d.starts at time zone 'Europe/London')::date`, sql`(d.stops at time zone 'Europe/London')::date`)}, a.id
    from sharing_agreements a, lateral (select coalesce(${first ? opening(first) : null}::timestamptz, greatest(a.valid_until, app.begun(app.today()))) as begins) b,
      lateral (select b.begins as starts, coalesce(${until ? closing(until) : null}::timestamptz, b.begins + (a.valid_until - a.valid_from)) as stops) d
    where a.partnership_id = app.partnership() and a.id = ${renewsId}`)
export const copyBases = (tx: Tx, id: string, fromId: string) =>
  tx.execute(sql`update agreement_parties p set article6 = o.article6, article9 = o.article9, schedule1 = o.schedule1, basis_words = o.basis_words
    from agreement_parties o where o.partnership_id = app.partnership() and o.agreement_id = ${fromId}
      and p.partnership_id = o.partnership_id and p.agreement_id = ${id} and p.partner_id = o.partner_id`)
/** Would a successor that begins then leave days without an agreement, while the one before it is still to run? */
export async function leavesGap(tx: Tx, renewsId: string, first: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`select 1 from sharing_agreements a where a.partnership_id = app.partnership() and a.id = ${renewsId}
    and a.ended_at is null and now() < a.valid_until and ${opening(first)} > a.valid_until`)
  return rows.length > 0
}

export const reviewAgreement = (tx: Tx, id: string, { words, reviewDue }: { words: string; reviewDue: string }) =>
  tx.execute(
    sql`update sharing_agreements set reviewed_at = now(), review_words = ${words}, review_due = ${reviewDue}, review_told_at = null where partnership_id = app.partnership() and id = ${id}`,
  )

export async function getSides(tx: Tx, programmeId: string, partnerId: string) {
  const { rows } = await tx.execute<{ lead: string; stands: boolean; held: boolean }>(sql`
    select g.lead_partner_id as lead, exists (select 1 from partners t where t.partnership_id = g.partnership_id and t.id = ${partnerId} and t.retired_at is null) as stands,
      exists (select 1 from sharing_agreements a where a.partnership_id = g.partnership_id and a.programme_id = g.id and a.partner_id = ${partnerId} and a.ended_at is null
        and (a.agreed_at is null or now() < a.valid_until)) as held
    from programmes g where g.partnership_id = app.partnership() and g.id = ${programmeId}`)
  if (!rows[0]) throw notFound()
  return { leadPartnerId: rows[0].lead, partnerStands: rows[0].stands, oneStands: rows[0].held }
}

/** Whoever may sign for a party that has not yet, by e-mail address, but for the asker. */
export async function listSigners(tx: Tx, id: string): Promise<string[]> {
  const { rows } = await tx.execute<{ email: string }>(sql`
    select distinct h.email from agreement_parties p
    join memberships m on m.partnership_id = p.partnership_id and m.programme_id = p.programme_id and m.partner_id = p.partner_id
      and m.role in ('partner_contact', 'programme_lead', 'data_lead') and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
    join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id and h.partner_id = p.partner_id and h.disabled_at is null and (h.left_on is null or h.left_on > current_date)
    where p.partnership_id = app.partnership() and p.agreement_id = ${id} and p.signed_at is null and h.user_id <> app.user_id() order by 1`)
  return rows.map((one) => one.email)
}
