import { and, eq, sql } from 'drizzle-orm'
import type { Participant, ParticipantEdit, ParticipantStatus } from '@modulus/contracts/participants.ts'
import { named } from '#db/named.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { notFound, Problem } from '#plugins/problems.ts'
import { abilities } from '#policy.ts'
import { participantPolicy, partPolicy, type Whom } from './policy.ts'
import { isEnded, nextFrom } from './states.ts'
import { participants } from './table.ts'

export { whoSees } from './access/queries.ts'
export { findEntry, readRecord, type Entry } from './story/queries.ts'

/** What deciding about a participant needs. */
export interface ParticipantNow extends Whom {
  status: ParticipantStatus
  ageBand: string
  version: number
  hasAccount: boolean
}

export async function findParticipant(tx: Tx, id: string): Promise<ParticipantNow | undefined> {
  const { rows } = await tx.execute<ParticipantNow & Record<string, unknown>>(sql`
    select id, programme_id as "programmeId", status, age_band as "ageBand", version, user_id is not null as "hasAccount"
    from participants where partnership_id = app.partnership() and id = ${id}`)
  return rows[0]
}
/** Throws not-found, which includes "not yours to see". */
export async function getParticipant(tx: Tx, id: string): Promise<ParticipantNow> {
  const found = await findParticipant(tx, id)
  if (!found) throw await whyHidden(tx, id)
  return found
}
/** Why there is no such record for the asker: its use is paused, which those learn who would see it otherwise; or not-found. */
export async function whyHidden(tx: Tx, id: string): Promise<Problem> {
  const { rows } = await tx.execute<{ paused: boolean }>(sql`select app.record_restricted(${id}) as paused`)
  return rows[0]!.paused ? new Problem('record-restricted') : notFound()
}

type PersonRow = Omit<Participant, 'next' | 'can'> & { sees: string[] }

/** One statement shows a person and writes the read log, or does neither. */
export const readPerson = (tx: Tx, id: string, operation = 'participants.read'): Promise<PersonRow[]> =>
  named<PersonRow>(tx, 'person', person, [id, operation])

/**
 * When they were last in touch and what comes next follow from visits and calls: for those who may read the notes of them. `may` names a
 * column that says so, asked once for each person with `mayNotes`.
 */
export const touchOf = (p: string, may: string): string =>
  `case when ${may} then app.iso(${p}.last_contact_at) end as "lastContactAt", case when ${may} then ${p}.next_step else '' end as "nextStep",
  case when ${may} then ${p}.next_step_on end as "nextStepOn"`
export const mayNotes = (p: string): string =>
  `cross join lateral (select app.sees('notes', ${p}.programme_id, ${p}.id) as notes offset 0) may`

const person = `
with who as (select * from participants where partnership_id = app.partnership() and id = $1),
seen as (insert into access_events (partnership_id, user_id, request_id, programme_id, participant_id, operation)
  select app.partnership(), app.user_id(), app.request(), programme_id, id, $2 from who)
select p.id, p.programme_id as "programmeId", coalesce(g.name, '') as "programmeName", p.reference, p.known_as as "knownAs", p.pronouns,
  nullif(c.family_name, '') as "familyName", extract(year from age(app.today(), c.date_of_birth))::integer as age, p.age_band as "ageBand",
  p.status, p.status_since as "statusSince", p.worker_id as "workerId", h.name as "workerName", p.communication_note as "communicationNote",
  ${touchOf('p', 'may.notes')}, app.iso(p.erasure_due_at) as "erasureDueAt", p.version,
  (select jsonb_build_object('id', a.id, 'agreedOn', a.agreed_on) from participation_agreements a
   where a.partnership_id = app.partnership() and a.participant_id = p.id and a.withdrawn_on is null) as agreement,
  case when app.sees('risk', p.programme_id, p.id) then jsonb_build_object(
    'flags', coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'whatToDo', f.what_to_do, 'agreedOn', f.agreed_on, 'reviewOn', f.review_on, 'decidedBy', d.name) order by f.agreed_on, f.id)
      from visit_risk_flags f left join people d on d.partnership_id = f.partnership_id and d.user_id = f.decided_by_id
      where f.partnership_id = app.partnership() and f.participant_id = p.id and f.ended_on is null), '[]'),
    'checkedOn', k.checked_on, 'checkedBy', k.name) end as safety,
  array(select one from unnest(array['contact', 'interests', 'participation', 'notes', 'risk', 'outcomes']) one where app.sees(one, p.programme_id, p.id)) as sees
from who p ${mayNotes('p')}
left join programmes g on g.partnership_id = p.partnership_id and g.id = p.programme_id
left join people h on h.partnership_id = p.partnership_id and h.user_id = p.worker_id
left join participant_contacts c on c.partnership_id = p.partnership_id and c.participant_id = p.id
left join lateral (select s.checked_on, w.name from safety_checks s left join people w on w.partnership_id = s.partnership_id and w.user_id = s.created_by
  where s.partnership_id = app.partnership() and s.participant_id = p.id order by s.checked_on desc, s.created_at desc limit 1) k on true`

/** A person as the actor sees them, with what they may do; throws not-found for no row. */
export function showPerson(actor: Actor, row: PersonRow | undefined): Participant {
  if (!row) throw notFound()
  const { sees, ...shown } = row
  const can = abilities(actor, participantPolicy, shown),
    parts = abilities(actor, partPolicy, shown)
  const has = (category: string) => sees.includes(category)
  const participation = has('participation')
  return {
    ...shown,
    next: can.move ? nextFrom(shown.status) : [],
    can: {
      ...can,
      // Whoever left is left in peace until they want to talk again, which is said first.
      recordVisit: can.recordVisit && !isEnded(shown.status),
      withdraw: can.withdraw && shown.agreement !== null,
      hearInterest: can.hearInterest && has('interests'),
      keepSafe: can.keepSafe && has('risk'),
      seeContact: has('contact'),
      seeInterests: has('interests'),
      seeParticipation: participation,
      seeNotes: has('notes'),
      seeRisk: has('risk'),
      seeOutcomes: has('outcomes'),
      seeDeal: parts.seeDeal && participation,
      seeCourse: parts.seeCourse && participation,
      seeMentoring: parts.seeMentoring && participation,
      seePlacements: parts.seePlacements && participation,
    },
  }
}

/** Undefined when someone was faster. */
export async function editParticipant(tx: Tx, id: string, { version, ...changes }: ParticipantEdit): Promise<{ id: string } | undefined> {
  const at = and(sql`partnership_id = app.partnership()`, eq(participants.id, id), eq(participants.version, version))
  if (Object.keys(changes).length === 0) return (await tx.select({ id: participants.id }).from(participants).where(at))[0]
  return (await tx.update(participants).set(changes).where(at).returning({ id: participants.id }))[0]
}

/** May this person be someone's worker in the programme: an officer or lead, in a live role. */
export async function isWorker(tx: Tx, programmeId: string, userId: string): Promise<boolean> {
  const { rows } =
    await tx.execute(sql`select 1 from memberships where partnership_id = app.partnership() and programme_id = ${programmeId} and user_id = ${userId}
    and role in ('programme_lead', 'outreach_officer') and from_at <= now() and (until_at is null or now() < until_at)`)
  return rows.length > 0
}
