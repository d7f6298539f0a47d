import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { NewEmergency, NewShare, OpenedShare, Share, ShareKind, ShareState } from '@modulus/contracts/shares.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { infoShares } from './table.ts'

export type ShareRow = Omit<Share, 'can'> & { programmeId: string; participantId: string; drafterId: string | null }

// A link that ran out says so before the clock comes by to write it down.
const state = sql`case when s.state = 'sent' and s.expires_at <= now() then 'expired' else s.state end`
const owed = sql`(s.kind = 'emergency' and s.state <> 'recalled' and (s.reason_given_at is null or s.reviewed_at is null))`
const select = sql`select s.id, s.programme_id as "programmeId", s.participant_id as "participantId", s.created_by as "drafterId", s.kind, ${state} as state,
    jsonb_build_object('id', g.id, 'name', g.name) as programme,
    jsonb_build_object('id', s.participant_id, 'knownAs', t.known_as, 'reference', coalesce(t.reference, (select r.reference from app.references_of(array[s.participant_id]) r))) as participant,
    s.to_organisation as "toOrganisation", s.to_person as "toPerson", s.to_email as "toEmail", s.items, s.why, s.lawful_basis as "lawfulBasis", s.told_how as "toldHow", s.told_on as "toldOn",
    s.their_view as "theirView", s.withheld_reason as "withheldReason", s.review_on as "reviewOn", s.consent_id as "consentId", d.name as "draftedBy", app.iso(s.created_at) as "draftedAt",
    a.name as "authorisedBy", app.iso(s.authorised_at) as "authorisedAt", app.iso(s.sent_at) as "sentAt", s.life_hours as "lifeHours", app.iso(s.expires_at) as "expiresAt",
    app.iso(s.opened_at) as "openedAt", app.iso(s.recalled_at) as "recalledAt", s.recalled_why as "recalledWhy", app.iso(s.reason_due_at) as "reasonDueAt",
    app.iso(s.reason_given_at) as "reasonGivenAt", coalesce(s.kind = 'emergency' and coalesce(s.reason_given_at, now()) > s.reason_due_at, false) as "reasonLate",
    app.iso(s.reviewed_at) as "reviewedAt", v.name as "reviewedBy", s.review_words as "reviewWords", s.version
  from info_shares s join programmes g on g.partnership_id = s.partnership_id and g.id = s.programme_id
  left join participants t on t.partnership_id = s.partnership_id and t.id = s.participant_id
  left join people d on d.partnership_id = s.partnership_id and d.user_id = s.created_by
  left join people a on a.partnership_id = s.partnership_id and a.user_id = s.authorised_by_id
  left join people v on v.partnership_id = s.partnership_id and v.user_id = s.reviewed_by_id
  where s.partnership_id = app.partnership()`

export async function getShare(tx: Tx, id: string): Promise<ShareRow> {
  const { rows } = await tx.execute<Record<string, unknown>>(sql`${select} and s.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0] as unknown as ShareRow
}
export interface ShareFilter {
  participantId?: string
  programmeId?: string
  state?: ShareState
  kind?: ShareKind
  owed?: boolean
  after?: string
  limit?: number
}
export async function listShares(tx: Tx, { after, limit = 25, ...filter }: ShareFilter) {
  const [last] = cursor.read(after, 1) ?? []
  const wanted = [
    filter.participantId && sql`s.participant_id = ${filter.participantId}`,
    filter.programmeId && sql`s.programme_id = ${filter.programmeId}`,
    filter.state && sql`${state} = ${filter.state}`,
    filter.kind && sql`s.kind = ${filter.kind}`,
    filter.owed === true && owed,
    filter.owed === false && sql`not ${owed}`,
    last && sql`s.id < ${last}::uuid`,
  ].filter((one) => Boolean(one)) as SQL[]
  const { rows } = await tx.execute<Record<string, unknown>>(
    sql`${sql.join([select, ...wanted], sql` and `)} order by s.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit) as unknown as ShareRow[]
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}

interface Whose {
  id: string
  programmeId: string
}
type Row = Partial<typeof infoShares.$inferInsert>
const insert = (tx: Tx, actor: Actor, id: string, whose: Whose, row: Row) =>
  tx.insert(infoShares).values({
    ...row,
    id,
    partnershipId: actor.partnershipId,
    programmeId: whose.programmeId,
    participantId: whose.id,
  } as typeof infoShares.$inferInsert)

