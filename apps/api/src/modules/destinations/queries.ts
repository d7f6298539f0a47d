import { and, eq, sql, type SQL } from 'drizzle-orm'
import type { Destination, DestinationChange, DestinationKind, FollowUp, NewDestination } from '@modulus/contracts/destinations.ts'
import { positiveDestinations } from '@modulus/contracts/destinations.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import type { Whose } from './policy.ts'
import { destinations, followUps } from './table.ts'

export interface Person extends Whose {
  id: string
  knownAs: string
}

export async function getPerson(tx: Tx, participantId: string): Promise<Person> {
  const { rows } = await tx.execute<Person & Record<string, unknown>>(sql`
    select id, programme_id as "programmeId", known_as as "knownAs",
      programme_id = any (app.programmes('outcomes')) or id = any (app.participants('outcomes')) as seen,
      programme_id = any (app.programmes_to_write('outcomes')) or id = any (app.participants_to_write('outcomes')) as kept
    from participants where partnership_id = app.partnership() and id = ${participantId}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

export type DestinationRow = Omit<Destination, 'can'> & { programmeId: string }
const destinationsWhere = async (tx: Tx, where: SQL) => {
  const { rows } = await tx.execute<DestinationRow & Record<string, unknown>>(sql`
    select d.id, d.programme_id as "programmeId", d.participant_id as "participantId", d.kind, d.starts_on as "startsOn", d.ends_on as "endsOn", d.checked_on as "checkedOn",
      d.evidence, d.employer_partner_id as "employerPartnerId", p.name as "employerName", d.placement_id as "placementId", d.version
    from destinations d left join partners p on p.partnership_id = d.partnership_id and p.id = d.employer_partner_id
    where d.partnership_id = app.partnership() and ${where} order by d.starts_on desc, d.id desc`)
  return rows.map((one) => ({ ...one, positive: positiveDestinations.includes(one.kind) }))
}
export const listDestinations = (tx: Tx, participantId: string) => destinationsWhere(tx, sql`d.participant_id = ${participantId}`)
export async function getDestination(tx: Tx, id: string): Promise<DestinationRow> {
  const [found] = await destinationsWhere(tx, sql`d.id = ${id}`)
  if (!found) throw notFound()
  return found
}

export const insertDestination = (
  tx: Tx,
  actor: Actor,
  id: string,
  { id: participantId, programmeId }: { id: string; programmeId: string },
  body: NewDestination,
) =>
  tx
    .insert(destinations)
    .values({ ...body, id, partnershipId: actor.partnershipId, programmeId, participantId } as typeof destinations.$inferInsert)

/** No row means that someone else changed it meanwhile. */
export async function amendDestination(tx: Tx, actor: Actor, id: string, { version, ...change }: DestinationChange) {
  const [amended] = await tx
    .update(destinations)
    .set({ version, ...change }) // a change of nothing is one, too
    .where(and(eq(destinations.partnershipId, actor.partnershipId), eq(destinations.id, id), eq(destinations.version, version)))
    .returning({ id: destinations.id })
  return amended
}

export type FollowUpRow = Omit<FollowUp, 'can'>
const followUpsWhere = async (tx: Tx, where: SQL, limit = 100) => {
  const { rows } = await tx.execute<FollowUpRow & { destinationKind: DestinationKind | null } & Record<string, unknown>>(sql`
    select f.id, f.programme_id as "programmeId", f.participant_id as "participantId", t.known_as as "knownAs", f.months, f.due_on as "dueOn", f.status, f.done_on as "doneOn",
      f.destination_id as "destinationId", d.kind as "destinationKind", f.words, f.version
    from follow_ups f
    join participants t on t.partnership_id = f.partnership_id and t.id = f.participant_id
    left join destinations d on d.partnership_id = f.partnership_id and d.id = f.destination_id
    where f.partnership_id = app.partnership() and ${where} order by f.due_on, f.id limit ${limit}`)
  return rows
}
export const listFollowUps = (tx: Tx, participantId: string) => followUpsWhere(tx, sql`f.participant_id = ${participantId}`)
export async function getFollowUp(tx: Tx, id: string): Promise<FollowUpRow> {
  const [found] = await followUpsWhere(tx, sql`f.id = ${id}`)
  if (!found) throw notFound()
  return found
}
/** Still due, oldest first, up to a day (today in Britain unless given). */
export async function listDue(
  tx: Tx,
  { due, programmeId, after, limit = 25 }: { due?: string; programmeId?: string; after?: string; limit?: number },
) {
  const [on, id] = cursor.read(after, 2) ?? []
  const rows = await followUpsWhere(
    tx,
    sql`f.status = 'due' and f.due_on <= coalesce(${due ?? null}::date, app.today())
    ${programmeId ? sql`and f.programme_id = ${programmeId}` : sql``} ${on && id ? sql`and (f.due_on, f.id) > (${on}::date, ${id}::uuid)` : sql``}`,
    limit + 1,
  )
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursor.write(last.dueOn, last.id) : null }
}

/** At 3, 6, 9 and 12 months. Scheduled again, what is still due moves with the date; what is done stays. */
export const scheduleFollowUps = (tx: Tx, { id, programmeId }: Person, from: string) =>
  tx.execute(sql`
  insert into follow_ups (id, programme_id, participant_id, months, due_on)
  select gen_random_uuid(), ${programmeId}, ${id}, m, (${from}::date + m * interval '1 month')::date from unnest(array[3, 6, 9, 12]) m
  on conflict on constraint follow_ups_once do update set due_on = excluded.due_on where follow_ups.status = 'due'`)

/** No row means that someone else answered it meanwhile. */
export async function answerFollowUp(
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  answer: { status: FollowUp['status']; doneOn: string | null; words?: string; destinationId?: string | null },
) {
  const [answered] = await tx
    .update(followUps)
    .set(answer)
    .where(and(eq(followUps.partnershipId, actor.partnershipId), eq(followUps.id, id), eq(followUps.version, version)))
    .returning({ id: followUps.id })
  return answered
}
