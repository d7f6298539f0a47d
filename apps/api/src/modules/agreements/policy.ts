import type { Actor } from '#db/transact.ts'
import { holds, type Policy } from '#policy.ts'
import type { AgreementRow } from './queries.ts'

/** Administrators and the programme's data lead. Both may end one at any moment; nobody lengthens one: that is a renewal. */
export const keeps = (actor: Actor, { programmeId }: { programmeId: string }) =>
  actor.administrator || holds(actor, programmeId, 'data_lead')
const over = ({ state }: AgreementRow) => ['ended', 'expired', 'renewed', 'withdrawn'].includes(state)

export const agreementPolicy = {
  edit: keeps,
  /** For the partner one works for and may speak for here; the database knows who that is, and asks again. */
  sign: (_, { signsFor, parties }) => parties.some(({ partner }) => partner.id === signsFor),
  end: keeps,
  renew: keeps,
  review: keeps,
} satisfies Policy<AgreementRow>

/** Which deeds the state of an agreement leaves, apart from who asks. */
export const openTo = {
  edit: (row) => row.state === 'draft',
  sign: (row) => row.state === 'draft' && row.parties.some(({ partner, signedAt }) => partner.id === row.signsFor && signedAt === null),
  end: (row) => !over(row),
  renew: (row) => ['live', 'not_yet', 'expired'].includes(row.state) && row.renewedById === null,
  review: (row) => row.state === 'live',
} satisfies Record<keyof typeof agreementPolicy, (row: AgreementRow) => boolean>
