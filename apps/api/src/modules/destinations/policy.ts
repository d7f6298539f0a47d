import { inTeam, type Policy } from '#policy.ts'
import type { Actor } from '#db/transact.ts'

/** `seen` and `kept`: is the asker given the outcomes of this person, to read and to write? */
export interface Whose {
  programmeId: string
  seen: boolean
  kept: boolean
}

/** A worker writes where someone went; the young person reads it, and says it to a worker. */
const keeps = (actor: Actor, { programmeId, kept }: Whose) => kept && inTeam(actor, programmeId)
export const whereaboutsPolicy = { see: (_actor, whose) => whose.seen, record: keeps, schedule: keeps } satisfies Policy<Whose>
export const destinationPolicy = { amend: (actor, { programmeId }) => inTeam(actor, programmeId) } satisfies Policy<{ programmeId: string }>
export const followUpPolicy = { answer: (actor, { programmeId }) => inTeam(actor, programmeId) } satisfies Policy<{ programmeId: string }>
