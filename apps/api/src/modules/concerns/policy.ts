import { holds, type Policy } from '#policy.ts'

/** Only the safeguarding lead acts on a concern. Raising one is for everyone with a live role in the programme. */
const lead: Policy<{ programmeId: string }>[string] = (actor, concern) => holds(actor, concern.programmeId, 'safeguarding_lead')
export const concernPolicy = { review: lead, passOn: lead, keepHere: lead, hearBack: lead, close: lead, note: lead } satisfies Policy<{
  programmeId: string
}>
