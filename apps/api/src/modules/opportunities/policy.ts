// A partner's contact keeps the partner's own offers; the team checks and opens them and suggests them to people.
import { abilities, holdsAnywhere, permit, type Policy } from '#policy.ts'
import { Problem } from '#plugins/problems.ts'
import type { Actor } from '#db/transact.ts'
import type { OpportunityStatus } from '@modulus/contracts/opportunities.ts'

type Offer = { partnerId: string; status: OpportunityStatus }
const ownContact = (actor: Actor, partnerId: string) => actor.partnerId === partnerId && holdsAnywhere(actor, 'partner_contact')
export const inAnyTeam = (actor: Actor) => holdsAnywhere(actor, 'programme_lead', 'outreach_officer')
const keeps = (actor: Actor, offer: { partnerId: string }) => ownContact(actor, offer.partnerId) || holdsAnywhere(actor, 'programme_lead')

export const postPolicy = { post: keeps } satisfies Policy<{ partnerId: string }>

const whoMay = {
  edit: keeps,
  check: inAnyTeam,
  open: (actor, offer) => inAnyTeam(actor) || ownContact(actor, offer.partnerId),
  withdraw: keeps,
  suggest: inAnyTeam,
} satisfies Policy<Offer>
const when: Record<keyof typeof whoMay, (offer: Offer) => boolean> = {
  edit: ({ status }) => status !== 'withdrawn',
  check: ({ status }) => status === 'offered',
  open: ({ status }) => status === 'checked',
  withdraw: ({ status }) => status !== 'withdrawn',
  suggest: ({ status }) => status !== 'withdrawn' && status !== 'filled',
}
/** Who may not is forbidden; who may, but not at this stage, is told so. */
export function allow(actor: Actor, deed: keyof typeof whoMay, offer: Offer) {
  permit(actor, whoMay, deed, offer)
  if (!when[deed](offer)) throw new Problem('not-the-next-step', { from: offer.status })
}
export const abilitiesFor = (actor: Actor, offer: Offer) => {
  const can = abilities(actor, whoMay, offer)
  for (const deed of Object.keys(can) as (keyof typeof whoMay)[]) can[deed] &&= when[deed](offer)
  return can
}

/** Talks with providers and matches of people are the team's business. */
export const teamPolicy = { check: inAnyTeam, match: inAnyTeam } satisfies Policy<null>
