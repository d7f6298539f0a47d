import { holds, type Policy } from '#policy.ts'

/** Administrators and the programme's data lead. Both may end one at any moment; nobody lengthens one: that is a new agreement. */
export const agreementPolicy = {
  make: (actor, { programmeId }) => actor.administrator || holds(actor, programmeId, 'data_lead'),
  end: (actor, { programmeId }) => actor.administrator || holds(actor, programmeId, 'data_lead'),
} satisfies Policy<{ programmeId: string }>
