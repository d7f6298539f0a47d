import type { GivenBy } from '@modulus/contracts/contributions.ts'
import type { Actor } from '#db/transact.ts'
import { holds, inTeam, type Policy } from '#policy.ts'
import { notFound } from '#plugins/problems.ts'

/** A programme one has nothing to do with does not exist. */
export function mustBelong(actor: Actor, programmeId: string): void {
  if (!actor.memberships.some((one) => one.programmeId === programmeId)) throw notFound()
}
interface Given {
  programmeId: string
  givenBy: GivenBy
  userId: string | null
}
/** The team writes down what anyone gave; a partner's contact what they gave themselves. */
const mayKeep = (actor: Actor, one: Given) =>
  inTeam(actor, one.programmeId) ||
  (one.givenBy === 'partner_person' && one.userId === actor.userId && holds(actor, one.programmeId, 'partner_contact'))
export const contributionPolicy = { amend: mayKeep } satisfies Policy<Given>
export const newPolicy = { record: mayKeep } satisfies Policy<Given>
export const programmePolicy = {
  record: (actor, { programmeId }) => inTeam(actor, programmeId) || holds(actor, programmeId, 'partner_contact'),
  sort: (actor, { programmeId }) => inTeam(actor, programmeId),
} satisfies Policy<{ programmeId: string }>
