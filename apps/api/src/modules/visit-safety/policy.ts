// Who may do what with the plan of a visit they can see. What state it must be in for that is the commands' business.
import { holds, inTeam, type Policy } from '#policy.ts'

export interface SafetyStanding {
  programmeId: string
  officerId: string
  secondOfficerId: string | null
  buddyId: string | null
}
const goes = (userId: string, { officerId, secondOfficerId }: SafetyStanding) => userId === officerId || userId === secondOfficerId

export const safetyPolicy = {
  plan: (actor, { programmeId }) => inTeam(actor, programmeId),
  readFlags: (actor, { programmeId }) => inTeam(actor, programmeId),
  approve: (actor, one) => holds(actor, one.programmeId, 'programme_lead') && !goes(actor.userId, one),
  checkIn: (actor, one) => inTeam(actor, one.programmeId) && goes(actor.userId, one),
  checkOut: (actor, one) => inTeam(actor, one.programmeId) && goes(actor.userId, one),
  fine: (actor, one) => inTeam(actor, one.programmeId) && goes(actor.userId, one),
  // Whoever has spoken with them may say so: those who went, the one who waits, a lead.
  extend: (actor, one) =>
    inTeam(actor, one.programmeId) &&
    (goes(actor.userId, one) || actor.userId === one.buddyId || holds(actor, one.programmeId, 'programme_lead')),
  clear: (actor, one) =>
    inTeam(actor, one.programmeId) &&
    (goes(actor.userId, one) || actor.userId === one.buddyId || holds(actor, one.programmeId, 'programme_lead')),
  debrief: (actor, one) => inTeam(actor, one.programmeId) && goes(actor.userId, one),
} satisfies Policy<SafetyStanding>
export const leads = (actor: Parameters<(typeof safetyPolicy)['plan']>[0], programmeId: string) =>
  holds(actor, programmeId, 'programme_lead')
