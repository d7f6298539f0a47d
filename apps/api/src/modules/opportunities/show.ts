import type { Actor } from '#db/transact.ts'
import { abilitiesFor } from './policy.ts'
import type { OpportunityRow } from './queries.ts'

export const showOffer = (actor: Actor, offer: OpportunityRow) => ({ ...offer, partner: { id: offer.partnerId, name: offer.partnerName }, can: abilitiesFor(actor, offer) })