export const insertShare = (tx: Tx, actor: Actor, id: string, whose: Whose, body: NewShare) =>
  insert(tx, actor, id, whose, {
    kind: body.anyway ? 'notice' : 'consent',
    ...whom(body),
    why: body.why.trim(),
    theirView: body.theirView.trim(),
    ...(body.anyway
      ? { lawfulBasis: body.lawfulBasis ?? null, toldHow: body.toldHow ?? null, toldOn: body.toldOn ?? null }
      : { consentId: body.consentId ?? null }),
    ...(body.anyway && body.notToldReason
      ? { visibility: 'team', withheldReason: body.notToldReason, reviewOn: body.reviewOn ?? null, toldHow: null, toldOn: null }
      : {}),
  })
/** At once: made and sent in one step. `digest` is of the link's secret. */
export const insertEmergency = (tx: Tx, actor: Actor, id: string, whose: Whose, body: NewEmergency, digest: string) =>
  insert(tx, actor, id, whose, {
    kind: 'emergency',
    ...whom(body),
    why: body.why.trim(),
    state: 'sent',
    sentById: actor.userId,
    sentAt: sql`now()` as never,
    expiresAt: sql`now() + make_interval(hours => ${body.lifeHours})` as never,
    reasonDueAt: sql`now() + interval '24 hours'` as never,
    linkDigest: digest,
  })
const whom = ({ toOrganisation, toPerson, toEmail, items, lifeHours }: NewShare | NewEmergency): Row => ({
  toOrganisation: toOrganisation.trim(),
  toPerson: toPerson.trim(),
  toEmail: toEmail ?? '',
  items,
  lifeHours,
})

/** What each deed writes; nothing when someone was faster. */
export const changes = {
  authorise: (actor: Actor) => ({ state: 'authorised' as const, authorisedById: actor.userId, authorisedAt: sql`now()` as never }),
  send: (actor: Actor, digest: string) => ({
    state: 'sent' as const,
    sentById: actor.userId,
    sentAt: sql`now()` as never,
    expiresAt: sql`now() + make_interval(hours => life_hours)` as never,
    linkDigest: digest,
  }),
  recall: (actor: Actor, why: Row['recalledWhy']) => ({
    state: 'recalled' as const,
    recalledAt: sql`now()` as never,
    recalledById: actor.userId,
    recalledWhy: why,
    linkDigest: null,
  }),
  giveReason: (why: string, lawfulBasis: Row['lawfulBasis']) => ({ why: why.trim(), lawfulBasis, reasonGivenAt: sql`now()` as never }),
  review: (actor: Actor, words: string) => ({ reviewedAt: sql`now()` as never, reviewedById: actor.userId, reviewWords: words.trim() }),
}
export async function changeShare(tx: Tx, id: string, version: number, change: Row): Promise<true | undefined> {
  const { rowCount } = await tx
    .update(infoShares)
    .set(change)
    .where(and(sql`${infoShares.partnershipId} = app.partnership()`, eq(infoShares.id, id), eq(infoShares.version, version)))
  return rowCount === 1 ? true : undefined
}

/** The days between which something held back is looked at again. */
export async function reviewWindow(tx: Tx): Promise<{ from: string; to: string }> {
  const { rows } = await tx.execute<{ from: string; to: string }>(sql`select app.today() + 1 as "from", app.today() + 90 as "to"`)
  return rows[0]!
}

/** Leads and data leads of the programme who could be the second person: never the one who asks. */
export async function secondPeople(tx: Tx, programmeId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ email: string }>(sql`
    select distinct h.email from memberships m join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id
    where m.partnership_id = app.partnership() and m.programme_id = ${programmeId} and m.role in ('programme_lead', 'data_lead') and m.from_at <= now()
      and (m.until_at is null or now() < m.until_at) and h.disabled_at is null and (h.left_on is null or h.left_on > current_date) and h.user_id <> app.user_id()`)
  return rows.map((one) => one.email)
}

/** Null for every link that shows nothing, whatever the cause. Asked before anyone is known. */
export async function openShare(tx: Tx, digest: string, requestId: string): Promise<OpenedShare | null> {
  const { rows } = await tx.execute<{ shown: OpenedShare | null }>(sql`select app.open_share(${digest}, ${requestId}) as shown`)
  return rows[0]!.shown
}
