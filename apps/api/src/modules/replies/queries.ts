import { sql } from 'drizzle-orm'
import type { AnswerDecision, EntryResponse } from '@modulus/contracts/entry-reply.ts'
import type { ReplyToRead } from '@modulus/contracts/replies.ts'
import type { Withheld, WithheldKind, Withholding } from '@modulus/contracts/withholding.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'

export interface ReplyRow extends Pick<ReplyToRead, 'id' | 'participant' | 'at' | 'words' | 'ask' | 'answer'> {
  programmeId: string
  response: EntryResponse | null
  aboutKind: string | null
  aboutId: string | null
}
interface Filter {
  after?: string
  limit?: number
  open?: boolean
  participantId?: string
  id?: string
}

/** Replies to entries and asks, one list. A later reply to the same entry takes the place of an earlier one that nobody answered. */
export async function listReplies(
  tx: Tx,
  { after, limit = 20, open, participantId, id }: Filter,
): Promise<{ items: ReplyRow[]; next: string | null }> {
  const place = cursor.read(after, 2)
  const { rows } = await tx.execute<ReplyRow & { place: string } & Record<string, unknown>>(sql`
    with said as (
      select r.id, r.programme_id, r.participant_id, r.created_at, r.words, null as ask, r.response, r.about_kind, r.about_id
      from entry_replies r where r.partnership_id = app.partnership() and not exists (
        select 1 from entry_replies later where later.partnership_id = r.partnership_id and later.about_id = r.about_id and later.about_kind = r.about_kind
          and later.participant_id = r.participant_id and (later.created_at, later.id) > (r.created_at, r.id))
      union all
      select a.id, a.programme_id, a.participant_id, a.created_at, a.words, a.kind, null, null, null from own_asks a where a.partnership_id = app.partnership()
    )
    select s.id, s.programme_id as "programmeId", jsonb_build_object('id', t.id, 'knownAs', t.known_as) as participant, app.iso(s.created_at) as at, s.words, s.ask, s.response,
      s.about_kind as "aboutKind", s.about_id as "aboutId", s.created_at::text as place,
      case when w.id is not null then jsonb_build_object('decision', w.decision, 'words', w.words, 'by', h.name, 'at', app.iso(w.created_at)) end as answer
    from said s join participants t on t.partnership_id = app.partnership() and t.id = s.participant_id
    left join own_answers w on w.partnership_id = app.partnership() and (w.entry_reply_id = s.id or w.own_ask_id = s.id)
    left join people h on h.partnership_id = app.partnership() and h.user_id = w.created_by
    where true ${id ? sql`and s.id = ${id}` : sql``} ${participantId ? sql`and s.participant_id = ${participantId}` : sql``}
      ${open ? sql`and w.id is null and s.response is distinct from 'thats_right'` : sql``}
      ${place ? sql`and (s.created_at, s.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql``}
    order by s.created_at desc, s.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursor.write(last.place, last.id) : null }
}
export async function getReply(tx: Tx, id: string): Promise<ReplyRow> {
  const {
    items: [found],
  } = await listReplies(tx, { id, limit: 1 })
  if (!found) throw notFound()
  return found
}

export async function insertAnswer(tx: Tx, id: string, reply: ReplyRow, decision: AnswerDecision, words: string): Promise<void> {
  const [about, asked] = reply.ask ? [null, reply.id] : [reply.id, null]
  await tx.execute(sql`insert into own_answers (id, programme_id, participant_id, entry_reply_id, own_ask_id, decision, words)
    values (${id}, ${reply.programmeId}, ${reply.participant.id}, ${about}, ${asked}, ${decision}, ${words.trim()})`)
}
/** Their words and ours about that entry go for good. False when that kind of entry has no words. */
export async function leaveOut(tx: Tx, replyId: string): Promise<boolean> {
  return (await tx.execute<{ done: boolean }>(sql`select app.leave_out(${replyId}) as done`)).rows[0]!.done
}

interface Whose {
  id: string
  programmeId: string
}
const tables = { visit: sql`visits`, contact: sql`contact_events`, note: sql`notes`, step: sql`participant_steps` }
/** Whose entry it is. Throws not-found, which includes "not yours to see". */
export async function getEntryOwner(tx: Tx, kind: WithheldKind, id: string): Promise<Whose> {
  const { rows } = await tx.execute<{ id: string; programmeId: string }>(sql`
    select participant_id as id, programme_id as "programmeId" from ${tables[kind]} where partnership_id = app.partnership() and ${kind === 'note' ? sql`about_id` : sql`id`} = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
/** From when until when a thing may be held back before it is looked at again: today, and ninety days on. */
export async function reviewWindow(tx: Tx): Promise<{ from: string; to: string }> {
  return (await tx.execute<{ from: string; to: string }>(sql`select app.today() + 1 as "from", app.today() + 90 as "to"`)).rows[0]!
}
export async function withhold(
  tx: Tx,
  id: string,
  whose: Whose,
  aboutId: string,
  { kind, visibility, reason, reviewOn }: Withholding,
): Promise<void> {
  await endWithholding(tx, kind, aboutId)
  await tx.execute(sql`insert into withholdings (id, programme_id, participant_id, about_kind, about_id, visibility, reason, withheld_on, review_on)
    values (${id}, ${whose.programmeId}, ${whose.id}, ${kind}, ${aboutId}, ${visibility}, ${reason}, app.today(), ${reviewOn})`)
  await tx.execute(sql`select 1 from app.set_visibility(${kind}, ${aboutId}, ${visibility}, ${reason}, ${reviewOn})`)
}
const endWithholding = (tx: Tx, kind: WithheldKind, aboutId: string) =>
  tx.execute(
    sql`update withholdings set ended_on = app.today() where partnership_id = app.partnership() and about_kind = ${kind} and about_id = ${aboutId} and ended_on is null`,
  )
export async function shareAgain(tx: Tx, kind: WithheldKind, aboutId: string): Promise<void> {
  await endWithholding(tx, kind, aboutId)
  await tx.execute(sql`select 1 from app.set_visibility(${kind}, ${aboutId}, 'shared_with_person', null, null)`)
}

/** Past its review first, then by when it is looked at again. */
export async function listWithheld(tx: Tx): Promise<Withheld[]> {
  const { rows } = await tx.execute<Withheld & Record<string, unknown>>(sql`
    select kind, id, programme_name as "programmeName", reference, visibility, reason, review_on as "reviewOn", review_on < app.today() as "pastReview", held_by as "heldBy", app.iso(held_at) as "heldAt"
    from app.list_withheld() order by review_on < app.today() desc, review_on, reference, kind, id`)
  return rows
}
