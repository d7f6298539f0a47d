import { sql, type SQL } from 'drizzle-orm'
import type { OfflineRequest, OfflineSettings, Receipt, Sealed, SetAside } from '@modulus/contracts/offline.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { invalid, notFound } from '#plugins/problems.ts'
import type { About } from './operations.ts'

type Raw<T> = T & Record<string, unknown>
type Kept = Pick<Receipt, 'digest' | 'outcome' | 'problem'>

/** Mine only. */
export async function findReceipt(tx: Tx, itemId: string): Promise<Receipt | undefined> {
  const { rows } = await tx.execute<Raw<Receipt>>(sql`select id as "itemId", outcome, digest, problem, app.iso(created_at) as at
    from offline_receipts where partnership_id = app.partnership() and id = ${itemId} and user_id = app.user_id()`)
  return rows[0]
}
/** Of many that come at once the first writes it: true. The others wait for that one. */
export async function keepReceipt(tx: Tx, itemId: string, { digest, outcome, problem }: Kept): Promise<boolean> {
  const { rowCount } = await tx.execute(
    sql`insert into offline_receipts (id, digest, outcome, problem) values (${itemId}, ${digest}, ${outcome}, ${problem}) on conflict do nothing`,
  )
  return rowCount === 1
}

/** `lost`: its writer has no right to it any more, so that it is handed over at once. */
export const keepAside = (
  tx: Tx,
  itemId: string,
  about: About,
  { operation, finishedAt }: OfflineRequest,
  sealed: Sealed,
  kept: Kept,
  lost: boolean,
) =>
  tx.execute(sql`select app.set_aside_offline(${itemId}, ${operation}, ${about.kind}, ${about.id}::uuid, ${kept.outcome}, ${kept.problem}, ${lost},
    ${finishedAt}, ${kept.digest}, ${JSON.stringify(sealed)}::jsonb)`)
export interface Receiver extends Record<string, unknown> {
  item: string
  email: string
  programme: string
  safeguarding: boolean
}
export const listReceivers = async (tx: Tx, itemId: string): Promise<Receiver[]> =>
  (await tx.execute<Receiver>(sql`select ${itemId} as item, email, programme, safeguarding from app.offline_receivers(${itemId})`)).rows
/** Those who should hear once more, each item once. For the clock. */
export const remindReceivers = async (tx: Tx): Promise<Receiver[]> =>
  (await tx.execute<Receiver>(sql`select item, email, programme, safeguarding from app.remind_offline()`)).rows
export const erasedMeanwhile = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.execute<{ erased: boolean }>(sql`select app.erased_meanwhile(${id}) as erased`)).rows[0]!.erased

export interface Item extends Omit<SetAside, 'can'> {
  mine: boolean
  answers: boolean
  gone: boolean
  digest: string
  sealed: Sealed | null
  programmeId: string | null
  participantId: string | null
}
const select = sql`select i.id, i.operation, i.problem, i.outcome, i.status, app.iso(i.finished_at) as "finishedAt", app.iso(i.created_at) as "receivedAt", nullif(i.reason, '') as reason,
    i.digest, i.sealed, i.programme_id as "programmeId", i.participant_id as "participantId", i.user_id = app.user_id() as mine, coalesce(w.gone, false) as gone,
    coalesce(i.programme_id = any (case when i.operation = 'concerns.raise' then app.keeps_safe() else app.role_in('programme_lead') end), false) as answers,
    case when g.id is not null then jsonb_build_object('id', g.id, 'name', g.name) end as programme,
    case when w.name is not null then jsonb_build_object('id', i.user_id, 'name', w.name) end as "from"`
const items = (
  where: SQL,
  rest: SQL = sql``,
) => sql`with picked as (select * from offline_items i where i.partnership_id = app.partnership() and ${where} ${rest})
  ${select} from picked i left join app.offline_writers(array(select id from picked)) w on w.id = i.id
  left join programmes g on g.partnership_id = i.partnership_id and g.id = i.programme_id order by i.id desc`

export async function listItems(tx: Tx, { after, limit = 25 }: { after?: string; limit?: number }) {
  const place = cursor.read(after, 1)
  if (place && !/^[0-9a-f-]{36}$/i.test(place[0] ?? '')) throw invalid('after', 'format', 'is not a place in this list')
  const { rows } = await tx.execute<Raw<Item>>(
    items(place ? sql`i.id < ${place[0]}::uuid` : sql`true`, sql`order by i.id desc limit ${limit + 1}`),
  )
  const page = rows.slice(0, limit)
  return { items: page as Item[], next: rows.length > limit ? cursor.write(page.at(-1)!.id) : null }
}
export async function getItem(tx: Tx, id: string): Promise<Item> {
  const { rows } = await tx.execute<Raw<Item>>(items(sql`i.id = ${id}`))
  if (!rows[0]) throw notFound()
  return rows[0]
}

const change = async (tx: Tx, id: string, set: SQL): Promise<boolean> =>
  (
    await tx.execute(
      sql`update offline_items set ${set} where partnership_id = app.partnership() and id = ${id} and status in ('waiting', 'handed_over')`,
    )
  ).rowCount === 1
