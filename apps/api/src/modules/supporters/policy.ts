import type { Actor } from '#db/transact.ts'
import { inTeam, type Policy } from '#policy.ts'
import { notFound } from '#plugins/problems.ts'

/** A programme one has nothing to do with does not exist. */
export function mustBelong(actor: Actor, programmeId: string): void {
  if (!actor.memberships.some((one) => one.programmeId === programmeId)) throw notFound()
}
interface InProgramme {
  programmeId: string
}
const team = (actor: Actor, one: InProgramme) => inTeam(actor, one.programmeId)
export const supporterPolicy = { amend: team, link: team, takeOut: team } satisfies Policy<InProgramme>
export const programmePolicy = { note: team } satisfies Policy<InProgramme>
