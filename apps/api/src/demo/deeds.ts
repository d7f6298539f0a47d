// The deeds of the main job as the demonstration does them again and again.
import { courseSessions } from '@modulus/contracts/course-sessions.ts'
import { courses } from '@modulus/contracts/courses.ts'
import { decisions } from '@modulus/contracts/decisions.ts'
import { enrolments } from '@modulus/contracts/enrolments.ts'
import { nominations, type NewNomination } from '@modulus/contracts/nominations.ts'
import { participantDeals } from '@modulus/contracts/participant-deal.ts'
import { participants, type ParticipantStatus } from '@modulus/contracts/participants.ts'
import { programmes, type ProgrammeStatus } from '@modulus/contracts/programmes.ts'
import { register, type Mark } from '@modulus/contracts/register.ts'
import { visits, type VisitRecord } from '@modulus/contracts/visits.ts'
import { newId, type Caller } from './client.ts'
import { at } from './days.ts'

export type Young = Partial<NewNomination> & Pick<NewNomination, 'firstName' | 'familyName' | 'goodAt'>
interface Where {
  programmeId: string
  sourcePartnerId: string
  receivedOn: string
  sourceKind: NewNomination['sourceKind']
}

export async function nominate(who: Caller, where: Where, young: Young): Promise<string> {
  const nominationId = newId()
  await who(nominations.bring, { params: { nominationId }, body: { sharingBasis: 'public_task', ...where, ...young } })
  return nominationId
}

/** The panel says yes; answers the participant's id. */
export async function accept(
  lead: Caller,
  nominationId: string,
  on: string,
  workerId: string,
  words: { reasons: string; assetSeen: string; dissentText?: string },
): Promise<string> {
  await lead(nominations.screen, { params: { nominationId } })
  const { participantId } = await lead(nominations.triage, {
    params: { nominationId },
    body: { outcome: 'accepted', decidedOn: on, workerId, ...words },
  })
  return participantId!
}

export const visit = (officer: Caller, participantId: string, on: string, time: string, said: Partial<VisitRecord>) =>
  officer(visits.record, {
    params: { visitId: newId() },
    body: {
      participantId,
      happenedAt: at(on, time),
      place: 'At home',
      outcome: 'welcomed',
      present: ['them'],
      skillsWords: '',
      jobWords: '',
      staffWords: '',
      wantsToCome: null,
      nextStep: null,
      nextOn: null,
      interests: [],
      toldWhatWeWrite: true,
      worry: false,
      ...said,
    },
  })

export const deal = (officer: Caller, participantId: string, on: string, whatIGet: string, whatIGive: string) =>
  officer(participantDeals.agree, {
    params: { participantId, agreementId: newId() },
    body: {
      whatIGet,
      whatIGive,
      format: 'spoken',
      agreedOn: on,
      copyGiven: true,
      saidBy: 'participant',
      how: 'in_person',
      parentAgreed: true,
    },
  })

/** Moves step by step along the way, all on one day. */
export async function move(officer: Caller, participantId: string, on: string, ...path: ParticipantStatus[]): Promise<void> {
  for (const to of path)
    await officer(participants.move, { params: { participantId }, body: { to, on, saidBy: 'participant', how: 'in_person' } })
}

/** Everything that must be in place, then one step after another up to the state. */
export async function prepare(
  lead: Caller,
  programmeId: string,
  people: { safeguarding: string; deputy: string },
  path: ProgrammeStatus[],
): Promise<void> {
  const { version } = await lead(programmes.read, { params: { programmeId } })
  await lead(programmes.edit, {
    params: { programmeId },
    body: {
      version,
      safeguardingLeadId: people.safeguarding,
      safeguardingDeputyId: people.deputy,
    },
  })
  for (const to of path) await lead(programmes.move, { params: { programmeId }, body: { to } })
}

export interface Plan {
  programmeId: string
  name: string
  about: string
  weeks: number
  startsOn: string
  place: string
  capacity: number
  pattern: { weekday: number; startsAt: string; endsAt: string }[]
}

/** A course that the group decided on, with its sessions made. */
export async function course(
  lead: Caller,
  plan: Plan,
  decision: { title: string; words: string; on: string; present?: number },
): Promise<string> {
  const courseId = newId()
  await lead(courses.plan, { params: { courseId }, body: plan })
  await lead(decisions.open, {
    params: { decisionId: newId() },
    body: {
      programmeId: plan.programmeId,
      courseId,
      title: decision.title,
      limitsStated: false,
      made: {
        decidedBy: 'together',
        how: 'consensus',
        decidedOn: decision.on,
        participantsPresent: decision.present ?? null,
        words: decision.words,
      },
    },
  })
  for (const to of ['proposed', 'agreed_by_group'] as const) await moveCourse(lead, courseId, to)
  await lead(courseSessions.generate, { params: { courseId }, body: {} })
  await moveCourse(lead, courseId, 'running')
  return courseId
}
export async function moveCourse(
  lead: Caller,
  courseId: string,
  to: 'proposed' | 'agreed_by_group' | 'running' | 'finished' | 'co_assessed',
): Promise<void> {
  const { version } = await lead(courses.read, { params: { courseId } })
  await lead(courses.move, { params: { courseId }, body: { to, version } })
}

export const enrol = (officer: Caller, courseId: string, participantId: string, on: string, choicesOffered: string) =>
  officer(enrolments.enrol, {
    params: { enrolmentId: newId() },
    body: { courseId, participantId, enrolledOn: on, saidBy: 'participant', choicesOffered },
  })

export const take = (officer: Caller, sessionId: string, marks: { participantId: string; mark: Mark; reasonKey?: string }[]) =>
  officer(register.take, { params: { sessionId }, body: { marks } })
