import { sql } from 'drizzle-orm'
import type { EmergencyLook, LookState, NewLook } from '@modulus/contracts/break-glass.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'

const state = sql`case when b.reviewed_at is not null then 'reviewed' when b.ended_at is null and b.until_at > now() then 'open' else 'to_review' end`
// The name of the programme where the reader may know it: its own people always, whoever looks only while they look.
const select = sql`select b.id, coalesce(t.reference, (select r.reference from app.references_of(array[b.participant_id]) r)) as reference, b.participant_id as "participantId",
    jsonb_build_object('id', b.programme_id, 'name', coalesce(g.name, '')) as programme, jsonb_build_object('id', b.user_id, 'name', h.name, 'partnerName', p.name) as who,
    b.reason, app.iso(b.from_at) as "from", app.iso(b.until_at) as until, app.iso(b.ended_at) as "endedAt", ${state} as state, b.review_due_on as "reviewDue",
    (b.reviewed_at is null and b.review_due_on < app.today()) as "reviewLate", app.iso(b.reviewed_at) as "reviewedAt",
    (select r.name from people r where r.partnership_id = b.partnership_id and r.user_id = b.reviewed_by) as "reviewedBy", b.justified, b.review_words as "reviewWords",
    b.programme_id as "programmeId", b.user_id as "userId"
  from break_glass b
  join people h on h.partnership_id = b.partnership_id and h.user_id = b.user_id join partners p on p.partnership_id = h.partnership_id and p.id = h.partner_id
  left join programmes g on g.partnership_id = b.partnership_id and g.id = b.programme_id
  left join participants t on t.partnership_id = b.partnership_id and t.id = b.participant_id
  where b.partnership_id = app.partnership()`
export type LookRow = Omit<EmergencyLook, 'can'> & { programmeId: string; userId: string }

export async function getLook(tx: Tx, id: string): Promise<LookRow> {
  const { rows } = await tx.execute<LookRow & Record<string, unknown>>(sql`${select} and b.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
/** Those that wait for something first by age: newest first all the same, for an id is a time. */
export async function listLooks(
  tx: Tx,
  { after, limit = 25, state: wanted, mine }: { after?: string; limit?: number; state?: LookState; mine?: boolean },
) {
  const place = cursor.read(after, 1)
  const { rows } = await tx.execute<LookRow & Record<string, unknown>>(
    sql`${select} ${wanted ? sql`and ${state} = ${wanted}` : sql``} ${mine ? sql`and b.user_id = app.user_id()` : sql``}
    ${place ? sql`and b.id < ${place[0]}::uuid` : sql``} order by b.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}

export async function isMine(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from break_glass where partnership_id = app.partnership() and id = ${id} and user_id = app.user_id()`,
  )
  return rows.length === 1
}

export type Answer = 'opened' | 'yours' | 'enough' | 'unknown'
/** What the database says to a try; it keeps the try, and opens the record only on 'opened'. */
export async function openInEmergency(tx: Tx, id: string, { reference, knownAs, familyName, reason }: NewLook): Promise<Answer> {
  const { rows } = await tx.execute<{ answer: Answer }>(
    sql`select app.open_in_emergency(${id}, ${reference ?? null}, ${knownAs ?? null}, ${familyName ?? null}, ${reason}) as answer`,
  )
  return rows[0]!.answer
}
export async function whoIsTold(tx: Tx, id: string): Promise<string[]> {
  return (await tx.execute<{ email: string }>(sql`select email from app.told_of_emergency(${id})`)).rows.map(({ email }) => email)
}
export const endLook = (tx: Tx, id: string) => tx.execute(sql`select app.end_emergency(${id})`)
/** Gives the addresses of administrators to tell: none when it was justified. */
export async function reviewLook(tx: Tx, id: string, justified: boolean, words: string): Promise<string[]> {
  const { rows } = await tx.execute<{ email: string }>(sql`select email from app.review_emergency(${id}, ${justified}, ${words})`)
  return rows.map(({ email }) => email)
}

export interface Attempt {
  id: string
  at: string
  who: string | null
  byName: boolean
  outcome: 'opened' | 'unknown' | 'yours'
}
export async function listAttempts(tx: Tx, { after, limit = 25 }: { after?: string; limit?: number }) {
  const [at, id] = cursor.read(after, 2) ?? []
  const { rows } = await tx.execute<Attempt & { key: string } & Record<string, unknown>>(sql`
    select a.id, app.iso(a.created_at) as at, a.created_at::text as key, h.name as who, a.by_name as "byName", a.outcome from break_glass_attempts a
    left join people h on h.partnership_id = a.partnership_id and h.user_id = a.created_by
    where a.partnership_id = app.partnership() ${at ? sql`and (a.created_at, a.id) < (${at}::timestamptz, ${id}::uuid)` : sql``}
    order by a.created_at desc, a.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return {
    items: items.map(({ key: _, ...one }): Attempt => one),
    next: rows.length > limit && last ? cursor.write(last.key, last.id) : null,
  }
}
