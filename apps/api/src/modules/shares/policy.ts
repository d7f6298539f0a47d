// Two people for every share but an emergency; and in an emergency the data lead looks afterwards.
import type { ShareKind, ShareState } from '@modulus/contracts/shares.ts'
import type { Actor } from '#db/transact.ts'
import { abilities, holds, inTeam, permit, type Policy } from '#policy.ts'
import { Problem } from '#plugins/problems.ts'

export interface ShareFacts {
  programmeId: string
  kind: ShareKind
  state: ShareState
  drafterId: string | null
  reasonGivenAt: string | null
  reviewedAt: string | null
}
const keeper = (actor: Actor, one: ShareFacts) => holds(actor, one.programmeId, 'programme_lead', 'data_lead')
const drafter = (actor: Actor, one: ShareFacts) => one.drafterId === actor.userId
/** A safeguarding lead, too, passes on what is needed in an emergency. */
const sharer = (actor: Actor, one: ShareFacts) =>
  inTeam(actor, one.programmeId) || (one.kind === 'emergency' && holds(actor, one.programmeId, 'safeguarding_lead'))

const whoMay = {
  authorise: keeper,
  send: sharer,
  recall: (actor, one) => sharer(actor, one) || keeper(actor, one),
  giveReason: (actor, one) => drafter(actor, one) || holds(actor, one.programmeId, 'programme_lead'),
  review: (actor, one) => holds(actor, one.programmeId, 'data_lead'),
} satisfies Policy<ShareFacts>
const when: Record<keyof typeof whoMay, (one: ShareFacts) => boolean> = {
  authorise: ({ state }) => state === 'drafted',
  send: ({ state }) => state === 'authorised' || state === 'sent' || state === 'expired',
  recall: ({ state }) => state !== 'opened' && state !== 'recalled',
  giveReason: ({ kind, reasonGivenAt }) => kind === 'emergency' && reasonGivenAt === null,
  review: ({ kind, reviewedAt }) => kind === 'emergency' && reviewedAt === null,
}
const second: (keyof typeof whoMay)[] = ['authorise', 'review']

/** Who may not is forbidden; who may, but is the one who drafted it, or not at this stage, is told so. */
export function allow(actor: Actor, deed: keyof typeof whoMay, one: ShareFacts) {
  permit(actor, whoMay, deed, one)
  if (second.includes(deed) && drafter(actor, one)) throw new Problem('second-person-needed')
  if (!when[deed](one)) throw new Problem('share-step-skipped', { state: one.state })
}
export function abilitiesFor(actor: Actor, one: ShareFacts) {
  const can = abilities(actor, whoMay, one)
  for (const deed of Object.keys(can) as (keyof typeof whoMay)[])
    can[deed] &&= when[deed](one) && !(second.includes(deed) && drafter(actor, one))
  return can
}

export const sharingPolicy = {
  share: (actor, { programmeId }) => inTeam(actor, programmeId),
  shareInEmergency: (actor, { programmeId }) => inTeam(actor, programmeId) || holds(actor, programmeId, 'safeguarding_lead'),
  ask: (actor, { programmeId }) => inTeam(actor, programmeId),
} satisfies Policy<{ programmeId: string }>
