import type { Actor } from '#db/transact.ts'
import { holds, inTeam, type Policy } from '#policy.ts'
import { notFound } from '#plugins/problems.ts'

/** A programme one has nothing to do with does not exist. */
export function mustBelong(actor: Actor, programmeId: string): void {
  if (!actor.memberships.some((one) => one.programmeId === programmeId)) throw notFound()
}

const staff = (actor: Actor, programmeId: string) => inTeam(actor, programmeId) || holds(actor, programmeId, 'partner_contact')
export const programmePolicy = { raise: (actor, one) => staff(actor, one.programmeId) } satisfies Policy<{ programmeId: string }>
/** The team keeps the register; a partner's contact keeps what they wrote themselves, and may try something against any barrier. */
const mine = (actor: Actor, one: { programmeId: string; createdBy: string | null }) =>
  inTeam(actor, one.programmeId) || (one.createdBy === actor.userId && holds(actor, one.programmeId, 'partner_contact'))
interface Written {
  programmeId: string
  createdBy: string | null
}
export const barrierPolicy = { amend: mine, try: (actor, one) => staff(actor, one.programmeId) } satisfies Policy<Written>
export const strategyPolicy = { amend: mine } satisfies Policy<Written>
/** The file of the survey holds no words for an analyst: see survey-file.ts. */
export const surveyPolicy = {
  export: (actor, one) => holds(actor, one.programmeId, 'programme_lead', 'analyst'),
} satisfies Policy<{ programmeId: string }>
