import { sql, type SQL } from 'drizzle-orm'
import type { RightsLine, RightsPackage, RightsPause, RightsRequest } from '@modulus/contracts/rights.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { holds } from '#policy.ts'
import type { HolidayOn } from '../courses/queries.ts'
import { daysLeft, dueOn, type RightsDays } from './clock.ts'
import { abilitiesOf, type RequestFacts } from './policy.ts'

export interface RequestRow extends Omit<RightsRequest, 'clock' | 'can' | 'pauses' | 'package' | 'found'>, Record<string, unknown> {
  dueOn: string | null
  extendedOn: string | null
  preparedById: string | null
  pauses: RightsPause[] | null
  pack: RightsPackage | null
  today: string
}
const columns = sql`r.id, r.kind, r.state, r.received_on as "receivedOn", r.due_on as "dueOn", r.closed_on as "closedOn", app.today() as today,
  r.words, r.made_by as "madeBy", r.made_how as "madeHow", r.id_asked_on as "idAskedOn", r.id_ok_on as "idOkOn", r.id_how as "idHow",
  r.extended_on as "extendedOn", r.extended_reason as "extendedReason", r.check_words as "checkWords", r.outcome, r.outcome_words as "outcomeWords", r.version,
  r.prepared_by as "preparedById", prepared.name as "preparedBy", checked.name as "checkedBy",
  case when r.harm_test is not null then jsonb_build_object('test', r.harm_test, 'words', r.harm_words, 'asked', r.harm_asked, 'on', r.harm_on) end as harm,
  jsonb_build_object('id', t.id, 'knownAs', t.known_as, 'reference', t.reference, 'restricted', t.restricted) as participant,
  jsonb_build_object('id', r.programme_id, 'name', t.programme_name) as programme,
  (select jsonb_agg(jsonb_build_object('id', p.id, 'fromOn', p.from_on, 'untilOn', p.until_on, 'asked', p.asked, 'answer', p.answer) order by p.from_on, p.id)
    from rights_pauses p where p.partnership_id = r.partnership_id and p.request_id = r.id) as pauses,
  case when k.id is not null then jsonb_build_object('state', k.state, 'done', k.done, 'total', k.total, 'goneOn', (k.sent_at at time zone 'Europe/London')::date + 31) end as pack`
const from = sql`rights_requests r join app.rights_people() t on t.id = r.participant_id
  left join people prepared on prepared.partnership_id = r.partnership_id and prepared.user_id = r.prepared_by
  left join people checked on checked.partnership_id = r.partnership_id and checked.user_id = r.checked_by
  left join rights_packages k on k.partnership_id = r.partnership_id and k.request_id = r.id`

const select = async (tx: Tx, which: SQL) =>
  (
    await tx.execute<RequestRow>(sql`select ${columns} from ${from} where r.partnership_id = app.partnership() and ${which}
    order by r.closed_on is not null, r.closed_on desc, r.due_on nulls last, r.received_on, r.id limit 500`)
  ).rows
/** Open ones by the day they are due, those whose clock stands after them, then what is over. */
export const listRequests = (tx: Tx, all: boolean) => select(tx, all ? sql`true` : sql`r.closed_on is null`)
export async function getRequest(tx: Tx, id: string): Promise<RequestRow> {
  const [found] = await select(tx, sql`r.id = ${id}`)
  if (!found) throw notFound()
  return found
}
export const listOwn = (tx: Tx, participantId: string) => select(tx, sql`r.participant_id = ${participantId}`)

export const daysOf = (row: Pick<RequestRow, 'receivedOn' | 'idAskedOn' | 'idOkOn' | 'extendedOn' | 'pauses'>): RightsDays => ({
  receivedOn: row.receivedOn,
  idAskedOn: row.idAskedOn,
  idOkOn: row.idOkOn,
  extended: row.extendedOn !== null,
  pauses: row.pauses ?? [],
})
export const isPaused = ({ pauses }: Pick<RequestRow, 'pauses'>) => (pauses ?? []).some(({ untilOn }) => untilOn === null)
export const factsOf = (row: RequestRow, undecided = 0): RequestFacts => ({
  programmeId: row.programme.id,
  kind: row.kind,
  state: row.state,
  paused: isPaused(row),
  extended: row.extendedOn !== null,
  undecided,
  weighed: row.harm !== null,
  preparedById: row.preparedById,
  checked: row.checkedBy !== null,
  packed: row.pack?.state === 'ready',
})

