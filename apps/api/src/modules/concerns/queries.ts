import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { AgeRoute, Concern, ConcernLine, ConcernRaised, NewConcern } from '@modulus/contracts/concerns.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { invalid, notFound } from '#plugins/problems.ts'
import { concerns } from './table.ts'

const line = sql`c.id, c.programme_id as "programmeId", g.name as "programmeName", case when p.id is not null then jsonb_build_object('id', p.id, 'knownAs', p.known_as) end as participant,
  c.about_whom as "aboutWhom", c.immediate_danger as "immediateDanger", c.status, app.iso(c.raised_at) as "raisedAt", coalesce(h.name, y.known_as) as "raisedBy"`
const from = sql`safeguarding_concerns c join programmes g on g.partnership_id = c.partnership_id and g.id = c.programme_id
  left join participants p on p.partnership_id = c.partnership_id and p.id = c.participant_id
  left join people h on h.partnership_id = c.partnership_id and h.user_id = c.created_by
  left join participants y on y.partnership_id = c.partnership_id and y.user_id = c.created_by and y.programme_id = c.programme_id`

export type ConcernFull = Omit<Concern, 'can'>
export async function getConcern(tx: Tx, id: string): Promise<ConcernFull> {
  const { rows } = await tx.execute<
    ConcernFull & Record<string, unknown>
  >(sql`select ${line}, c.what_seen as "whatSeen", c.their_words as "theirWords", c.told_them as "toldThem", c.age_route as "ageRoute",
    c.in_the_way as "inTheWay", c.all_we_need as "allWeNeed", c.i_can_do as "iCanDo", c.we_can_do as "weCanDo", c.others_can_do as "othersCanDo", app.iso(c.reviewed_at) as "reviewedAt",
    app.iso(c.passed_at) as "passedAt", c.passed_to as "passedTo", c.passed_how as "passedHow", c.passed_reference as "passedReference", c.ird_requested_on as "irdRequestedOn",
    c.not_passed_reason as "notPassedReason", c.second_reader as "secondReader", c.feedback, c.feedback_on as "feedbackOn", app.iso(c.closed_at) as "closedAt", c.closed_reason as "closedReason",
    c.lead_note as "leadNote", c.version from ${from} where c.partnership_id = app.partnership() and c.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

export async function listConcerns(tx: Tx, { show, after, limit = 25 }: { show?: 'open' | 'closed'; after?: string; limit?: number }) {
  const place = cursor.read(after, 2)
  if (place && (Number.isNaN(Date.parse(place[0] ?? '')) || !/^[0-9a-f-]{36}$/i.test(place[1] ?? '')))
    throw invalid('after', 'format', 'is not a place in this list')
  const which = show === undefined ? sql`` : show === 'closed' ? sql`and c.status = 'closed'` : sql`and c.status <> 'closed'`
  const { rows } = await tx.execute<
    ConcernLine & Record<string, unknown>
  >(sql`select ${line} from ${from} where c.partnership_id = app.partnership() ${which}
    ${place ? sql`and (c.raised_at, c.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql``} order by c.raised_at desc, c.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit),
    end = items.at(-1)
  return { items: items as ConcernLine[], next: rows.length > limit && end ? cursor.write(end.raisedAt, end.id) : null }
}

/** No RETURNING: its author may write it, and not read it. */
export const insertConcern = (tx: Tx, id: string, programmeId: string, concern: NewConcern & { ageRoute: AgeRoute }) =>
  tx.execute(sql`insert into safeguarding_concerns (id, programme_id, participant_id, about_whom, what_seen, their_words, immediate_danger, told_them, age_route, in_the_way, all_we_need, i_can_do, we_can_do, others_can_do)
    values (${id}, ${programmeId}, ${concern.participantId}, ${concern.aboutWhom}, ${concern.whatSeen}, ${concern.theirWords}, ${concern.immediateDanger}, ${concern.toldThem}, ${concern.ageRoute},
      ${concern.inTheWay}, ${concern.allWeNeed}, ${concern.iCanDo}, ${concern.weCanDo}, ${concern.othersCanDo})`)

export async function findWhom(tx: Tx, participantId: string): Promise<{ programmeId: string; ageBand: string }> {
  const { rows } = await tx.execute<{ programmeId: string; ageBand: string }>(
    sql`select programme_id as "programmeId", age_band as "ageBand" from participants where partnership_id = app.partnership() and id = ${participantId}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0]
}

export interface Keeper extends Omit<ConcernRaised, 'id'> {
  addresses: string[]
}
/** Who looks after safety in a programme, and where they are told that something waits for them. */
export async function getKeeper(tx: Tx, programmeId: string): Promise<Keeper> {
  const { rows } = await tx.execute<Keeper & Record<string, unknown>>(sql`
    select g.name as "programmeName", l.name as lead, d.name as deputy, s.duty_phone as "dutyPhone",
      array(select distinct h.email from memberships m join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id
        where m.partnership_id = g.partnership_id and m.programme_id = g.id and m.role = 'safeguarding_lead' and m.from_at <= now() and (m.until_at is null or now() < m.until_at) and h.disabled_at is null) as addresses
    from programmes g join partnerships s on s.id = g.partnership_id
    left join people l on l.partnership_id = g.partnership_id and l.user_id = g.safeguarding_lead_id
    left join people d on d.partnership_id = g.partnership_id and d.user_id = g.safeguarding_deputy_id
    where g.partnership_id = app.partnership() and g.id = ${programmeId}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

export type ConcernChanges = Partial<
  Record<Exclude<keyof typeof concerns.$inferInsert, 'id' | 'partnershipId' | 'version'>, string | null | SQL>
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
