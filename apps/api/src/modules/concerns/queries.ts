// Reading and writing concerns; who keeps safety stands in keepers.ts.
import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { AgeRoute, Concern, ConcernLine, ConcernRead, NewConcern, OwnConcern } from '@modulus/contracts/concerns.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { invalid, notFound } from '#plugins/problems.ts'
import type { ConcernSeen } from './policy.ts'
import { concerns } from './table.ts'

type Raw<T> = T & Record<string, unknown>
const line = sql`c.id, c.programme_id as "programmeId", g.name as "programmeName", case when n.known_as is not null then jsonb_build_object('id', c.participant_id, 'knownAs', n.known_as) end as participant,
  c.about_whom as "aboutWhom", c.immediate_danger as "immediateDanger", c.status, app.iso(c.raised_at) as "raisedAt", n.raised_by as "raisedBy",
  case when c.status = 'raised' then app.iso(c.raised_at + interval '2 hours') end as "actBy",
  c.status = 'reviewed_by_lead' and c.second_reader_id is not null and c.second_read_at is null as "secondReading"`
const from = sql`safeguarding_concerns c join programmes g on g.partnership_id = c.partnership_id and g.id = c.programme_id
  left join lateral app.concern_names(array[c.id]) n on true`

export type ConcernFull = Omit<Concern, 'can'> & ConcernSeen & { notPassedById: string | null; secondReaderId: string | null }
export async function getConcern(tx: Tx, id: string): Promise<ConcernFull> {
  const { rows } = await tx.execute<
    Raw<ConcernFull>
  >(sql`select ${line}, c.what_seen as "whatSeen", c.their_words as "theirWords", c.told_them as "toldThem", c.not_told_why as "notToldWhy", c.about_age as "aboutAge",
    c.age_suggested as "ageSuggested", c.age_route as "ageRoute", c.age_route_reason as "ageRouteReason", c.asp_unable as "aspUnable", c.asp_at_risk as "aspAtRisk", c.asp_more_vulnerable as "aspMoreVulnerable",
    c.in_the_way as "inTheWay", c.all_we_need as "allWeNeed", c.i_can_do as "iCanDo", c.we_can_do as "weCanDo", c.others_can_do as "othersCanDo", app.iso(c.reviewed_at) as "reviewedAt",
    app.iso(c.passed_at) as "passedAt", c.passed_to as "passedTo", c.passed_to_person as "passedToPerson", c.passed_how as "passedHow", c.passed_reference as "passedReference",
    c.ird_requested_on as "irdRequestedOn", c.ird_held_on as "irdHeldOn", c.not_passed_reason as "notPassedReason", c.not_passed_by_id as "notPassedById", c.second_reader_id as "secondReaderId",
    s.name as "secondReader", app.iso(c.second_read_at) as "secondReadAt", c.second_reader_agreed as "secondReaderAgreed", c.second_reader_words as "secondReaderWords",
    c.feedback, c.feedback_on as "feedbackOn", app.iso(c.closed_at) as "closedAt", c.closed_reason as "closedReason", c.outcome, c.lead_note as "leadNote", c.version,
    c.programme_id = any (app.keeps_safe()) as keeper, coalesce(c.second_reader_id = app.user_id() and c.second_read_at is null and c.status = 'reviewed_by_lead', false) as "askedReader"
    from ${from} left join people s on s.partnership_id = c.partnership_id and s.user_id = c.second_reader_id
    where c.partnership_id = app.partnership() and c.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

export async function listConcerns(tx: Tx, { show, after, limit = 25 }: { show?: 'open' | 'closed'; after?: string; limit?: number }) {
  const place = cursor.read(after, 2)
  if (place && (Number.isNaN(Date.parse(place[0] ?? '')) || !/^[0-9a-f-]{36}$/i.test(place[1] ?? '')))
    throw invalid('after', 'format', 'is not a place in this list')
  const which = show === undefined ? sql`` : show === 'closed' ? sql`and c.status = 'closed'` : sql`and c.status <> 'closed'`
  const { rows } = await tx.execute<Raw<ConcernLine>>(sql`select ${line} from ${from} where c.partnership_id = app.partnership() ${which}
    ${place ? sql`and (c.raised_at, c.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql``} order by c.raised_at desc, c.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit),
    end = items.at(-1)
  return { items: items as ConcernLine[], next: rows.length > limit && end ? cursor.write(end.raisedAt, end.id) : null }
}

/** Each opening, by anyone, in the same transaction; if it cannot be written, nothing is shown. */
export async function logConcerns(tx: Tx, how: ConcernRead['how'], shown: readonly { id: string; programmeId: string }[]): Promise<void> {
  if (shown.length === 0) return
  const of = (key: 'id' | 'programmeId') => `{${shown.map((one) => one[key]).join()}}`
  await tx.execute(sql`insert into concern_reads (id, programme_id, concern_id, how)
    select gen_random_uuid(), t.programme, t.concern, ${how} from unnest(${of('programmeId')}::uuid[], ${of('id')}::uuid[]) as t (programme, concern)`)
}
export async function listReads(tx: Tx, concernId: string): Promise<ConcernRead[]> {
  const { rows } = await tx.execute<
    Raw<ConcernRead>
  >(sql`select coalesce(h.name, y.known_as) as by, app.iso(r.created_at) as at, r.how from concern_reads r
    left join people h on h.partnership_id = r.partnership_id and h.user_id = r.created_by
    left join participants y on y.partnership_id = r.partnership_id and y.user_id = r.created_by and y.programme_id = r.programme_id
    where r.partnership_id = app.partnership() and r.concern_id = ${concernId} order by r.created_at desc, r.id desc limit 200`)
  return rows
}

/** Only the author's own; words only while nobody has taken it on. */
export async function listOwn(tx: Tx): Promise<(OwnConcern & { programmeId: string })[]> {
  const { rows } = await tx.execute<
    Raw<OwnConcern & { programmeId: string }>
  >(sql`select id, programme_id as "programmeId", app.iso(raised_at) as "raisedAt", status, app.iso(reviewed_at) as "reviewedAt", app.iso(closed_at) as "closedAt",
    case when status = 'raised' then jsonb_build_object('about', about, 'whatSeen', what_seen, 'theirWords', their_words) end as words from app.my_concerns()`)
  return rows
}

/** No RETURNING: its author may write it, and not read it. */
export const insertConcern = (tx: Tx, id: string, programmeId: string, concern: NewConcern & { ageRoute: AgeRoute }) =>
  tx.execute(sql`insert into safeguarding_concerns (id, programme_id, participant_id, about_whom, about_age, what_seen, their_words, immediate_danger, told_them, not_told_why, age_suggested, age_route,
      in_the_way, all_we_need, i_can_do, we_can_do, others_can_do)
    values (${id}, ${programmeId}, ${concern.participantId}, ${concern.aboutWhom}, ${concern.aboutAge ?? 'not_known'}, ${concern.whatSeen}, ${concern.theirWords}, ${concern.immediateDanger}, ${concern.toldThem},
      ${concern.notToldWhy ?? ''}, ${concern.ageRoute}, ${concern.ageRoute}, ${concern.inTheWay}, ${concern.allWeNeed}, ${concern.iCanDo}, ${concern.weCanDo}, ${concern.othersCanDo})`)

/** Whom a worry is about, also where the use of their record is paused: safety does not wait for it. */
export async function findWhom(tx: Tx, participantId: string): Promise<{ programmeId: string; ageBand: string }> {
  const { rows } = await tx.execute<{ programmeId: string; ageBand: string }>(
    sql`select programme_id as "programmeId", age_band as "ageBand" from app.worry_about(${participantId})`,
  )
  if (!rows[0]) throw notFound()
  return rows[0]
}

export type ConcernChanges = Partial<
  Record<Exclude<keyof typeof concerns.$inferInsert, 'id' | 'partnershipId' | 'version'>, string | boolean | null | SQL>
>
/** Undefined when someone was faster. */
export async function changeConcern(tx: Tx, id: string, version: number, changes: ConcernChanges): Promise<{ id: string } | undefined> {
  const [changed] = await tx
    .update(concerns)
    .set(changes as never)
    .where(and(sql`partnership_id = app.partnership()`, eq(concerns.id, id), eq(concerns.version, version)))
    .returning({ id: concerns.id })
  return changed
}
/** True: kept here. False: not agreed. Null: nothing waits for this person's word any more, or somebody was faster. */
export async function saySecondReading(
  tx: Tx,
  id: string,
  { version, agrees, words }: { version: number; agrees: boolean; words: string },
): Promise<boolean | null> {
  const { rows } = await tx.execute<{ agreed: boolean | null }>(
    sql`select app.second_read_concern(${id}, ${version}, ${agrees}, ${words}) as agreed`,
  )
  return rows[0]!.agreed
}
