// The team weighs and writes; the one person who was asked, and nobody for them, says whether they stand behind it.
import type { Backing } from '@modulus/contracts/risk-benefits.ts'
import { inTeam, type Policy } from '#policy.ts'

interface WeighedFacts {
  programmeId: string
  backing: Backing
  backedById: string | null
}
export const weighPolicy = { weigh: (actor, one) => inTeam(actor, one.programmeId) } satisfies Policy<{ programmeId: string }>
export const riskBenefitPolicy = {
  amend: (actor, one) => inTeam(actor, one.programmeId),
  askBacking: (actor, one) => inTeam(actor, one.programmeId),
  back: (actor, one) => one.backing !== 'not_asked' && one.backedById === actor.userId,
  sayWhatHappened: (actor, one) => inTeam(actor, one.programmeId),
} satisfies Policy<WeighedFacts>
