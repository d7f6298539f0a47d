import type { Actor } from '#db/transact.ts'
import { holds, holdsAnywhere, type Policy } from '#policy.ts'

/** Counts are of places, not people: whoever leads a programme may bring them in. */
export const countPolicy = { count: (actor: Actor) => holdsAnywhere(actor, 'programme_lead') } satisfies Policy<null>
export const comparisonPolicy = { amend: (actor, { programmeId }) => holds(actor, programmeId, 'programme_lead') } satisfies Policy<{
  programmeId: string
}>
export const programmePolicy = { compare: (actor, { id }) => holds(actor, id, 'programme_lead') } satisfies Policy<{ id: string }>
