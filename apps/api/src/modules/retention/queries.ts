// Reads and deeds of retention, apart from what the young person sees of it (own-queries.ts).
import { sql, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type {
  BatchLine,
  DisposalItem,
  ErasureRequest,
  Hold,
  NewHold,
  NewItemHold,
  RetentionRule,
  RuleChange,
} from '@modulus/contracts/retention.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'

type Raw<T> = T & Record<string, unknown>
type Paged = { after?: string | undefined; limit?: number | undefined }
const pageOf = <T extends { id: string }>(rows: T[], limit: number) => {
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}

export const listRules = async (tx: Tx): Promise<RetentionRule[]> =>
  (await tx.execute<{ rule: RetentionRule }>(sql`select r as rule from app.list_rules() r`)).rows.map(({ rule }) => rule)
/** Undefined when it was changed meanwhile. The first change writes the partnership's own rule. */
export async function changeRule(tx: Tx, { trigger, version, keepCount, keepUnit, action, needsApproval, source }: RuleChange) {
  const { rows } = await tx.execute<{ id: string }>(
    version === 0
      ? sql`insert into retention_rules (id, trigger, keep_count, keep_unit, action, needs_approval, source) values (${uuidv7()}, ${trigger}, ${keepCount}, ${keepUnit}, ${action}, ${needsApproval}, ${source})
          on conflict on constraint retention_rules_once do nothing returning id`
      : sql`update retention_rules set keep_count = ${keepCount}, keep_unit = ${keepUnit}, action = ${action}, needs_approval = ${needsApproval}, source = ${source}
          where partnership_id = app.partnership() and trigger = ${trigger} and version = ${version} returning id`,
  )
  return rows[0]
}

export type BatchRow = Omit<BatchLine, 'can'> & { programmeId: string | null; certificate: unknown; digest: string | null }
const batchColumns = sql`b.id, b.programme_id as "programmeId", case when b.programme_id is not null then jsonb_build_object('id', b.programme_id, 'name', coalesce(g.name, '')) end as programme,
  b.found_on as "foundOn", b.by_rule as "byRule", b.state, app.iso(b.done_at) as "doneAt", b.version, b.certificate, b.digest, i.total, i.done, i.held, i.failed,
  (select coalesce(jsonb_agg(jsonb_build_object('name', coalesce(h.name, ''), 'role', a.as_role, 'at', app.iso(a.at)) order by a.at), '[]') from disposal_approvals a
    left join people h on h.partnership_id = a.partnership_id and h.user_id = a.user_id where a.partnership_id = b.partnership_id and a.batch_id = b.id) as "agreedBy"`
const batchFrom = sql`from disposal_batches b left join programmes g on g.partnership_id = b.partnership_id and g.id = b.programme_id,
  lateral (select count(*)::int as total, count(*) filter (where x.state = 'done')::int as done, count(*) filter (where x.state = 'held')::int as held, count(*) filter (where x.state = 'failed')::int as failed
    from disposal_items x where x.partnership_id = b.partnership_id and x.batch_id = b.id) i
  where b.partnership_id = app.partnership()`
export async function listBatches(tx: Tx, { state, after, limit = 25 }: Paged & { state?: string | undefined }) {
  const place = cursor.read(after, 2)
  const wanted: SQL = state === 'open' ? sql`and b.state in ('waiting', 'approved')` : state ? sql`and b.state = ${state}` : sql``
  const { rows } = await tx.execute<
    Raw<BatchRow & { at: string }>
  >(sql`select ${batchColumns}, b.created_at::text as at ${batchFrom} ${wanted}
    ${place ? sql`and (b.created_at, b.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql``} order by b.created_at desc, b.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursor.write(last.at, last.id) : null }
}
export async function getBatch(tx: Tx, id: string): Promise<BatchRow> {
  const { rows } = await tx.execute<Raw<BatchRow>>(sql`select ${batchColumns} ${batchFrom} and b.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
const subject = (id: SQL) =>
  sql`case when s.blocked is not null then jsonb_build_object('id', ${id}, 'reference', s.reference, 'name', s.name, 'broughtBy', s.brought_by, 'receivedOn', s.received_on) end`
/** At most two hundred people of a programme, and the rules of a night: one batch fits one answer. */
export const listItems = async (tx: Tx, batchId: string): Promise<DisposalItem[]> =>
  (
    await tx.execute<
      Raw<DisposalItem>
    >(sql`select i.id, i.kind, ${subject(sql`i.subject_id`)} as subject, i.trigger, i.due_on as "dueOn", i.state, i.held_for as "heldFor",
      case when i.state in ('waiting', 'failed') and i.trigger = 'asked' then array_remove(coalesce(s.blocked, '{}'), 'restriction') when i.state in ('waiting', 'failed') then coalesce(s.blocked, '{}') else '{}' end as blocked, i.failure, i.places
    from disposal_items i left join lateral app.name_subject(i.kind, i.subject_id) s on true
    where i.partnership_id = app.partnership() and i.batch_id = ${batchId} order by i.due_on, i.id`)
  ).rows
export const batchOfItem = async (tx: Tx, itemId: string): Promise<BatchRow> => {
  const { rows } = await tx.execute<{ batch: string }>(
    sql`select batch_id as batch from disposal_items where partnership_id = app.partnership() and id = ${itemId}`,
  )
  if (!rows[0]) throw notFound()
  return getBatch(tx, rows[0].batch)
}
/** The state after it; null when the batch has changed. */
export const confirmBatch = async (tx: Tx, id: string, version: number) =>
  (await tx.execute<{ state: string | null }>(sql`select app.confirm_disposal(${uuidv7()}, ${id}, ${version}) as state`)).rows[0]!.state
export const holdItem = (tx: Tx, itemId: string, { holdId, reason, words, reviewOn }: NewItemHold) =>
  tx.execute(sql`select app.hold_item(${holdId}, ${itemId}, ${reason}, ${words}, ${reviewOn})`)

export type HoldRow = Omit<Hold, 'can'> & { programmeId: string }
const holdColumns = sql`h.id, h.programme_id as "programmeId", jsonb_build_object('id', h.programme_id, 'name', coalesce(g.name, '')) as programme, h.kind, ${subject(sql`h.subject_id`)} as subject,
  h.reason, h.words, h.review_on as "reviewOn", h.lifted_at is null and h.review_on <= app.today() as "reviewDue", p.name as "heldBy", app.iso(h.created_at) as "heldAt",
  app.iso(h.lifted_at) as "liftedAt", h.lifted_words as "liftedWords", h.version
  from retention_holds h left join programmes g on g.partnership_id = h.partnership_id and g.id = h.programme_id
  left join people p on p.partnership_id = h.partnership_id and p.user_id = h.created_by left join lateral app.name_subject(h.kind, h.subject_id) s on true
  where h.partnership_id = app.partnership()`
export async function listHolds(tx: Tx, { lifted, after, limit = 25 }: Paged & { lifted?: boolean | undefined }) {
  const place = cursor.read(after, 1)
  const { rows } = await tx.execute<Raw<HoldRow>>(sql`select ${holdColumns} and (h.lifted_at is not null) = ${lifted ?? false}
    ${place ? sql`and h.id < ${place[0]}::uuid` : sql``} order by h.id desc limit ${limit + 1}`)
  return pageOf(rows, limit)
}
export async function getHold(tx: Tx, id: string): Promise<HoldRow> {
  const { rows } = await tx.execute<Raw<HoldRow>>(sql`select ${holdColumns} and h.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
export const placeHold = async (tx: Tx, id: string, { reference, reason, words, reviewOn }: NewHold): Promise<boolean> =>
  (await tx.execute<{ did: boolean }>(sql`select app.place_hold(${id}, ${reference}, ${reason}, ${words}, ${reviewOn}) as did`)).rows[0]!
    .did
export const liftHold = async (tx: Tx, id: string, version: number, words: string): Promise<boolean> =>
  (await tx.execute<{ did: boolean }>(sql`select app.lift_hold(${id}, ${version}, ${words}) as did`)).rows[0]!.did

export type RequestRow = Omit<ErasureRequest, 'can'> & { programmeId: string }
const requestColumns = sql`r.id, r.programme_id as "programmeId", jsonb_build_object('id', r.programme_id, 'name', coalesce(g.name, '')) as programme, ${subject(sql`r.participant_id`)} as subject,
  r.asked_on as "askedOn", r.asked_by as "askedBy", r.words, r.due_on as "dueOn", r.state = 'asked' and r.due_on < app.today() as overdue, r.state, r.answered_on as "answeredOn", r.ground, r.answer,
  r.batch_id as "batchId", case when r.state = 'asked' then array_remove(coalesce(s.blocked, '{}'), 'restriction') else '{}' end as blocked, r.version
  from erasure_requests r left join programmes g on g.partnership_id = r.partnership_id and g.id = r.programme_id
  left join lateral app.name_subject('participant', r.participant_id) s on true
  where r.partnership_id = app.partnership() and r.participant_id <> all (app.self())`
export async function listRequests(tx: Tx, { after, limit = 25 }: Paged) {
  const place = cursor.read(after, 2)
  const { rows } = await tx.execute<Raw<RequestRow & { waits: number }>>(sql`select (r.state = 'asked')::int as waits, ${requestColumns}
    ${place ? sql`and ((r.state = 'asked')::int, r.id) < (${place[0]}::int, ${place[1]}::uuid)` : sql``} order by (r.state = 'asked')::int desc, r.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursor.write(last.waits, last.id) : null }
}
export async function getRequest(tx: Tx, id: string): Promise<RequestRow> {
  const { rows } = await tx.execute<Raw<RequestRow>>(sql`select ${requestColumns} and r.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
