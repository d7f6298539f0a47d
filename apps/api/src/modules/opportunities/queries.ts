import { and, arrayContains, desc, eq, getTableColumns, lt, sql } from 'drizzle-orm'
import type { NewOpportunity, OpportunityEdit, OpportunityKind, OpportunityStatus } from '@modulus/contracts/opportunities.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { invalid, notFound } from '#plugins/problems.ts'
import { abilitiesFor } from './policy.ts'
import { opportunities } from './table.ts'

const columns = {
  ...getTableColumns(opportunities),
  partnerName: sql<string>`(select name from partners p where p.partnership_id = opportunities.partnership_id and p.id = opportunities.partner_id)`,
}
const ours = (actor: Actor) => eq(opportunities.partnershipId, actor.partnershipId)

export async function findOpportunity(tx: Tx, actor: Actor, id: string) {
  return (
    await tx
      .select(columns)
      .from(opportunities)
      .where(and(ours(actor), eq(opportunities.id, id)))
  )[0]
}
export async function getOpportunity(tx: Tx, actor: Actor, id: string) {
  const found = await findOpportunity(tx, actor, id)
  if (!found) throw notFound()
  return found
}
export type OpportunityRow = Awaited<ReturnType<typeof getOpportunity>>
export const showOffer = (actor: Actor, offer: OpportunityRow) => ({
  ...offer,
  partner: { id: offer.partnerId, name: offer.partnerName },
  can: abilitiesFor(actor, offer),
})

export interface OpportunityFilter {
  kind?: OpportunityKind
  status?: OpportunityStatus
  partnerId?: string
  tag?: string
  after?: string
  limit?: number
}
/** Ids are UUIDv7 and so sort by the time they were made: newest first. */
export async function listOpportunities(tx: Tx, actor: Actor, { kind, status, partnerId, tag, after, limit = 25 }: OpportunityFilter) {
  const [last] = cursor.read(after, 1) ?? []
  const rows = await tx
    .select(columns)
    .from(opportunities)
    .where(
      and(
        ours(actor),
        kind && eq(opportunities.kind, kind),
        status && eq(opportunities.status, status),
        partnerId ? eq(opportunities.partnerId, partnerId) : undefined,
        tag ? arrayContains(opportunities.tags, [tag]) : undefined,
        last ? lt(opportunities.id, last) : undefined,
      ),
    )
    .orderBy(desc(opportunities.id))
    .limit(limit + 1)
  return { items: rows.slice(0, limit), next: rows.length > limit ? cursor.write(rows[limit - 1]!.id) : null }
}

/** Tags are keys of the partnership's list of interests, so that offers and interests speak of the same thing. */
export async function checkTags(tx: Tx, tags: readonly string[]) {
  const { rows } = await tx.execute<{ key: string }>(sql`select t.key from unnest(${sql.param(tags)}::text[]) as t (key)
    where not exists (select from word_lists w where w.partnership_id = app.partnership() and w.list = 'interest' and w.key = t.key)`)
  if (rows.length > 0) throw invalid('tags', 'unknown', `No interest is called ${rows.map(({ key }) => key).join(', ')}`)
}
export function checkDates({ startsOn, endsOn }: { startsOn: string | null; endsOn: string | null }) {
  if (startsOn && endsOn && endsOn < startsOn) throw invalid('endsOn', 'order', 'The end is before the start')
}

export const insertOpportunity = (tx: Tx, actor: Actor, id: string, { partnerId, ...offer }: NewOpportunity & { partnerId: string }) =>
  tx.insert(opportunities).values({ ...offer, id, partnerId, partnershipId: actor.partnershipId } as typeof opportunities.$inferInsert)

/** No row means that someone else changed it meanwhile. */
export async function changeOpportunity(
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  change: Partial<Omit<OpportunityEdit, 'version'>> & { status?: OpportunityStatus },
) {
  return (
    await tx
      .update(opportunities)
      .set(change as object)
      .where(and(ours(actor), eq(opportunities.id, id), eq(opportunities.version, version)))
      .returning({ id: opportunities.id })
  )[0]
}

/** Null when fewer than the partnership's small number, or where the asker has no live role. */
export async function countFits(tx: Tx, id: string) {
  const { rows } = await tx.execute<{ count: number | null; fewerThan: number }>(
    sql`select app.count_fits(${id}) as count, small_number as "fewerThan" from partnerships where id = app.partnership()`,
  )
  return rows[0]!
}

