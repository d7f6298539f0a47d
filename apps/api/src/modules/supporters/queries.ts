import { and, eq, sql } from 'drizzle-orm'
import type { NewSupporter, Supporter, SupporterEdit, SupporterLink } from '@modulus/contracts/supporters.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { supporterLinks, supporters } from './table.ts'

export type SupporterRow = Omit<Supporter, 'can'> & { programmeId: string }

// They are told within a month of being written down: UK GDPR article 14(3)(a).
const select = sql`select s.id, s.programme_id as "programmeId", jsonb_build_object('id', s.programme_id, 'name', g.name) as programme, s.kind, s.known_as as "knownAs",
    s.told_on as "toldOn", case when s.told_on is null then ((s.created_at at time zone 'Europe/London')::date + interval '1 month')::date end as "tellBy",
    s.already_does as "alreadyDoes", s.would_bring_in as "wouldBringIn", s.invited_on as "invitedOn", s.invited_by_id as "invitedById", s.answer,
    (select p.name from people p where p.partnership_id = s.partnership_id and p.user_id = s.invited_by_id) as "invitedBy",
    s.step_taken as "stepTaken", s.step_on as "stepOn", s.version
  from supporters s join programmes g on g.partnership_id = s.partnership_id and g.id = s.programme_id
  where s.partnership_id = app.partnership()`

/** The calendar date it is here. */
export async function today(tx: Tx): Promise<string> {
  const { rows } = await tx.execute<{ today: string }>(sql`select app.today() as today`)
  return rows[0]!.today
}
export async function getSupporter(tx: Tx, id: string): Promise<SupporterRow> {
  const { rows } = await tx.execute<Record<string, unknown>>(sql`${select} and s.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0] as unknown as SupporterRow
}
export interface SupporterFilter {
  programmeId?: string
  kind?: string
  stands?: string
  after?: string
  limit?: number
}
const standing = (stands: string) =>
  stands === 'not_invited'
    ? sql`s.invited_on is null`
    : stands === 'waiting'
      ? sql`s.invited_on is not null and s.answer is null`
      : sql`s.answer = ${stands}`
export async function listSupporters(tx: Tx, { programmeId, kind, stands, after, limit = 25 }: SupporterFilter) {
  const [last] = cursor.read(after, 1) ?? []
  const wanted = [
    programmeId && sql`s.programme_id = ${programmeId}`,
    kind && sql`s.kind = ${kind}`,
    stands && standing(stands),
    last && sql`s.id < ${last}::uuid`,
  ].filter((one) => Boolean(one))
  const { rows } = await tx.execute<Record<string, unknown>>(
    sql`${sql.join([select, ...(wanted as ReturnType<typeof sql>[])], sql` and `)} order by s.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit) as unknown as SupporterRow[]
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}
export const insertSupporter = (tx: Tx, partnershipId: string, id: string, body: NewSupporter) =>
  tx.insert(supporters).values({ ...body, id, partnershipId } as typeof supporters.$inferInsert)
/** Undefined means that someone else changed it meanwhile. */
export async function changeSupporter(
  tx: Tx,
  partnershipId: string,
  id: string,
  { version, ...change }: SupporterEdit,
): Promise<true | undefined> {
  const { rowCount } = await tx
    .update(supporters)
    .set(change)
    .where(and(eq(supporters.partnershipId, partnershipId), eq(supporters.id, id), eq(supporters.version, version)))
  return rowCount === 1 ? true : undefined
}

export async function listLinks(tx: Tx, supporterId: string): Promise<SupporterLink[]> {
  const { rows } = await tx.execute<SupporterLink & Record<string, unknown>>(sql`select l.id, l.words,
      jsonb_build_object('id', t.id, 'programmeId', t.programme_id, 'knownAs', t.known_as) as participant
    from supporter_links l join participants t on t.partnership_id = l.partnership_id and t.id = l.participant_id
    where l.partnership_id = app.partnership() and l.supporter_id = ${supporterId} order by t.known_as, l.id`)
  return rows
}
export const insertLink = (
  tx: Tx,
  {
    id,
    programmeId,
    participantId,
    supporterId,
    words,
  }: { id: string; programmeId: string; participantId: string; supporterId: string; words: string },
) =>
  tx.execute(
    sql`insert into supporter_links (id, programme_id, participant_id, supporter_id, words) values (${id}, ${programmeId}, ${participantId}, ${supporterId}, ${words})`,
  )
/** Gone for good, with whom they are close to. False when they were taken out already. */
export async function forgetSupporter(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await tx.execute<{ gone: boolean }>(sql`select app.forget_supporter(${id}) as gone`)
  return rows[0]!.gone
}
/** How many were there to take out: none or one. */
export async function deleteLink(tx: Tx, partnershipId: string, supporterId: string, id: string): Promise<number> {
  const { rowCount } = await tx
    .delete(supporterLinks)
    .where(and(eq(supporterLinks.partnershipId, partnershipId), eq(supporterLinks.supporterId, supporterId), eq(supporterLinks.id, id)))
  return rowCount ?? 0
}
