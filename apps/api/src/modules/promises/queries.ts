import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { Promised, PromiseCounts, PromisePerson, PromiseStep, PromiseWhose } from '@modulus/contracts/promises.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { promises } from './table.ts'

const open = sql`(p.status in ('made', 'renegotiated'))`
const newHand = sql`case when ${open} and app.has_gone(p.programme_id, p.from_user_id) then 'maker' when ${open} and app.has_gone(p.programme_id, p.to_user_id) then 'receiver' end`
const fromSide = sql`jsonb_build_object('kind', p.from_kind, 'userId', p.from_user_id, 'name', case when p.from_kind = 'participant' then t.known_as else f.name end)`
const toSide = sql`jsonb_build_object('kind', p.to_kind, 'userId', p.to_user_id, 'name', case when p.to_kind = 'participant' then t.known_as else r.name end)`
const select = sql`select p.id, p.programme_id as "programmeId",
    case when p.participant_id is not null then jsonb_build_object('id', p.participant_id, 'knownAs', t.known_as) end as participant,
    ${fromSide} as "from", ${toSide} as "to",
    (coalesce(p.from_user_id = app.user_id(), p.participant_id = any (app.self()))) as "byMe", (coalesce(p.to_user_id = app.user_id(), p.participant_id = any (app.self()))) as "toMe",
    p.text, p.made_in as "madeIn", p.made_in_id as "madeInId", (p.created_at at time zone 'Europe/London')::date as "madeOn", p.how,
    case when p.said_by = 'participant' then (select name from people w where w.partnership_id = p.partnership_id and w.user_id = p.created_by) end as "recordedBy",
    p.due_on as "dueOn", p.status, ${open} as open, (${open} and p.from_kind <> 'participant' and coalesce(p.due_on < app.today(), false)) as late,
    app.iso(p.said_kept_by_maker_at) as "saidDoneAt", app.iso(p.said_kept_by_receiver_at) as "saidKeptAt", p.word_how as "wordHow", p.story,
    case when p.asked_by is not null then jsonb_build_object('by', p.asked_by, 'text', p.asked_text, 'dueOn', p.asked_due_on, 'words', p.asked_words) end as asked,
    ${newHand} as "newHand", p.version
  from promises p
  left join participants t on t.partnership_id = p.partnership_id and t.id = p.participant_id
  left join people f on f.partnership_id = p.partnership_id and f.user_id = p.from_user_id
  left join people r on r.partnership_id = p.partnership_id and r.user_id = p.to_user_id
  where p.partnership_id = app.partnership()`
export type PromiseRow = Omit<Promised, 'can'>
type Raw<T> = T & Record<string, unknown>