type Reason = {
  interestId: string
  ownWords: string
  tag: string | null
  sharedTag: string | null
  sharedWord: string | null
  heardOn: string
}
const reason = sql`f.interest_id as "interestId", i.own_words as "ownWords", i.tag, f.shared_tag as "sharedTag", case when f.shared_tag is null then app.shared_word(i.own_words, f.key_words, f.title) end as "sharedWord", i.heard_on as "heardOn"`
const because = ({ interestId, ownWords, tag, sharedTag, sharedWord, heardOn }: Reason) => ({
  interestId,
  ownWords,
  tag,
  sharedTag,
  sharedWord,
  heardOn,
})
const teamProgrammes = (actor: Actor) =>
  sql.param(actor.memberships.filter(({ role }) => role === 'programme_lead' || role === 'outreach_officer').map((one) => one.programmeId))

/** In alphabetical order, latest words first: an order that says nothing about anyone. */
export async function listSuggestions(tx: Tx, actor: Actor, opportunityId: string) {
  const { rows } = await tx.execute<Reason & { id: string; programmeId: string; knownAs: string }>(sql`
    with f as materialized (
      select f.*, o.key_words, o.title, t.known_as, t.name_key
      from app.fits(${opportunityId}) f
      join opportunities o on o.partnership_id = app.partnership() and o.id = ${opportunityId}
      join participants t on t.partnership_id = app.partnership() and t.id = f.participant_id
      where f.programme_id = any (${teamProgrammes(actor)}::uuid[])
      order by t.name_key, t.id limit 500
    )
    select f.participant_id as id, f.programme_id as "programmeId", f.known_as as "knownAs", ${reason}
    from f join interests i on i.partnership_id = app.partnership() and i.id = f.interest_id
    order by f.name_key, f.participant_id, i.heard_on desc, i.id`)
  const people = new Map(
    rows.map(({ id, programmeId, knownAs }) => [
      id,
      { participant: { id, programmeId, knownAs }, because: [] as ReturnType<typeof because>[] },
    ]),
  )
  for (const one of rows) people.get(one.id)!.because.push(because(one))
  return [...people.values()]
}

/** The same match from the other side: offers that still take people on, newest first. */
export async function listOffersFor(tx: Tx, actor: Actor, participantId: string) {
  const { rows } = await tx.execute<Reason & { opportunityId: string }>(sql`
    with f as materialized (
      select f.*, o.id as opportunity_id, o.key_words, o.title
      from opportunities o cross join lateral app.fits(o.id, ${participantId}::uuid) f
      where o.partnership_id = app.partnership() and o.status in ('offered', 'checked', 'open') and f.programme_id = any (${teamProgrammes(actor)}::uuid[])
      order by o.id desc limit 200
    )
    select f.opportunity_id as "opportunityId", ${reason}
    from f join interests i on i.partnership_id = app.partnership() and i.id = f.interest_id
    order by f.opportunity_id desc, i.heard_on desc, i.id`)
  const offers = new Map<string, { opportunity: OpportunityRow; because: ReturnType<typeof because>[] }>()
  for (const one of rows) {
    if (!offers.has(one.opportunityId))
      offers.set(one.opportunityId, { opportunity: await getOpportunity(tx, actor, one.opportunityId), because: [] })
    offers.get(one.opportunityId)!.because.push(because(one))
  }
  return [...offers.values()]
}

/** The calendar date it is here. */
export async function today(tx: Tx): Promise<string> {
  const { rows } = await tx.execute<{ today: string }>(sql`select app.today() as today`)
  return rows[0]!.today
}

/** May an offer stand on this talk (c) today? Talked through, and not past its review. */
export const liveCheck = sql`(c.supervision_talked_through and c.checked_on <= app.today() and c.review_on >= app.today())`
/** The talk that an offer at this site may stand on today: about this very site, or about all of the partner's. */
export async function findLiveCheck(tx: Tx, partnerId: string, site: string) {
  const { rows } = await tx.execute<{ id: string; site: string; checkedOn: string; reviewOn: string }>(sql`
    select c.id, c.site, c.checked_on as "checkedOn", c.review_on as "reviewOn" from provider_checks c
    where c.partnership_id = app.partnership() and c.partner_id = ${partnerId} and ${liveCheck} and (trim(c.site) = '' or app.fold(trim(c.site)) = app.fold(trim(${site})))
    order by c.review_on desc limit 1`)
  return rows[0]
}
