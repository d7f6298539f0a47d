// The states of a programme: one step on at a time, a pause from anywhere but the end, and back to where it paused.
import type { SetupCheck } from '@modulus/contracts/programmes.ts'

const order = ['spotted', 'convened', 'preparing', 'outreach', 'co_design', 'running', 'winding_down', 'follow_up', 'closed'] as const

/** Where a programme may go next, the step onwards first. */
export function movesFrom(status: string, pausedFrom: string | null): string[] {
  if (status === 'paused') return pausedFrom ? [pausedFrom] : []
  const next = order[order.indexOf(status as (typeof order)[number]) + 1]
  return next ? [next, 'paused'] : []
}

export interface SetupFacts {
  liveAgreements: number
  clearOfficers: number
  purposes: number
  /** The assessment was approved, and the day to look at it again has passed. */
  dpiaReviewPast: boolean
  dpiaStatus: string
  rightsCheckStatus: string
  safeguardingLeadId: string | null
  safeguardingDeputyId: string | null
}

/** What must be in place before the first knock on a door, each in words for the person who has to see to it. */
export const setupOf = (facts: SetupFacts): SetupCheck[] => [
  { key: 'agreement', text: 'A sharing agreement with a partner is in force', done: facts.liveAgreements > 0 },
  { key: 'purpose', text: 'It is written down what personal data is held for, and on which lawful basis', done: facts.purposes > 0 },
  {
    key: 'dpia',
    text: facts.dpiaReviewPast
      ? 'The data protection impact assessment is looked at again: the day for it has passed'
      : 'The data protection impact assessment is approved',
    done: facts.dpiaStatus === 'approved' && !facts.dpiaReviewPast,
  },
  { key: 'rights_check', text: 'The children’s rights check is done', done: facts.rightsCheckStatus === 'done' },
  {
    key: 'officers',
    text: `Two outreach officers have their PVG membership confirmed${facts.clearOfficers === 1 ? ' (one has so far)' : ''}`,
    done: facts.clearOfficers >= 2,
  },
  {
    key: 'safeguarding',
    text: 'A safeguarding lead and a deputy are named',
    done: facts.safeguardingLeadId !== null && facts.safeguardingDeputyId !== null,
  },
]

/** What stands in the way of one step. Only the step to the doors is guarded here; courses guard their own. */
export const missingFor = (from: string, to: string, setup: SetupCheck[]) =>
  from === 'preparing' && to === 'outreach' ? setup.filter(({ done }) => !done).map(({ key, text }) => ({ key, text })) : []
