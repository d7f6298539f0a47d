import { holds, inTeam, type Policy } from '#policy.ts'

interface OfProgramme {
  programmeId: string
}
/** Who sees an idea may stand behind it. A reply comes from someone who can do something about it. */
export const ideaPolicy = {
  reply: (actor, idea) => inTeam(actor, idea.programmeId),
  support: (actor, idea) =>
    holds(actor, idea.programmeId, 'programme_lead', 'outreach_officer', 'mentor', 'partner_contact', 'participant', 'participant_rep'),
  decide: (actor, idea) => inTeam(actor, idea.programmeId),
} satisfies Policy<OfProgramme>
export const raisePolicy = {
  raise: (actor, { programmeId }) =>
    holds(actor, programmeId, 'programme_lead', 'outreach_officer', 'mentor', 'partner_contact', 'participant', 'participant_rep'),
} satisfies Policy<OfProgramme>
