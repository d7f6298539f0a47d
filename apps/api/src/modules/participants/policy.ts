import type { Actor } from '#db/transact.ts'
import { holds, inTeam, type Policy } from '#policy.ts'

export interface Whom {
  id: string
  programmeId: string
}
export const isSelf = (actor: Actor, whom: Whom): boolean => actor.self.includes(whom.id)

export const participantPolicy = {
  edit: (actor, whom) => inTeam(actor, whom.programmeId),
  move: (actor, whom) => inTeam(actor, whom.programmeId),
  agree: (actor, whom) => inTeam(actor, whom.programmeId),
  // One's own yes is one's own to take back.
  withdraw: (actor, whom) => inTeam(actor, whom.programmeId) || isSelf(actor, whom),
  recordVisit: (actor, whom) => inTeam(actor, whom.programmeId),
  hearInterest: (actor, whom) => inTeam(actor, whom.programmeId) || holds(actor, whom.programmeId, 'mentor') || isSelf(actor, whom),
  keepSafe: (actor, whom) => inTeam(actor, whom.programmeId),
} satisfies Policy<Whom>

/** Which parts of a person's page have anything in them for whom; the rows themselves are the database's to give. */
export const partPolicy = {
  seeDeal: (actor, whom) => inTeam(actor, whom.programmeId) || isSelf(actor, whom),
  seeCourse: (actor, whom) => inTeam(actor, whom.programmeId) || holds(actor, whom.programmeId, 'mentor') || isSelf(actor, whom),
  seeMentoring: (actor, whom) => inTeam(actor, whom.programmeId) || holds(actor, whom.programmeId, 'mentor') || isSelf(actor, whom),
  seePlacements: (actor, whom) =>
    inTeam(actor, whom.programmeId) || holds(actor, whom.programmeId, 'partner_contact', 'placement_supervisor') || isSelf(actor, whom),
} satisfies Policy<Whom>
