// The team writes down what changed; everyone the power is shared with reads it. A step has its time.
import type { AdaptationStatus } from '@modulus/contracts/adaptations.ts'
import type { Actor } from '#db/transact.ts'
import { abilities, inTeam, permit, type Policy } from '#policy.ts'
import { Problem } from '#plugins/problems.ts'

interface AdaptationFacts {
  programmeId: string
  status: AdaptationStatus
}
const team = (actor: Actor, one: { programmeId: string }) => inTeam(actor, one.programmeId)

export const raisePolicy = { raise: team } satisfies Policy<{ programmeId: string }>
/** One's own words beside it, or the team's note of them. */
export const voicePolicy = {
  addVoice: (actor, one) => team(actor, one) || actor.self.includes(one.participantId),
} satisfies Policy<{ programmeId: string; participantId: string }>

const whoMay = {
  talkOver: team,
  agree: team,
  notAgree: team,
  beginTrial: team,
  extendTrial: team,
  settle: team,
  correct: team,
  tell: team,
  addVoice: (actor, one) => team(actor, one) || actor.self.length > 0,
  weigh: team,
} satisfies Policy<AdaptationFacts>
export type AdaptationDeed = keyof typeof whoMay

const over: AdaptationStatus[] = ['kept', 'reversed', 'changed_again']
const when: Partial<Record<AdaptationDeed, AdaptationStatus[]>> = {
  talkOver: ['raised', 'talked_over', 'not_agreed'],
  agree: ['talked_over'],
  notAgree: ['talked_over'],
  beginTrial: ['agreed'],
  extendTrial: ['trialled'],
  settle: ['trialled'],
}
const isTime = (deed: AdaptationDeed, { status }: AdaptationFacts) => when[deed]?.includes(status) ?? true

/** Who may not is forbidden; who may, but not at this stage, is told where it stands. */
export function allow(actor: Actor, deed: AdaptationDeed, one: AdaptationFacts) {
  permit(actor, whoMay, deed, one)
  if (!isTime(deed, one)) throw new Problem('adaptation-step-skipped', { stands: one.status })
}
export function abilitiesFor(actor: Actor, one: AdaptationFacts) {
  const can = abilities(actor, whoMay, one)
  for (const deed of Object.keys(can) as AdaptationDeed[]) can[deed] &&= isTime(deed, one)
  can.weigh &&= !over.includes(one.status)
  return can
}
