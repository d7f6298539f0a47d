import { inTeam, type Policy } from '#policy.ts'

/** Answering a young person, and holding something back from them, is the team's: someone they can talk to answers for it. */
export const replyPolicy = {
  answer: (actor, { programmeId }) => inTeam(actor, programmeId),
  withhold: (actor, { programmeId }) => inTeam(actor, programmeId),
} satisfies Policy<{ programmeId: string }>
