import type { CoherenceLevel } from '@modulus/contracts/coherence.ts'
import type { Actor } from '#db/transact.ts'
import { holds, type Policy } from '#policy.ts'
import { notFound } from '#plugins/problems.ts'

/** A programme one has nothing to do with does not exist. */
export function mustBelong(actor: Actor, programmeId: string): void {
  if (!actor.memberships.some((one) => one.programmeId === programmeId)) throw notFound()
}
interface Level {
  programmeId: string
  level: CoherenceLevel
}
/** The lead speaks for the programme, a contact for their own organisation; nobody for another's. */
export const levelPolicy = {
  sign: (actor, { programmeId, level }) =>
    level === 'programme'
      ? holds(actor, programmeId, 'programme_lead')
      : actor.partnerId !== null && holds(actor, programmeId, 'partner_contact'),
} satisfies Policy<Level>