const decided = sql`sealed = null, resolved_at = now(), resolved_by_id = app.user_id()`
/** False when somebody was faster. */
export const markTaken = (tx: Tx, id: string) => change(tx, id, sql`status = 'taken', ${decided}`)
export const markThrownAway = (tx: Tx, id: string, reason: string) =>
  change(tx, id, sql`status = 'thrown_away', reason = ${reason}, ${decided}`)
export const markHandedOver = (tx: Tx, id: string) => change(tx, id, sql`status = 'handed_over'`)
export const markOpened = (tx: Tx, id: string) => change(tx, id, sql`opened_at = now(), opened_by_id = app.user_id()`)
/** It was tried again and refused for another reason. */
export const markProblem = (tx: Tx, id: string, outcome: string, problem: string) =>
  change(tx, id, sql`outcome = ${outcome}, problem = ${problem}`)

/** Who changed it last, and when. */
export async function lastChange(tx: Tx, visitId: string): Promise<{ by: string; at: string } | null> {
  const { rows } = await tx.execute<{
    by: string
    at: string
  }>(sql`select coalesce(h.name, '') as by, app.iso(v.updated_at) as at from visits v
    left join people h on h.partnership_id = v.partnership_id and h.user_id = v.updated_by where v.partnership_id = app.partnership() and v.id = ${visitId}`)
  return rows[0] ?? null
}

export async function readSettings(tx: Tx): Promise<Omit<OfflineSettings, 'can'>> {
  const { rows } = await tx.execute<Raw<Omit<OfflineSettings, 'can'>>>(sql`select lease_hours as "leaseHours",
    coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'allowed', t.offline_allowed) order by app.fold(t.name), t.id)
      from partners t where t.partnership_id = app.partnership() and t.retired_at is null and (app.is_admin() or t.id = any (app.partners()))), '[]') as partners from partnerships where id = app.partnership()`)
  return rows[0]!
}
export const setLease = (tx: Tx, hours: number) => tx.execute(sql`select app.set_lease(${hours})`)
/** One whose setting the asker may read: any for administrators, else their own. */
export const isPartner = async (tx: Tx, id: string): Promise<boolean> =>
  (
    await tx.execute(
      sql`select 1 from partners where partnership_id = app.partnership() and id = ${id} and (app.is_admin() or id = any (app.partners()))`,
    )
  ).rowCount === 1
export const setPartner = (tx: Tx, id: string, allowed: boolean) =>
  tx.execute(
    sql`update partners set offline_allowed = ${allowed} where partnership_id = app.partnership() and id = ${id} and offline_allowed <> ${allowed}`,
  )
export async function isNever(tx: Tx, participantId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ never: boolean }>(
    sql`select never_offline as never from participants where partnership_id = app.partnership() and id = ${participantId}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0].never
}
export const setNever = (tx: Tx, participantId: string, never: boolean) =>
  tx.execute(
    sql`update participants set never_offline = ${never} where partnership_id = app.partnership() and id = ${participantId} and never_offline <> ${never}`,
  )

export interface Plan {
  allowed: boolean
  hours: number
  days: string[]
  visits: { id: string; participantId: string }[]
  /** Recorded today by me, or with me there. */
  written: Plan['visits']
  sessions: string[]
  /** Whom I can see and nobody may take along. */
  never: string[]
}
/** What of the next days is mine: `ahead` days after today, London time. */
export async function planPack(tx: Tx, ahead: number): Promise<Plan> {
  const until = sql`((app.today() + ${ahead}::int + 1)::timestamp at time zone 'Europe/London')`,
    from = sql`(app.today()::timestamp at time zone 'Europe/London')`
  const { rows } = await tx.execute<Raw<Plan>>(sql`select
    coalesce((select bool_and(t.offline_allowed) from partners t where t.partnership_id = app.partnership() and t.id = any (app.partners())), false) as allowed,
    (select lease_hours from partnerships where id = app.partnership()) as hours,
    array(select (app.today() + n)::text from generate_series(0, ${ahead}::int) n order by n) as days,
    coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'participantId', v.participant_id) order by v.starts_at, v.id) from visits v where v.partnership_id = app.partnership()
      and app.user_id() in (v.officer_id, v.second_officer_id) and v.status = 'planned' and v.starts_at >= ${from} and v.starts_at < ${until}), '[]') as visits,
    coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'participantId', v.participant_id) order by v.happened_at, v.id) from visits v where v.partnership_id = app.partnership()
      and app.user_id() in (v.officer_id, v.second_officer_id, v.recorded_by_id) and v.status = 'recorded' and v.happened_at >= ${from}), '[]') as written,
    array(select s.id::text from course_sessions s where s.partnership_id = app.partnership() and s.programme_id = any (app.role_in('outreach_officer') || app.role_in('programme_lead'))
      and s.status <> 'cancelled' and s.starts_at >= ${from} and s.starts_at < ${until} order by s.starts_at, s.id limit 12) as sessions,
    array(select p.id::text from participants p where p.partnership_id = app.partnership() and p.never_offline) as never`)
  return rows[0]!
}
