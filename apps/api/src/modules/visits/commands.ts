// What a visit becomes. Deeds here span visits, notes, interests, the notice to a nominee and the officer's draft.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { NextStep, VisitChange, VisitMove, VisitPlan, VisitRecord } from '@modulus/contracts/visits.ts'
import { named } from '#db/named.ts'
import type { Tx } from '#db/transact.ts'
import { sameVersion } from '#db/writes.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { discardDraft } from '../drafts/queries.ts'
import { maybeChild } from '../pvg/queries.ts'
import { getDoor, getVisit, listOfficers, type Door, type VisitFull } from './queries.ts'

const notYetKnocking = ['spotted', 'convened', 'preparing']
const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' })
const dayOf = (instant: string, plus = 0) => calendar.format(Date.parse(instant) + plus * 86_400_000)

/** A visit may be planned when the programme knocks on doors, the person has not asked us to stop, and its officers may go. */
export async function mayKnock(tx: Tx, door: Door, officers: (string | null | undefined)[]): Promise<void> {
  if (notYetKnocking.includes(door.programmeStatus)) throw new Problem('outreach-not-started')
  if (door.askedToStop) throw new Problem('contact-ended')
  const team = await listOfficers(tx, door.programmeId)
  for (const [field, id] of [
    ['officerId', officers[0]],
    ['secondOfficerId', officers[1]],
  ] as const) {
    if (!id) continue
    const officer = team.find((one) => one.id === id)
    if (!officer) throw invalid(field, 'team', 'does not visit for this programme')
    // The database refuses it too; here it can be said which of the two it is.
    if (!officer.clear && maybeChild(door.ageBand)) throw new Problem('needs-pvg', { officerId: id })
  }
  if (officers[0] === officers[1]) throw invalid('secondOfficerId', 'different', 'must be someone else')
}

export const insertPlan = (
  tx: Tx,
  id: string,
  door: Pick<Door, 'id' | 'programmeId'>,
  plan: VisitPlan & { officerId: string },
  movedFrom: string | null = null,
) =>
  tx.execute(sql`insert into visits (id, programme_id, participant_id, starts_at, place, why, officer_id, second_officer_id, rescheduled_from_id)
    values (${id}, ${door.programmeId}, ${door.id}, ${plan.startsAt}, ${plan.place}, ${plan.why}, ${plan.officerId}, ${plan.secondOfficerId ?? null}, ${movedFrom})`)

const spoke = (outcome: string) => outcome === 'welcomed' || outcome === 'listened'

/** Rules that no schema can say. `toldBefore`: an earlier visit has told them what is written down and why. */
export function checkRecord(
  record: Pick<VisitRecord, 'happenedAt' | 'outcome' | 'nextStep' | 'nextOn'> & { toldWhatWeWrite?: boolean },
  toldBefore: boolean,
) {
  if (Date.parse(record.happenedAt) > Date.now() + 5 * 60_000) throw invalid('happenedAt', 'future', 'has not happened yet')
  if (record.nextStep === 'date_they_chose' && !record.nextOn) throw invalid('nextOn', 'required', 'which day did they choose?')
  if (record.nextOn && record.nextOn < dayOf(record.happenedAt)) throw invalid('nextOn', 'order', 'is before the visit')
  // The privacy notice is due at the first conversation at the latest (UK GDPR article 14(3)).
  if (spoke(record.outcome) && !toldBefore && !record.toldWhatWeWrite)
    throw invalid('toldWhatWeWrite', 'first-visit', 'tell them what is written down, and why, before it is')
}

const daysTo: Partial<Record<NextStep, number>> = { call_back_this_week: 5, call_back_in_two_weeks: 14, bring_a_partner: 7 }
/** The day of the next step, as they chose it, or as its words say. */
const nextDay = ({ happenedAt, nextStep, nextOn }: Pick<VisitRecord, 'happenedAt' | 'nextStep' | 'nextOn'>) =>
  nextOn ?? (nextStep && daysTo[nextStep] !== undefined ? dayOf(happenedAt, daysTo[nextStep]) : null)

/**
 * Everything in one flight: the visit, their words apart from the officer's, what they are into, the notice, the draft. Statements are
 * sent in the order they are called, so that what is read last is what was written.
 */
