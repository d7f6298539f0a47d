import type { Actor } from '#db/transact.ts'
import { inTeam, type Policy } from '#policy.ts'

interface ContactFacts {
  programmeId: string
  writerId: string | null
}
const writer = (actor: Actor, one: ContactFacts) => inTeam(actor, one.programmeId) && one.writerId === actor.userId

/** Mentors keep their own meet-ups with the mentoring; the contact log is the team's. What was written is its writer's to put right. */
export const contactPolicy = {
  log: (actor, whom) => inTeam(actor, whom.programmeId),
  amend: writer,
  takeBack: writer,
} satisfies Policy<ContactFacts>
