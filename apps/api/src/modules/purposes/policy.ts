import { holds, type Policy } from '#policy.ts'

/** The data lead keeps the purposes; lead, data lead and administrator write the two papers, and any of them but the writer approves. */
export const papersPolicy = {
  addPurpose: (actor, { id }) => holds(actor, id, 'data_lead') || actor.administrator,
  read: (actor, { id }) => holds(actor, id, 'data_lead', 'programme_lead', 'safeguarding_lead') || actor.administrator,
  write: (actor, { id }) => holds(actor, id, 'data_lead', 'programme_lead') || actor.administrator,
} satisfies Policy<{ id: string }>