export async function recordVisit(
  tx: Tx,
  id: string,
  actor: { userId: string },
  door: Door,
  planned: VisitFull | undefined,
  record: VisitRecord,
): Promise<VisitFull> {
  const second = record.secondOfficerId === undefined ? (planned?.secondOfficerId ?? null) : record.secondOfficerId
  if (second === (planned?.officerId ?? actor.userId)) throw invalid('secondOfficerId', 'different', 'must be someone else')
  const answers = [
    id,
    record.happenedAt,
    record.place,
    second,
    record.outcome,
    record.present,
    record.wantsToCome,
    record.nextStep,
    nextDay(record),
    record.toldWhatWeWrite,
  ]
  const [written, , , , , after] = await Promise.all([
    planned
      ? named<{ id: string }>(tx, 'visits.recordPlanned', recordPlanned, answers)
      : named<{ id: string }>(tx, 'visits.recordNew', recordNew, [...answers, door.programmeId, door.id, actor.userId]),
    keepWords(tx, id, door, record),
    keepInterests(tx, id, door, record),
    record.toldWhatWeWrite && !door.toldBefore && door.nominationId
      ? named(tx, 'visits.notice', giveNotice, [door.nominationId, dayOf(record.happenedAt)])
      : undefined,
    discardDraft(tx, id),
    getVisit(tx, id),
  ])
  if (written.length !== 1) throw new Problem('visit-not-open') // a colleague was faster
  return after
}
const recordPlanned = `update visits set status = 'recorded', happened_at = $2, place = $3, second_officer_id = $4, outcome = $5, present = $6, wants_to_come = $7, next_step = $8, next_on = $9,
    told_what_we_write = $10, recorded_at = now(), recorded_by_id = app.user_id() where partnership_id = app.partnership() and id = $1 and status = 'planned' returning id`
const recordNew = `insert into visits (id, happened_at, starts_at, place, second_officer_id, outcome, present, wants_to_come, next_step, next_on, told_what_we_write, programme_id, participant_id, officer_id, status, recorded_at, recorded_by_id)
  values ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'recorded', now(), app.user_id()) returning id`
const giveNotice = `update nominations set notice_given_on = $2, notice_how = 'told at the first visit' where partnership_id = app.partnership() and id = $1 and notice_given_on is null`

type Words = Partial<Pick<VisitRecord, 'skillsWords' | 'jobWords' | 'staffWords'>>
const insertNote = `insert into notes (id, programme_id, participant_id, kind, about_id, skills_words, job_words, staff_words) values ($1, $2, $3, 'visit', $4, $5, $6, $7)`
/** An empty note is not written. */
const keepWords = async (
  tx: Tx,
  id: string,
  door: { id: string; programmeId: string },
  { skillsWords = '', jobWords = '', staffWords = '' }: Words,
) =>
  [skillsWords, jobWords, staffWords].every((words) => words.trim() === '')
    ? []
    : named(tx, 'visits.note', insertNote, [uuidv7(), door.programmeId, door.id, id, skillsWords, jobWords, staffWords])

/** What was heard before under the same tag and in the same words is not heard twice. */
const insertInterests = `insert into interests (id, programme_id, participant_id, own_words, tag, heard_on, heard_visit_id)
  select h.id, $1, $2, h.words, h.tag, $3, $4 from jsonb_to_recordset($5::jsonb) as h (id uuid, words text, tag text)
  where not exists (select 1 from interests i where i.partnership_id = app.partnership() and i.participant_id = $2 and i.status <> 'gone'
    and i.tag is not distinct from h.tag and app.fold(i.own_words) = app.fold(h.words))`
const keepInterests = async (
  tx: Tx,
  id: string,
  door: Pick<Door, 'id' | 'programmeId'>,
  { interests, happenedAt }: Pick<VisitRecord, 'interests' | 'happenedAt'>,
) =>
  interests.length === 0
    ? []
    : named(tx, 'visits.interests', insertInterests, [
        door.programmeId,
        door.id,
        dayOf(happenedAt),
        id,
        JSON.stringify(interests.map(({ ownWords, tag }) => ({ id: uuidv7(), words: ownWords.trim(), tag }))),
      ])

const recordOnly = [
  'happenedAt',
  'outcome',
  'present',
  'wantsToCome',
  'nextStep',
  'nextOn',
  'skillsWords',
  'jobWords',
  'staffWords',
  'interests',
  'toldWhatWeWrite',
] as const

const inPerson = ({ participant, programmeId }: VisitFull) => ({ id: participant.id, programmeId })

