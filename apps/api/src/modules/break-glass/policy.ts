import type { Actor } from '#db/transact.ts'
import { holds, type Policy } from '#policy.ts'

export interface Looked {
  programmeId: string
  userId: string
  state: 'open' | 'to_review' | 'reviewed'
}
/** Ended by whoever looks, or by the data lead; judged by the data lead once it is over, and never by whoever looked. */
export const lookPolicy = {
  end: (actor, { userId, programmeId, state }) => state === 'open' && (actor.userId === userId || holds(actor, programmeId, 'data_lead')),
  review: (actor, { userId, programmeId, state }) =>
    state === 'to_review' && actor.userId !== userId && holds(actor, programmeId, 'data_lead'),
} satisfies Policy<Looked>

/** Anyone who works here in a live role. Young people have pages of their own. */
export const mayLook = (actor: Actor): boolean =>
  actor.self.length === 0 && actor.memberships.some(({ role }) => role !== 'participant' && role !== 'participant_rep')
