import type { Actor } from '#db/transact.ts'
import { holds, holdsAnywhere, type Policy } from '#policy.ts'

interface Of {
  programmeId: string | null
}
/** Data leads and programme leads look after what is kept; rows of one kind across the partnership are a data lead's. */
const keeps = (actor: Actor, { programmeId }: Of) =>
  programmeId === null ? holdsAnywhere(actor, 'data_lead') : holds(actor, programmeId, 'data_lead', 'programme_lead')

export const batchPolicy = { confirm: keeps, hold: keeps } satisfies Policy<Of>
export const holdPolicy = { lift: keeps } satisfies Policy<Of>
/** A right is answered by whoever answers for the data, never by the team it is held by. */
export const requestPolicy = {
  answer: (actor, { programmeId }) => programmeId !== null && holds(actor, programmeId, 'data_lead'),
} satisfies Policy<Of>
export const rulePolicy = { change: (actor) => holdsAnywhere(actor, 'data_lead') } satisfies Policy<undefined>
/** Who may open these pages at all. */
export const mayLook = (actor: Actor) => holdsAnywhere(actor, 'data_lead', 'programme_lead')
