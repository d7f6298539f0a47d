import { inTeam, type Policy } from '#policy.ts'

/** The figures are the team's; what came of what was said is for everyone the power is shared with, and row-level security decides that. */
export const powerPolicy = { board: (actor, { id }) => inTeam(actor, id) } satisfies Policy<{ id: string }>
