// What the form of a change starts from, and what is sent: few taps, because it is filled in beside the young people.
import type { AdaptationTrigger, NewAdaptation } from '@modulus/contracts/adaptations.ts'
import type { CourseElement } from '@modulus/contracts/course-elements.ts'
import type { CourseSession } from '@modulus/contracts/course-sessions.ts'
import { addDays, dayOf } from '#lib/format.ts'
import { raiserOf } from './words.ts'

export type Answers = Partial<NewAdaptation>
/** What the address already says: a sign in a register, a part of the course, the change that this one changes again. */
export interface Given {
  trigger?: string | undefined
  sessionId?: string | undefined
  elementId?: string | undefined
  personId?: string | undefined
  followsId?: string | undefined
}
interface Facts {
  programmeId: string
  courseId: string | null
  elements: readonly CourseElement[]
  sessions: readonly CourseSession[]
}

/** Sessions that have not been, soonest first. */
export const toCome = (sessions: readonly CourseSession[], now = new Date().toISOString()) =>
  sessions.filter(({ status, endsAt }) => status === 'planned' && endsAt > now)
/** The coming sessions that are about this part: named in the plan, or bearing its name. */
export const sessionsOf = (element: CourseElement | undefined, sessions: readonly CourseSession[]) =>
  element ? toCome(sessions).flatMap((one) => (one.element?.id === element.id || one.title === element.title ? [one.id] : [])) : []

/** Parts that may still be changed: those with a session to come first; what is over and done is not offered. */
export function openParts(elements: readonly CourseElement[], sessions: readonly CourseSession[]) {
  const ahead = (one: CourseElement) => sessionsOf(one, sessions).length > 0
  return elements
    .filter((one) => one.status !== 'swapped' && one.status !== 'dropped' && (one.status !== 'delivered' || ahead(one)))
    .sort((a, b) => Number(ahead(b)) - Number(ahead(a)))
}

export const defaultTrial = (days = 14, today = dayOf()) => addDays(today, days)

export function firstAnswers({ programmeId, courseId, elements, sessions }: Facts, given: Given): Answers {
  const session = sessions.find(({ id }) => id === given.sessionId)
  const parts = openParts(elements, sessions)
  const element = parts.find(({ id }) => id === (given.elementId ?? session?.element?.id)) ?? (parts.length === 1 ? parts[0] : undefined)
  const trigger = (given.trigger ?? 'participants_chose_otherwise') as AdaptationTrigger
  return {
    programmeId,
    courseId,
    elementId: element?.id ?? null,
    elementBecomes: element ? 'swapped' : null,
    addsElement: courseId !== null,
    newPartnerId: null,
    sessionIds: sessionsOf(element, sessions),
    followsId: given.followsId ?? null,
    trigger,
    raisedBy: raiserOf(trigger),
    fromText: element?.title ?? session?.title ?? '',
    toText: '',
    whatWeFeared: '',
    whatTheySaid: '',
    alternatives: '',
    opportunityCost: '',
    coreIngredients: [],
    agreed: null,
    voice: null,
  }
}

/** What is sent: an answer that the others make needless is left out. */
export const sentAnswers = (answers: NewAdaptation): NewAdaptation => ({
  ...answers,
  agreed: answers.stands === 'agreed' ? (answers.agreed ?? null) : null,
  elementBecomes: answers.elementId ? (answers.elementBecomes ?? null) : null,
  newPartnerId: answers.addsElement ? (answers.newPartnerId ?? null) : null,
  voice: answers.voice?.words.trim() && answers.voice.participantId ? answers.voice : null,
})
