import { and, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { NewNomination, NewTriage, NominationEdit, NominationLine, NoticeGiven, Triage } from '@modulus/contracts/nominations.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { nominations } from './table.ts'

const n = alias(nominations, 'n')
const here = sql`${n.partnershipId} = app.partnership()`
const today = sql`app.today()`
// Written out, because Drizzle leaves the table's name away from a column when it selects from one table only.
const programmeName = sql<string>`(select t.name from programmes t where t.partnership_id = n.partnership_id and t.id = n.programme_id)`
const partnerName = sql<string>`(select t.name from partners t where t.partnership_id = n.partnership_id and t.id = n.source_partner_id)`
// One month after it came, or at the first contact if that is sooner (UK GDPR article 14(3)). Who sees no visits is shown the month.
const noticeDueOn = sql<string>`least(n.notice_due_on, (
  select min((v.starts_at at time zone 'Europe/London')::date) from participants t join visits v on v.partnership_id = t.partnership_id and v.participant_id = t.id
  where t.partnership_id = n.partnership_id and t.nomination_id = n.id and v.status in ('planned', 'recorded')), (
  select min((c.happened_at at time zone 'Europe/London')::date) from participants t join contact_events c on c.partnership_id = t.partnership_id and c.participant_id = t.id
  where t.partnership_id = n.partnership_id and t.nomination_id = n.id))`
const bringer = sql<string | null>`(select p.name from people p where p.partnership_id = n.partnership_id and p.user_id = n.created_by)`
// The young person's record, if there is one and the reader may see it.
const participantId = sql<
  string | null
>`(select t.id from participants t where t.partnership_id = n.partnership_id and t.nomination_id = n.id)`

const line = {
  id: n.id,
  programmeId: n.programmeId,
  programmeName: programmeName,
  firstName: n.firstName,
  familyName: n.familyName,
  goodAt: n.goodAt,
  sourcePartnerId: n.sourcePartnerId,
  sourcePartnerName: partnerName,
  sourceKind: n.sourceKind,
  receivedOn: n.receivedOn,
  status: n.status,
  noticeDueOn,
  noticeGivenOn: n.noticeGivenOn,
  noticeOverdue: sql<boolean>`(${n.noticeGivenOn} is null and ${noticeDueOn} < ${today})`,
  participantId,
}
const whole = {
  ...line,
  dateOfBirth: n.dateOfBirth,
  contactPointer: n.contactPointer,
  why: n.why,
  triedBefore: n.triedBefore,
  trustedPerson: n.trustedPerson,
  sharingBasis: n.sharingBasis,
  noticeHow: n.noticeHow,
  duplicateOfId: n.duplicateOfId,
  duplicateOfParticipantId: n.duplicateOfParticipantId,
  erasureDueAt: n.erasureDueAt,
  broughtBy: bringer,
  version: n.version,
}

export interface NominationFilter {
  programmeId?: string
  status?: string
  notice?: string
  after?: string
  limit?: number
}

/** Newest first; `next` is the place to go on from. */
export async function listNominations(tx: Tx, { programmeId, status, notice, after, limit = 25 }: NominationFilter) {
  const from = cursor.read(after, 2)
  const rows = await tx
    .select(line)
    .from(n)
    .where(
      and(
        here,
        programmeId ? eq(n.programmeId, programmeId) : undefined,
        status === 'open' ? sql`${n.status} in ('received', 'screening')` : status ? eq(n.status, status) : undefined,
        notice ? sql`${n.noticeGivenOn} is null` : undefined,
        notice === 'overdue' ? sql`${noticeDueOn} < ${today}` : undefined,
        from ? sql`(${n.receivedOn}, ${n.id}) < (${from[0]}::date, ${from[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(sql`${n.receivedOn} desc, ${n.id} desc`)
    .limit(limit + 1)
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return { rows: items, next: rows.length > limit && last ? cursor.write(last.receivedOn, last.id) : null }
}
export const lineOf = ({ sourcePartnerId, sourcePartnerName, ...rest }: { sourcePartnerId: string; sourcePartnerName: string }) =>
  ({ ...rest, sourcePartner: { id: sourcePartnerId, name: sourcePartnerName } }) as unknown as NominationLine

export async function findNomination(tx: Tx, id: string) {
  const [found] = await tx
    .select(whole)
    .from(n)
    .where(and(here, eq(n.id, id)))
  return found
}
export type NominationRow = NonNullable<Awaited<ReturnType<typeof findNomination>>>
export async function getNomination(tx: Tx, id: string): Promise<NominationRow> {
  const found = await findNomination(tx, id)
  if (!found) throw notFound()
  return found
}

export async function findTriage(tx: Tx, nominationId: string): Promise<Triage | null> {
  const { rows } = await tx.execute<Triage & Record<string, unknown>>(sql`
    select d.outcome, d.decided_on as "decidedOn", d.reasons, d.dissent_text as "dissentText", d.asset_seen as "assetSeen",
      (select p.name from people p where p.partnership_id = d.partnership_id and p.user_id = d.created_by) as "recordedBy"
    from triage_decisions d where d.partnership_id = app.partnership() and d.nomination_id = ${nominationId} order by d.id desc limit 1`)
  return rows[0] ?? null
}

export async function insertNomination(tx: Tx, id: string, body: NewNomination): Promise<void> {
  const { programmeId, sourcePartnerId, goodAt, firstName, sourceKind, sharingBasis, receivedOn } = body
  const { familyName = '', dateOfBirth = null, contactPointer = '', why = '', triedBefore = '', trustedPerson = '' } = body
  await tx.execute(sql`insert into nominations (id, programme_id, source_partner_id, source_kind, received_on, first_name, family_name, date_of_birth, contact_pointer, why_text, good_at_text, tried_before_text, trusted_person_text, sharing_basis)
    values (${id}, ${programmeId}, ${sourcePartnerId}, ${sourceKind}, ${receivedOn}, ${firstName}, ${familyName}, ${dateOfBirth}, ${contactPointer}, ${why}, ${goodAt}, ${triedBefore}, ${trustedPerson}, ${sharingBasis})`)
}

type Changes = Partial<typeof nominations.$inferInsert>
const change = async (tx: Tx, id: string, changes: Changes, extra = sql`true`): Promise<{ id: string } | undefined> => {
  const [done] = await tx
    .update(nominations)
    .set(changes)
    .where(and(sql`${nominations.partnershipId} = app.partnership()`, eq(nominations.id, id), extra))
    .returning({ id: nominations.id })
  return done
}
const open = sql`${nominations.status} in ('received', 'screening')`

/** Undefined when the version has moved on, or the panel has decided. */
export const amendNomination = (tx: Tx, id: string, { version, ...changes }: NominationEdit) =>
  change(tx, id, { ...changes, version }, sql`${nominations.version} = ${version} and ${open}`)
export const keepNotice = (tx: Tx, id: string, { givenOn, how }: NoticeGiven) => change(tx, id, { noticeGivenOn: givenOn, noticeHow: how })
export const screenNomination = (tx: Tx, id: string) => change(tx, id, { status: 'screening' }, eq(nominations.status, 'received'))
/** Undefined when someone was faster: a nomination is decided once. The clock to erasure starts by itself, as the retention rules say. */
export const decideNomination = (
  tx: Tx,
  id: string,
  { outcome }: NewTriage,
  twin: { nominationId: string | null; participantId: string | null },
) =>
  change(
    tx,
    id,
    {
      status: outcome,
      duplicateOfId: twin.nominationId,
      duplicateOfParticipantId: twin.participantId,
    },
    open,
  )
export const declineNomination = (tx: Tx, id: string) =>
  change(tx, id, { status: 'declined_by_person' }, sql`${nominations.status} <> 'declined_by_person'`)

export const insertTriage = (
  tx: Tx,
  id: string,
  { id: nominationId, programmeId }: { id: string; programmeId: string },
  { outcome, decidedOn, reasons, dissentText = '', assetSeen = '' }: NewTriage,
) =>
  tx.execute(sql`insert into triage_decisions (id, programme_id, nomination_id, outcome, decided_on, reasons, dissent_text, asset_seen)
    values (${id}, ${programmeId}, ${nominationId}, ${outcome}, ${decidedOn}, ${reasons}, ${dissentText}, ${assetSeen})`)

/** Whom a nomination repeats: another nomination, or someone who takes part without one. Null when there is no such person to see. */
export async function findTwin(
  tx: Tx,
  programmeId: string,
  id: string,
): Promise<{ nominationId: string | null; participantId: string | null } | null> {
  const { rows } = await tx.execute<{ nomination: string | null; participant: string | null }>(sql`
    select id as nomination, null as participant from nominations where partnership_id = app.partnership() and programme_id = ${programmeId} and id = ${id}
    union all select nomination_id, id from participants where partnership_id = app.partnership() and programme_id = ${programmeId} and id = ${id}`)
  return rows[0] ? { nominationId: rows[0].nomination, participantId: rows[0].participant } : null
}
export const seesPartner = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.execute(sql`select 1 from partners where partnership_id = app.partnership() and id = ${id} and retired_at is null`)).rows
    .length === 1
/** Does the person visit young people in this programme at present? */
export const isWorker = async (tx: Tx, programmeId: string, userId: string): Promise<boolean> =>
  (
    await tx.execute(sql`select 1 from memberships where partnership_id = app.partnership() and programme_id = ${programmeId} and user_id = ${userId}
    and role in ('outreach_officer', 'programme_lead') and from_at <= now() and (until_at is null or now() < until_at) limit 1`)
  ).rows.length === 1
