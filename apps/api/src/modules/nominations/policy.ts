import type { Actor } from '#db/transact.ts'
import { holds, inTeam, type Policy } from '#policy.ts'

export interface NominationSeen {
  programmeId: string
  sourcePartnerId: string
  status: string
}

const brought = (actor: Actor, one: NominationSeen) =>
  holds(actor, one.programmeId, 'partner_contact') && one.sourcePartnerId === actor.partnerId && one.status === 'received'

/** Who may bring someone to a programme. A partner's contact brings them in their own partner's name only. */
export const mayBring = (actor: Actor, programmeId: string, sourcePartnerId: string | null = actor.partnerId): boolean =>
  inTeam(actor, programmeId) ||
  (holds(actor, programmeId, 'partner_contact') && sourcePartnerId !== null && sourcePartnerId === actor.partnerId)

/** Who; when it is too late is a rule of the programme, answered with its own name. */
export const nominationPolicy = {
  amend: (actor, one) => inTeam(actor, one.programmeId) || brought(actor, one),
  notice: (actor, one) => inTeam(actor, one.programmeId) || brought(actor, one),
  screen: (actor, one) => inTeam(actor, one.programmeId),
  triage: (actor, one) => holds(actor, one.programmeId, 'programme_lead'),
  decline: (actor, one) => inTeam(actor, one.programmeId),
} satisfies Policy<NominationSeen>

/** Still before the panel. */
export const isOpen = ({ status }: { status: string }) => status === 'received' || status === 'screening'
