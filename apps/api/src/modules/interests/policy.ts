import { holds, inTeam, type Policy } from '#policy.ts'

interface Whom {
  id: string
  programmeId: string
}
/** The team, a mentor for those given to them, and the young person themselves write down what they are into. */
export const interestPolicy = {
  hear: (actor, whom) => inTeam(actor, whom.programmeId) || holds(actor, whom.programmeId, 'mentor') || actor.self.includes(whom.id),
} satisfies Policy<Whom>
