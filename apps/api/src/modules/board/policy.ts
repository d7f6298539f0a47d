import type { Actor } from '#db/transact.ts'
import { holds, holdsAnywhere, inTeam, type Policy } from '#policy.ts'

/** The board names people, so it is the team's. What is published has small numbers kept back and is for those who judge the work. */
export const boardPolicy = {
  read: (actor, { id }) => inTeam(actor, id),
  readPublished: (actor, { id }) => inTeam(actor, id) || holds(actor, id, 'analyst', 'data_lead'),
} satisfies Policy<{ id: string }>
export const homePolicy = { read: (actor: Actor) => holdsAnywhere(actor, 'programme_lead') } satisfies Policy<null>
