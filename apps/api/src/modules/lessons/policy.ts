import { inTeam, type Policy } from '#policy.ts'

/** Whoever belongs to the programme may read; the team writes, and says what may travel. */
export const lessonPolicy = {
  edit: (actor, { programmeId }) => inTeam(actor, programmeId),
  share: (actor, { programmeId }) => inTeam(actor, programmeId),
} satisfies Policy<{ programmeId: string }>
