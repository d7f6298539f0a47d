import { inTeam, type Policy } from '#policy.ts'

/** Mentors keep their own meet-ups with the mentoring; the contact log is the team's. */
export const contactPolicy = { log: (actor, whom) => inTeam(actor, whom.programmeId) } satisfies Policy<{ programmeId: string }>
