import { and, eq, sql } from 'drizzle-orm'
import type { Contribution, ContributionEdit, GivingRole, NewContribution } from '@modulus/contracts/contributions.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { contributions } from './table.ts'

export type ContributionRow = Omit<Contribution, 'can'> & { programmeId: string }

// The name comes from where its reader may know it: someone who may not see supporters finds none here either.
const select = sql`select c.id, c.programme_id as "programmeId", jsonb_build_object('id', c.programme_id, 'name', g.name) as programme, c.given_by as "givenBy",
    c.participant_id as "participantId", c.supporter_id as "supporterId", c.user_id as "userId", c.given_on as "givenOn", c.what, c.co_mode as "coMode",
    c.voice_or_action as "voiceOrAction", c.pathway, c.role, c.minutes, c.money_pence as "moneyPence", c.used_how as "usedHow", c.recognised_how as "recognisedHow", c.version,
    case when c.participant_id is not null then (select t.known_as from participants t where t.partnership_id = c.partnership_id and t.id = c.participant_id)
      when c.supporter_id is not null then (select s.known_as from supporters s where s.partnership_id = c.partnership_id and s.id = c.supporter_id)
      when c.user_id is not null then (select p.name from people p where p.partnership_id = c.partnership_id and p.user_id = c.user_id) end as who
  from contributions c join programmes g on g.partnership_id = c.partnership_id and g.id = c.programme_id
  where c.partnership_id = app.partnership()`

/** The calendar date it is here. */
export async function today(tx: Tx): Promise<string> {
  const { rows } = await tx.execute<{ today: string }>(sql`select app.today() as today`)
  return rows[0]!.today
}
export async function getContribution(tx: Tx, id: string): Promise<ContributionRow> {
  const { rows } = await tx.execute<Record<string, unknown>>(sql`${select} and c.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0] as unknown as ContributionRow
}
export interface ContributionFilter {
  programmeId?: string
  givenBy?: string
  coMode?: string
  participantId?: string
  after?: string
  limit?: number
}
export async function listContributions(tx: Tx, { after, limit = 25, ...filter }: ContributionFilter) {
  const [on, id] = cursor.read(after, 2) ?? []
  const wanted = [
    filter.programmeId && sql`c.programme_id = ${filter.programmeId}`,
    filter.givenBy && sql`c.given_by = ${filter.givenBy}`,
    filter.coMode && sql`c.co_mode = ${filter.coMode}`,
    filter.participantId && sql`c.participant_id = ${filter.participantId}`,
    on && sql`(c.given_on, c.id) < (${on}::date, ${id}::uuid)`,
  ].filter((one) => Boolean(one))
  const { rows } = await tx.execute<Record<string, unknown>>(
    sql`${sql.join([select, ...(wanted as ReturnType<typeof sql>[])], sql` and `)} order by c.given_on desc, c.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit) as unknown as ContributionRow[]
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.givenOn, items.at(-1)!.id) : null }
}
export const insertContribution = (tx: Tx, partnershipId: string, id: string, body: NewContribution) =>
  tx.insert(contributions).values({ ...body, id, partnershipId } as typeof contributions.$inferInsert)
/** Undefined means that someone else changed it meanwhile. */
export async function changeContribution(
  tx: Tx,
  partnershipId: string,
  id: string,
  { version, ...change }: ContributionEdit,
): Promise<true | undefined> {
  const { rowCount } = await tx
    .update(contributions)
    .set(change)
    .where(and(eq(contributions.partnershipId, partnershipId), eq(contributions.id, id), eq(contributions.version, version)))
  return rowCount === 1 ? true : undefined
}
export async function sumRoles(tx: Tx, participantId: string): Promise<{ role: GivingRole; minutes: number }[]> {
  const { rows } = await tx.execute<{
    role: GivingRole
    minutes: number
  }>(sql`select c.role, coalesce(sum(c.minutes), 0)::integer as minutes
    from contributions c where c.partnership_id = app.partnership() and c.participant_id = ${participantId} and c.role is not null group by c.role`)
  return rows
}
/** Is this a person of the partnership, and a supporter of the programme, that the writer can see? */
export async function isKnown(
  tx: Tx,
  { programmeId, supporterId, userId }: Pick<NewContribution, 'programmeId' | 'supporterId' | 'userId'>,
): Promise<boolean> {
  const { rows } = await tx.execute<{ known: boolean }>(sql`select
    (${supporterId}::uuid is null or exists (select from supporters s where s.partnership_id = app.partnership() and s.programme_id = ${programmeId} and s.id = ${supporterId}))
    and (${userId}::uuid is null or exists (select from people p where p.partnership_id = app.partnership() and p.user_id = ${userId})) as known`)
  return rows[0]!.known
}