export async function getPromise(tx: Tx, id: string): Promise<PromiseRow> {
  const { rows } = await tx.execute<Raw<PromiseRow>>(sql`${select} and p.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

const toMe = sql`coalesce(p.to_user_id = app.user_id(), p.participant_id = any (app.self()))`
const byMe = sql`coalesce(p.from_user_id = app.user_id(), p.participant_id = any (app.self()))`
const whose: Record<PromiseWhose, SQL> = {
  by_me: byMe,
  to_me: toMe,
  // Its maker says it is done, or its day has come; or the other side asked for something else.
  my_word: sql`((${toMe} and (p.said_kept_by_maker_at is not null or p.due_on <= app.today())) or (p.asked_by = 'maker' and ${toMe}) or (p.asked_by = 'receiver' and ${byMe}))`,
  new_hand: sql`(p.programme_id = any (app.role_in('programme_lead')) and ${newHand} is not null)`,
}
export interface PromiseFilter {
  whose?: PromiseWhose
  participantId?: string
  programmeId?: string
  settled?: boolean
  after?: string
  limit?: number
}
export async function listPromises(tx: Tx, { after, limit = 25, settled = false, ...filter }: PromiseFilter) {
  const place = cursor.read(after, settled ? 1 : 2)
  const dated = sql`coalesce(p.due_on, '9999-12-31'::date)`
  const wanted = [
    settled ? sql`not ${open}` : open,
    filter.whose && whose[filter.whose],
    filter.participantId && sql`p.participant_id = ${filter.participantId}`,
    filter.programmeId && sql`p.programme_id = ${filter.programmeId}`,
    place && (settled ? sql`p.id < ${place[0]}::uuid` : sql`(${dated}, p.id) > (${place[0]}::date, ${place[1]}::uuid)`),
  ].filter((one): one is SQL => Boolean(one))
  const order = settled ? sql`p.id desc` : sql`${dated}, p.id`
  const { rows } = await tx.execute<Raw<PromiseRow>>(sql`${sql.join([select, ...wanted], sql` and `)} order by ${order} limit ${limit + 1}`)
  const items: PromiseRow[] = rows.slice(0, limit),
    last = items.at(-1)
  const next = rows.length > limit && last ? (settled ? cursor.write(last.id) : cursor.write(last.dueOn ?? '9999-12-31', last.id)) : null
  return { items, next }
}

export async function listSteps(tx: Tx, promiseId: string): Promise<PromiseStep[]> {
  const { rows } = await tx.execute<Raw<PromiseStep>>(sql`
    select s.id, s.deed, app.iso(s.created_at) as at, s.how, s.words, s.was_text as "wasText", s.was_due_on as "wasDueOn", w.name as "wasName",
      coalesce(h.name, (select t.known_as from participants t where t.partnership_id = s.partnership_id and t.id = s.participant_id and t.user_id = s.created_by)) as by
    from promise_steps s left join people h on h.partnership_id = s.partnership_id and h.user_id = s.created_by
    left join people w on w.partnership_id = s.partnership_id and w.user_id = s.was_user_id
    where s.partnership_id = app.partnership() and s.promise_id = ${promiseId} order by s.created_at, s.id limit 200`)
  return rows
}

/** Who works in a programme and is still there, once each, by the weightiest of their roles. */
export async function listPromisePeople(tx: Tx, programmeId: string): Promise<PromisePerson[]> {
  const { rows } = await tx.execute<Raw<PromisePerson>>(sql`
    select p.user_id as "userId", p.name, b.name as partner,
      (array['lead', 'officer', 'mentor', 'partner_person'])[min(case m.role when 'programme_lead' then 1 when 'outreach_officer' then 2 when 'mentor' then 3 else 4 end)] as kind
    from memberships m join people p on p.partnership_id = m.partnership_id and p.user_id = m.user_id
    join partners b on b.partnership_id = p.partnership_id and b.id = p.partner_id
    where m.partnership_id = app.partnership() and m.programme_id = ${programmeId} and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
      and m.role in ('programme_lead', 'outreach_officer', 'mentor', 'partner_contact', 'placement_supervisor')
      and p.disabled_at is null and (p.left_on is null or p.left_on > current_date) and (p.left_on is not null or not app.has_gone(m.programme_id, p.user_id))
    group by p.user_id, p.name, b.name order by p.name, p.user_id`)
  return rows
}

/** Throws not-found for a programme that is not the reader's. */
export async function programmeName(tx: Tx, id: string): Promise<string> {
  const { rows } = await tx.execute<{ name: string }>(
    sql`select name from programmes where partnership_id = app.partnership() and id = ${id} and id = any (app.mine())`,
  )
  if (!rows[0]) throw notFound()
  return rows[0].name
}
export async function countPromises(tx: Tx, programmeId: string): Promise<PromiseCounts> {
  const { rows } = await tx.execute<{ counts: PromiseCounts | null }>(sql`select app.count_promises(${programmeId}) as counts`)
  if (!rows[0]?.counts) throw notFound()
  return rows[0].counts
}

/** The participant that the asker is; in one programme, or their latest. */
export async function findOwn(tx: Tx, programmeId?: string) {
  const { rows } = await tx.execute<{ id: string; programmeId: string }>(sql`
    select id, programme_id as "programmeId" from participants
    where partnership_id = app.partnership() and id = any (app.self()) ${programmeId ? sql`and programme_id = ${programmeId}` : sql``} order by created_at desc limit 1`)
  return rows[0]
}
/** The worker and the mentor of a young person: whom they would promise something. */
export async function listAround(tx: Tx, participantId: string) {
  const { rows } = await tx.execute<{ userId: string; name: string }>(sql`
    select p.user_id as "userId", p.name from people p where p.partnership_id = app.partnership() and p.disabled_at is null and p.left_on is null and p.user_id in (
      select worker_id from participants where partnership_id = app.partnership() and id = ${participantId}
      union select mentor_id from mentor_matches where partnership_id = app.partnership() and participant_id = ${participantId} and status = 'active') order by p.name`)
  return rows
}

const places: Record<string, SQL> = {
  visit: sql`select participant_id from visits`,
  contact: sql`select participant_id from contact_events`,
  session: sql`select null::uuid as participant_id from course_sessions`,
  meeting: sql`select null::uuid as participant_id from meetings`,
}
/** Does the visit, call or session exist for the asker, in that programme, and about that young person? */
export async function placeStands(tx: Tx, madeIn: string, id: string, programmeId: string, participantId: string | null) {
  const place = places[madeIn]
  if (!place) return false
  const { rowCount } = await tx.execute(
    sql`select 1 from (${place} where partnership_id = app.partnership() and programme_id = ${programmeId} and id = ${id}) x where x.participant_id is null or x.participant_id = ${participantId}`,
  )
  return rowCount === 1
}

type Values = Omit<Partial<typeof promises.$inferInsert>, 'partnershipId' | 'id'>
export const insertPromise = (tx: Tx, actor: Actor, id: string, values: Values) =>
  tx.insert(promises).values({ ...values, id, partnershipId: actor.partnershipId } as typeof promises.$inferInsert)

/** Nothing means that someone else changed it meanwhile. */
export async function changePromise(tx: Tx, actor: Actor, id: string, version: number, values: Values): Promise<true | undefined> {
  const { rowCount } = await tx
    .update(promises)
    .set(values)
    .where(and(eq(promises.partnershipId, actor.partnershipId), eq(promises.id, id), eq(promises.version, version)))
  return rowCount === 1 ? true : undefined
}

export async function addressOf(tx: Tx, userId: string) {
  const { rows } = await tx.execute<{ name: string; email: string }>(
    sql`select name, email from people where partnership_id = app.partnership() and user_id = ${userId}`,
  )
  return rows[0]
}
/** A young person's own address, when they have pages of their own to look at. */
export async function participantAddress(tx: Tx, participantId: string) {
  const { rows } = await tx.execute<{ name: string; email: string }>(sql`
    select t.known_as as name, c.email from participants t join participant_contacts c on c.partnership_id = t.partnership_id and c.participant_id = t.id
    where t.partnership_id = app.partnership() and t.id = ${participantId} and t.user_id is not null and c.email <> ''`)
  return rows[0]
}
