import { holds, inTeam, type Policy } from '#policy.ts'

interface Where {
  programmeId: string
}
/** Those who go out see and review; a programme lead approves. */
export const warningPolicy = {
  write: (actor, { programmeId }) => inTeam(actor, programmeId),
  approve: (actor, { programmeId }) => holds(actor, programmeId, 'programme_lead'),
  review: (actor, { programmeId }) => inTeam(actor, programmeId),
  see: (actor, { programmeId }) => inTeam(actor, programmeId),
} satisfies Policy<Where>
