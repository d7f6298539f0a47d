import type { Actor } from '#db/transact.ts'
import { holds, type Policy } from '#policy.ts'

/** Checks are noted by administrators, and never about oneself. */
export const checkPolicy = {
  record: (actor, { userId }) => actor.administrator && actor.userId !== userId,
  noteEnded: (actor, { userId }) => actor.administrator && actor.userId !== userId,
} satisfies Policy<{ userId: string }>

/** Who answers for the safety of a programme judges its roles, and never their own. */
export const assessPolicy = {
  assess: (actor, { programmeId, userId }) => actor.userId !== userId && holds(actor, programmeId, 'programme_lead', 'safeguarding_lead'),
} satisfies Policy<{ programmeId: string; userId: string }>

export const seesTeam = (actor: Actor, programmeId: string): boolean =>
  actor.administrator || holds(actor, programmeId, 'programme_lead', 'safeguarding_lead')