/** What is left out stays as it is. The triggers keep what stood before. */
export async function amendVisit(tx: Tx, visit: VisitFull, change: VisitChange): Promise<VisitFull> {
  if (visit.status !== 'recorded' && visit.status !== 'planned') throw new Problem('visit-not-open')
  const early = visit.status === 'planned' && recordOnly.find((field) => change[field] !== undefined)
  if (early) throw new Problem('visit-not-recorded')
  const pick = <T>(given: T | undefined, stands: T) => (given === undefined ? stands : given)
  const next = {
    happenedAt: pick(change.happenedAt, visit.happenedAt),
    outcome: pick(change.outcome, visit.outcome),
    nextStep: pick(change.nextStep, visit.nextStep),
    nextOn:
      change.nextStep !== undefined && change.nextStep !== visit.nextStep && change.nextOn === undefined
        ? null
        : pick(change.nextOn, visit.nextOn),
  }
  const told = change.toldWhatWeWrite === true && !visit.toldWhatWeWrite
  const firstTalk = Boolean(change.outcome && spoke(change.outcome) && !spoke(visit.outcome!))
  const door = told || firstTalk ? await getDoor(tx, visit.participant.id) : null
  if (next.happenedAt && next.outcome) {
    checkRecord(next as VisitRecord, told || !firstTalk || door!.toldBefore)
    next.nextOn = nextDay(next as VisitRecord)
  }
  const second = pick(change.secondOfficerId, visit.secondOfficerId)
  if (second === visit.officerId) throw invalid('secondOfficerId', 'different', 'must be someone else')
  const {
    rows: [updated],
  } =
    await tx.execute(sql`update visits set place = ${change.place ?? sql`place`}, why = ${change.why ?? sql`why`}, second_officer_id = ${second},
      happened_at = ${next.happenedAt}, outcome = ${next.outcome}, present = ${change.present ? sql`${`{${change.present.join()}}`}::text[]` : sql`present`},
      wants_to_come = ${pick(change.wantsToCome, visit.wantsToCome)}, next_step = ${next.nextStep}, next_on = ${next.nextOn},
      told_what_we_write = ${visit.toldWhatWeWrite || told}
    where partnership_id = app.partnership() and id = ${visit.id} and version = ${change.version} returning id`)
  await sameVersion(updated, () => getVisit(tx, visit.id))
  if (change.skillsWords !== undefined || change.jobWords !== undefined || change.staffWords !== undefined)
    await rewriteWords(tx, visit, change)
  if (told && door?.nominationId) await named(tx, 'visits.notice', giveNotice, [door.nominationId, dayOf(next.happenedAt!)])
  if (change.interests)
    await keepInterests(tx, visit.id, inPerson(visit), { interests: change.interests, happenedAt: next.happenedAt ?? visit.startsAt })
  return getVisit(tx, visit.id)
}

async function rewriteWords(tx: Tx, visit: VisitFull, words: Words) {
  const { rowCount } =
    await tx.execute(sql`update notes set skills_words = coalesce(${words.skillsWords ?? null}, skills_words), job_words = coalesce(${words.jobWords ?? null}, job_words),
    staff_words = coalesce(${words.staffWords ?? null}, staff_words) where partnership_id = app.partnership() and kind = 'visit' and about_id = ${visit.id}`)
  if (rowCount === 0) await keepWords(tx, visit.id, inPerson(visit), words)
}

/** The old row stays as it was, with the reason; the answer is the new one. Sent twice, it is moved once. */
export async function moveVisit(tx: Tx, visit: VisitFull, door: Door, { newVisitId, startsAt, reason }: VisitMove): Promise<VisitFull> {
  if (visit.status === 'rescheduled' && visit.rescheduledToId === newVisitId) return getVisit(tx, newVisitId)
  await mayKnock(tx, door, [visit.officerId, visit.secondOfficerId])
  await close(tx, visit.id, 'rescheduled', reason)
  await insertPlan(
    tx,
    newVisitId,
    door,
    {
      participantId: door.id,
      startsAt,
      place: visit.place ?? '',
      why: visit.why,
      officerId: visit.officerId,
      secondOfficerId: visit.secondOfficerId,
    },
    visit.id,
  )
  return getVisit(tx, newVisitId)
}

export async function close(tx: Tx, id: string, status: 'rescheduled' | 'cancelled', reason: string) {
  const { rowCount } = await tx.execute(
    sql`update visits set status = ${status}, closed_reason = ${reason} where partnership_id = app.partnership() and id = ${id} and status = 'planned'`,
  )
  if (rowCount !== 1) throw new Problem('visit-not-open')
}

/** Takes a record back. A visit that had been planned is planned again under `newVisitId`; the answer is that one, or the one called off. */
export async function undoVisit(tx: Tx, visit: VisitFull, newVisitId: string): Promise<VisitFull> {
  if (visit.status !== 'recorded') throw new Problem('visit-not-recorded')
  const { rows } = await tx.execute<{ undone: boolean | null; planned: boolean; place: string; startsAt: string }>(sql`
    select created_at < recorded_at as planned, place, app.iso(starts_at) as "startsAt", app.undo_visit(id) as undone from visits where partnership_id = app.partnership() and id = ${visit.id}`)
  const before = rows[0]!
  if (!before.undone) throw new Problem('too-late-to-undo')
  if (!before.planned) return getVisit(tx, visit.id)
  await insertPlan(
    tx,
    newVisitId,
    { id: visit.participant.id, programmeId: visit.programmeId },
    {
      participantId: visit.participant.id,
      startsAt: before.startsAt,
      place: before.place,
      why: visit.why,
      officerId: visit.officerId,
      secondOfficerId: visit.secondOfficerId,
    },
  )
  return getVisit(tx, newVisitId)
}
