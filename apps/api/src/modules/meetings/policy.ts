import type { Actor } from '#db/transact.ts'
import { holds, inTeam, type Policy } from '#policy.ts'

export interface InProgramme {
  programmeId: string
}
const worksThere = (actor: Actor, { programmeId }: InProgramme) =>
  holds(actor, programmeId, 'programme_lead', 'outreach_officer', 'mentor', 'partner_contact', 'placement_supervisor')

/** The team keeps the meeting; whoever works in the programme may take something on themselves. */
export const meetingPolicy = {
  amend: (actor, one) => inTeam(actor, one.programmeId),
  add: (actor, one) => inTeam(actor, one.programmeId),
  addOwn: worksThere,
} satisfies Policy<InProgramme>

/** What it says is the team's to change; how far it is, its owner's to say. */
export const actionPolicy = {
  amend: (actor, one) => inTeam(actor, one.programmeId),
  move: (actor, one) => inTeam(actor, one.programmeId) || (one.owner.userId === actor.userId && worksThere(actor, one)),
} satisfies Policy<InProgramme & { owner: { userId: string } }>
