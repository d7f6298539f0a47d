import { sql } from 'drizzle-orm'
import type { AccessAnswer, AccessLine, AccessReview } from '@modulus/contracts/access-reviews.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'

// A role that ended otherwise needs no answer any more.
const lines = sql`select l.id, jsonb_build_object('id', l.user_id, 'name', h.name, 'partnerName', p.name) as person, l.role, app.iso(m.from_at) as since, l.decision, l.reason,
    (select x.name from people x where x.partnership_id = l.partnership_id and x.user_id = l.decided_by) as "decidedBy", app.iso(l.decided_at) as "decidedAt",
    (m.until_at is not null and m.until_at <= now()) as over, l.user_id as "userId", l.programme_id as "programmeId"
  from access_review_lines l join memberships m on m.partnership_id = l.partnership_id and m.id = l.membership_id
  join people h on h.partnership_id = l.partnership_id and h.user_id = l.user_id join partners p on p.partnership_id = h.partnership_id and p.id = h.partner_id
  where l.partnership_id = app.partnership()`
const review = sql`select r.id, jsonb_build_object('id', g.id, 'name', g.name) as programme, r.due_on as "dueOn", app.iso(r.done_at) as "doneAt",
    (select x.name from people x where x.partnership_id = r.partnership_id and x.user_id = r.done_by) as "doneBy", n.roles, n.open,
    (r.done_at is null and r.due_on + 14 < app.today()) as late
  from access_reviews r join programmes g on g.partnership_id = r.partnership_id and g.id = r.programme_id
  cross join lateral (select count(*)::integer as roles, (count(*) filter (where l.decision is null and (m.until_at is null or m.until_at > now())))::integer as open
    from access_review_lines l join memberships m on m.partnership_id = l.partnership_id and m.id = l.membership_id
    where l.partnership_id = r.partnership_id and l.review_id = r.id) n
  where r.partnership_id = app.partnership()`
export type LineRow = Omit<AccessLine, 'can'> & { userId: string; programmeId: string }

export async function listReviews(tx: Tx, { after, limit = 25, open }: { after?: string; limit?: number; open?: boolean }) {
  const [due, id] = cursor.read(after, 2) ?? []
  const { rows } = await tx.execute<AccessReview & Record<string, unknown>>(
    sql`${review} ${open === undefined ? sql`` : open ? sql`and r.done_at is null` : sql`and r.done_at is not null`}
    ${due ? sql`and (r.due_on, r.id) < (${due}::date, ${id}::uuid)` : sql``} order by r.due_on desc, r.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return { items: items as AccessReview[], next: rows.length > limit && last ? cursor.write(last.dueOn, last.id) : null }
}
export async function getReview(tx: Tx, id: string): Promise<AccessReview> {
  const { rows } = await tx.execute<AccessReview & Record<string, unknown>>(sql`${review} and r.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
/** Those not answered first, then by name. */
export async function listLines(tx: Tx, reviewId: string): Promise<LineRow[]> {
  const { rows } = await tx.execute<LineRow & Record<string, unknown>>(
    sql`${lines} and l.review_id = ${reviewId} order by l.decision is not null, app.fold(h.name), l.role, l.id`,
  )
  return rows
}
export async function getLineOf(tx: Tx, lineId: string): Promise<LineRow & { reviewId: string }> {
  const { rows: found } = await tx.execute<{ reviewId: string }>(
    sql`select review_id as "reviewId" from access_review_lines where partnership_id = app.partnership() and id = ${lineId}`,
  )
  const { rows } = await tx.execute<LineRow & Record<string, unknown>>(sql`${lines} and l.id = ${lineId}`)
  if (!rows[0] || !found[0]) throw notFound()
  return { ...rows[0], reviewId: found[0].reviewId }
}
export const beginReview = (tx: Tx, id: string, programmeId: string) =>
  tx.execute(sql`select app.begin_access_review(${id}, ${programmeId})`)
export const confirmLine = (tx: Tx, id: string, { decision, reason }: AccessAnswer) =>
  tx.execute(sql`select app.confirm_access(${id}, ${decision}, ${reason})`)
export async function seesProgramme(tx: Tx, id: string): Promise<void> {
  const { rows } = await tx.execute(sql`select 1 from programmes where partnership_id = app.partnership() and id = ${id}`)
  if (!rows[0]) throw notFound()
}
