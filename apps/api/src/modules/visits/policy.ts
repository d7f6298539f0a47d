// Who may do what with a visit they can see. What state it must be in for that is the commands' business.
import { holds, inTeam, type Policy } from '#policy.ts'

export interface VisitStanding {
  programmeId: string
  officerId: string
  secondOfficerId: string | null
  recordedById: string | null
}

const wasThere = (userId: string, visit: VisitStanding) => [visit.officerId, visit.secondOfficerId, visit.recordedById].includes(userId)

export const visitPolicy = {
  plan: (actor, visit) => inTeam(actor, visit.programmeId),
  record: (actor, visit) => inTeam(actor, visit.programmeId),
  // What was seen and said is corrected by those who were there, or by the lead.
  amend: (actor, visit) =>
    holds(actor, visit.programmeId, 'programme_lead') || (inTeam(actor, visit.programmeId) && wasThere(actor.userId, visit)),
  reschedule: (actor, visit) => inTeam(actor, visit.programmeId),
  cancel: (actor, visit) => inTeam(actor, visit.programmeId),
  undo: (actor, visit) => inTeam(actor, visit.programmeId) && visit.recordedById === actor.userId,
} satisfies Policy<VisitStanding>
