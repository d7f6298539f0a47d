import { inTeam, type Policy } from '#policy.ts'

export interface InProgramme {
  programmeId: string
}
/** Readings and pressures are written down by the team, also what partners and young people said. */
export const pacePolicy = {
  check: (actor, { programmeId }) => inTeam(actor, programmeId),
  press: (actor, { programmeId }) => inTeam(actor, programmeId),
} satisfies Policy<InProgramme>
export const pressurePolicy = { amend: (actor, { programmeId }) => inTeam(actor, programmeId) } satisfies Policy<InProgramme>