export const showLine = (row: RequestRow, holidayOn: HolidayOn): RightsLine => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  participant: row.participant,
  programme: row.programme,
  receivedOn: row.receivedOn,
  closedOn: row.closedOn,
  clock: row.closedOn
    ? null
    : {
        dueOn: row.dueOn,
        daysLeft: daysLeft(daysOf(row), row.today, holidayOn),
        paused: isPaused(row) || (row.idAskedOn !== null && row.idOkOn === null),
        extended: row.extendedOn !== null,
      },
})
export async function showRequest(tx: Tx, actor: Actor, id: string, holidayOn: HolidayOn): Promise<RightsRequest> {
  const row = await getRequest(tx, id)
  // A young person follows theirs on their own page. What was weighed, and said between those who answer, is for them alone.
  if (actor.self.includes(row.participant.id)) throw notFound()
  const answers = holds(actor, row.programme.id, 'data_lead', 'programme_lead', 'safeguarding_lead')
  const found = await progressOf(tx, id)
  const {
    words,
    madeBy,
    madeHow,
    idAskedOn,
    idOkOn,
    idHow,
    extendedReason,
    harm,
    preparedBy,
    checkedBy,
    checkWords,
    outcome,
    outcomeWords,
    version,
  } = row
  return {
    ...showLine(row, holidayOn),
    ...{
      words,
      madeBy,
      madeHow,
      idAskedOn,
      idOkOn,
      idHow,
      extendedReason,
      harm: answers ? harm : null,
      preparedBy,
      checkedBy,
      checkWords: answers ? checkWords : '',
      outcome,
      outcomeWords,
      version,
    },
    pauses: row.pauses ?? [],
    package: row.pack,
    found,
    can: abilitiesOf(actor, factsOf(row, found.undecided)),
  }
}
export const progressOf = async (tx: Tx, id: string) =>
  (await tx.execute<RightsRequest['found'] & Record<string, unknown>>(sql`select * from app.rights_progress(${id})`)).rows[0]!

/** Writes what a deed changes, and the day that follows from it. Undefined when someone was faster. */
export async function changeRequest(
  tx: Tx,
  id: string,
  version: number,
  changes: Record<string, unknown>,
): Promise<{ id: string } | undefined> {
  const sets = Object.entries(changes).map(([name, value]) => sql`${sql.identifier(name)} = ${value}`)
  const { rows } = await tx.execute<{ id: string }>(sql`update rights_requests set ${sql.join([...sets, sql`updated_at = now()`], sql`, `)}
    where partnership_id = app.partnership() and id = ${id} and version = ${version} returning id`)
  return rows[0]
}
export async function setDue(tx: Tx, id: string, holidayOn: HolidayOn): Promise<void> {
  const row = await getRequest(tx, id)
  const due = row.closedOn ? null : dueOn(daysOf(row), holidayOn)
  if (due !== row.dueOn)
    await tx.execute(sql`update rights_requests set due_on = ${due} where partnership_id = app.partnership() and id = ${id}`)
}
export async function today(tx: Tx): Promise<string> {
  return (await tx.execute<{ day: string }>(sql`select app.today() as day`)).rows[0]!.day
}
/** Whom a reference or an id means, among those the asker may ask for. Throws not-found. */
export async function whom(
  tx: Tx,
  { participantId, reference }: { participantId?: string | undefined; reference?: string | undefined },
): Promise<string> {
  const { rows } = participantId
    ? await tx.execute<{ id: string }>(sql`select ${participantId}::uuid as id where app.may_ask_for(${participantId}) is not null`)
    : await tx.execute<{ id: string }>(sql`select id from app.find_by_reference(${reference ?? ''})`)
  if (!rows[0]) throw notFound()
  return rows[0].id
}
