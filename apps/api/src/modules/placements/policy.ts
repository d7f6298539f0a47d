// The team leads a placement, the young person says yes or no to it, the partner says yes, who came, and how it went.
import type { PlacementState } from '@modulus/contracts/placements.ts'
import type { OpportunityKind } from '@modulus/contracts/opportunities.ts'
import type { Actor } from '#db/transact.ts'
import { abilities, holds, inTeam, permit, type Policy } from '#policy.ts'
import { Problem } from '#plugins/problems.ts'
import { movesFrom } from './moves.ts'

export interface PlacementFacts {
  programmeId: string
  participantId: string
  partnerId: string
  kind: OpportunityKind
  state: PlacementState
}

const contact = (actor: Actor, one: PlacementFacts) => actor.partnerId === one.partnerId && holds(actor, one.programmeId, 'partner_contact')
const atWork = (actor: Actor, one: PlacementFacts) =>
  actor.partnerId === one.partnerId && holds(actor, one.programmeId, 'partner_contact', 'placement_supervisor')
const team = (actor: Actor, one: PlacementFacts) => inTeam(actor, one.programmeId)
const self = (actor: Actor, one: PlacementFacts) => actor.self.includes(one.participantId)
const before: PlacementState[] = ['they_said_yes', 'checks'],
  running: PlacementState[] = ['taster', 'placement', 'job_offered']

export const insideOf = (actor: Actor, one: PlacementFacts) => team(actor, one) || self(actor, one)
/** May they review, and speak for that side? The team writes down what the other side said; no one else does. */
export const speaksFor = (actor: Actor, one: PlacementFacts, side: 'partner' | 'participant') =>
  team(actor, one) || (side === 'partner' ? atWork(actor, one) : self(actor, one))

const whoMay = {
  answer: insideOf,
  move: team,
  edit: team,
  accept: (actor, one) => contact(actor, one) || team(actor, one),
  decline: contact,
  attend: (actor, one) => atWork(actor, one) || team(actor, one),
  review: (actor, one) => atWork(actor, one) || insideOf(actor, one),
} satisfies Policy<PlacementFacts>
const when: Record<keyof typeof whoMay, (one: PlacementFacts) => boolean> = {
  answer: ({ kind, state }) => movesFrom(kind, state).includes('they_said_no'),
  move: ({ kind, state }) => movesFrom(kind, state).length > 0,
  edit: ({ state }) => state !== 'they_said_no' && state !== 'ended_early',
  accept: ({ state }) => before.includes(state),
  decline: ({ state }) => before.includes(state),
  attend: ({ state }) => running.includes(state),
  review: ({ state }) => !before.includes(state) && state !== 'suggested' && state !== 'they_said_no',
}
/** Who may not is forbidden; who may, but not at this stage, is told so. */
export function allow(actor: Actor, deed: keyof typeof whoMay, one: PlacementFacts) {
  permit(actor, whoMay, deed, one)
  if (!when[deed](one)) throw new Problem('not-the-next-step', { from: one.state, next: movesFrom(one.kind, one.state) })
}
export const abilitiesFor = (actor: Actor, one: PlacementFacts) => {
  const can = abilities(actor, whoMay, one)
  for (const deed of Object.keys(can) as (keyof typeof whoMay)[]) can[deed] &&= when[deed](one)
  return can
}

export const suggestPolicy = { suggest: (actor, one) => inTeam(actor, one.programmeId) } satisfies Policy<{ programmeId: string }>
/** Whose word a move needs: a yes or no is the young person's or written down for them, every other step the team's. The step itself is checked by its rules. */
export const movePolicy = { answer: insideOf, move: team } satisfies Policy<PlacementFacts>
