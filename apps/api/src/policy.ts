// What an actor may do to a thing they can already see. Row-level security has decided what they can see.
import type { Actor, Role } from '#db/transact.ts'
import { Problem } from '#plugins/problems.ts'

export type Policy<T> = Record<string, (actor: Actor, thing: T) => boolean>

/** Does the actor hold one of these roles in the programme, live at this moment? */
export const holds = (actor: Actor, programmeId: string, ...roles: Role[]): boolean =>
  actor.memberships.some((one) => one.programmeId === programmeId && roles.includes(one.role))
/** The programme's team: those who see everyone in it. */
export const inTeam = (actor: Actor, programmeId: string): boolean => holds(actor, programmeId, 'programme_lead', 'outreach_officer')
export const holdsAnywhere = (actor: Actor, ...roles: Role[]): boolean => actor.memberships.some((one) => roles.includes(one.role))

export function permit<T, P extends Policy<T>>(actor: Actor, policy: P, deed: keyof P & string, thing: T): void {
  if (!policy[deed]!(actor, thing)) throw new Problem('forbidden', { deed })
}
export const abilities = <T, P extends Policy<T>>(actor: Actor, policy: P, thing: T): Record<keyof P, boolean> =>
  Object.fromEntries(Object.entries(policy).map(([deed, allows]) => [deed, allows(actor, thing)])) as Record<keyof P, boolean>
