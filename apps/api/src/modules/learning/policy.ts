import { holds, inTeam, type Policy } from '#policy.ts'

/** The team learns for the programme; a partner's contact may also say how ready their own organisation is. */
export const learningPolicy = {
  learn: (actor, { id }) => inTeam(actor, id),
  read: (actor, { id }) => inTeam(actor, id) || holds(actor, id, 'partner_contact'),
} satisfies Policy<{ id: string }>
