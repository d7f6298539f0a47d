// What a placement's steps are called when someone moves it, and where it stands on the way.
import type { OpportunityKind } from '@modulus/contracts/opportunities.ts'
import type { Placement, PlacementState } from '@modulus/contracts/placements.ts'

export const moveWords: Record<PlacementState, string> = {
  suggested: 'Suggested',
  they_said_yes: 'They said yes',
  they_said_no: 'They said no thanks',
  checks: 'Get things ready',
  taster: 'They go to the taster',
  placement: 'The placement starts',
  job_offered: 'They were offered a job',
  job_accepted: 'They took the job',
  sustained_13w: 'Still in it after 13 weeks',
  sustained_26w: 'Still in it after 26 weeks',
  ended_early: 'It ended early',
}
const ways: Record<OpportunityKind, PlacementState[]> = {
  taster: ['suggested', 'they_said_yes', 'checks', 'taster'],
  placement: ['suggested', 'they_said_yes', 'checks', 'taster', 'placement'],
  volunteering: ['suggested', 'they_said_yes', 'checks', 'taster', 'placement'],
  job: ['suggested', 'they_said_yes', 'checks', 'job_offered', 'job_accepted', 'sustained_13w', 'sustained_26w'],
  apprenticeship: ['suggested', 'they_said_yes', 'checks', 'job_offered', 'job_accepted', 'sustained_13w', 'sustained_26w'],
}
const whole: PlacementState[] = [
  'suggested',
  'they_said_yes',
  'checks',
  'taster',
  'placement',
  'job_offered',
  'job_accepted',
  'sustained_13w',
  'sustained_26w',
]

export interface Stage {
  state: PlacementState
  when: string | null
  stage: 'done' | 'now' | 'ahead'
}
/** What happened, then what usually comes: steps that were skipped are not shown, and an ending ends it. */
export function stagesOf({ state, opportunity, inside }: Placement): Stage[] {
  const steps = inside?.steps ?? []
  const gone: Stage[] = steps.map(({ to, on }, at) => ({ state: to, when: on, stage: at === steps.length - 1 ? 'now' : 'done' }))
  const past = steps.length > 0 ? gone : [{ state, when: null, stage: 'now' as const }]
  const way = ways[opportunity.kind].includes(state) ? ways[opportunity.kind] : whole
  return [
    ...past,
    ...way
      .slice(way.indexOf(state) + 1)
      .filter(() => way.includes(state))
      .map((one) => ({ state: one, when: null, stage: 'ahead' as const })),
  ]
}
