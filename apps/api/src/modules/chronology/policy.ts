import { holds, inTeam, type Policy } from '#policy.ts'

interface Whose {
  id: string
  programmeId: string
}
/** The team marks; those who keep safety read the marks, and so does whom they are about. */
export const chronologyPolicy = {
  mark: (actor, whose) => inTeam(actor, whose.programmeId),
  read: (actor, whose) =>
    inTeam(actor, whose.programmeId) || holds(actor, whose.programmeId, 'safeguarding_lead') || actor.self.includes(whose.id),
} satisfies Policy<Whose>
