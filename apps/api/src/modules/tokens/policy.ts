import type { Actor } from '#db/transact.ts'
import type { Policy } from '#policy.ts'

interface TokenOf {
  userId: string
  live: boolean
}
/** One's own, or anybody's for an administrator: who finds a secret where it should not be must be able to stop it. */
export const tokenPolicy = {
  revoke: (actor, { userId, live }) => live && (actor.administrator || actor.userId === userId),
} satisfies Policy<TokenOf>

/** Tokens are for colleagues. A service's are the administrators'. */
export const makingPolicy = {
  make: (actor: Actor, { service }: { service: boolean }) => actor.partnerId !== null && (!service || actor.administrator),
  seeAll: (actor: Actor) => actor.administrator,
  addService: (actor: Actor) => actor.administrator,
} satisfies Policy<{ service: boolean }>
