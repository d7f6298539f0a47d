// Where a participant may go from each status. Every ending is neutral, none is a failure, and from any of them someone may come back to talk.
import { statusesOf, type ParticipantStatus } from '@modulus/contracts/participants.ts'

const onwards: Record<ParticipantStatus, ParticipantStatus[]> = {
  in_conversation: ['interested', 'agreed', 'declined', 'moved_on', 'ended_for_safety'],
  interested: ['agreed', 'declined', 'stepped_back', 'moved_on', 'ended_for_safety'],
  agreed: ['active', 'paused', 'stepped_back', 'moved_on', 'ended_for_safety'],
  active: ['paused', 'completed', 'stepped_back', 'moved_on', 'ended_for_safety'],
  paused: ['active', 'completed', 'stepped_back', 'moved_on', 'ended_for_safety'],
  completed: [],
  stepped_back: [],
  moved_on: [],
  ended_for_safety: [],
  declined: [],
}
/** Where someone may go from a status. Back to talking is always one of the ways. */
export const nextFrom = (status: ParticipantStatus): ParticipantStatus[] => [
  ...onwards[status],
  ...(status === 'in_conversation' ? [] : (['in_conversation'] as const)),
]
export const isEnded = (status: ParticipantStatus): boolean => statusesOf.ended.includes(status)
/** Statuses after which a yes no longer counts: a new one is asked for if they come back. */
export const endsAgreement = (to: ParticipantStatus): boolean => to === 'in_conversation' || to === 'stepped_back' || to === 'declined'
