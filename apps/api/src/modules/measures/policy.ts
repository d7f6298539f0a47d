import type { Rater } from '@modulus/contracts/measures.ts'
import type { Actor } from '#db/transact.ts'
import type { Policy } from '#policy.ts'
import type { Whose } from './queries.ts'

/** Whoever is given the outcomes of a person may see them; young people and mentors are given their own. */
export const measurePolicy = {
  see: (_actor, whose) => whose.seen,
  score: (_actor, whose) => whose.kept,
} satisfies Policy<Whose>

const isThem = (actor: Actor, whose: Whose) => actor.self.includes(whose.id)
/** A young person answers for themselves; nobody else's view is theirs to write. */
export const ratersOf = (actor: Actor, whose: Whose): Rater[] => (isThem(actor, whose) ? ['self'] : ['self', 'together', 'worker'])
