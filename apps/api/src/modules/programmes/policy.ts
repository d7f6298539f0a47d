import type { Actor } from '#db/transact.ts'
import { holds, holdsAnywhere, inTeam, type Policy } from '#policy.ts'

export interface ProgrammeSeen {
  id: string
}

/** A lead begins programmes for their own partner; an administrator for anyone, and leads none of them. */
export const mayBegin = (actor: Actor, leadPartnerId: string | null = actor.partnerId): boolean =>
  actor.administrator || (holdsAnywhere(actor, 'programme_lead') && actor.partnerId !== null && leadPartnerId === actor.partnerId)

export const programmePolicy = {
  edit: (actor, { id }) => holds(actor, id, 'programme_lead') || actor.administrator,
  /** Where a programme stands is the lead's to say: an administrator keeps the house, and takes no part in it. */
  move: (actor, { id }) => holds(actor, id, 'programme_lead'),
  nominate: (actor, { id }) => inTeam(actor, id) || holds(actor, id, 'partner_contact'),
} satisfies Policy<ProgrammeSeen>
