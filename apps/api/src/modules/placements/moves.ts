// Where a placement may go from each state, by the kind of offer. Tasters and placements may be skipped where the offer
// is a job; an offer of a taster or placement may still grow into a job with that partner. A no stands until an offer is suggested anew.
import type { OpportunityKind } from '@modulus/contracts/opportunities.ts'
import type { PlacementState } from '@modulus/contracts/placements.ts'

type Next = Partial<Record<PlacementState, readonly PlacementState[]>>
const always: Next = {
  suggested: ['they_said_yes', 'they_said_no'],
  they_said_yes: ['checks', 'they_said_no', 'ended_early'],
  taster: ['placement', 'job_offered', 'ended_early'],
  placement: ['job_offered', 'ended_early'],
  job_offered: ['job_accepted', 'ended_early'],
  job_accepted: ['sustained_13w', 'ended_early'],
  sustained_13w: ['sustained_26w', 'ended_early'],
}
export const moves: Record<OpportunityKind, Next> = {
  taster: { ...always, checks: ['taster', 'ended_early'] },
  placement: { ...always, checks: ['taster', 'placement', 'ended_early'] },
  volunteering: { ...always, checks: ['taster', 'placement', 'ended_early'] },
  job: { ...always, checks: ['taster', 'placement', 'job_offered', 'ended_early'] },
  apprenticeship: { ...always, checks: ['taster', 'placement', 'job_offered', 'ended_early'] },
}
export const movesFrom = (kind: OpportunityKind, state: PlacementState): readonly PlacementState[] => moves[kind][state] ?? []

/** 13 and 26 weeks, in days. */
export const sustainedDays: Partial<Record<PlacementState, number>> = { sustained_13w: 91, sustained_26w: 182 }
export const daysAfter = (day: string, days: number) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
