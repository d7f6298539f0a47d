// The agreement to take part, a two-way deal: what I get, what I give.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable, Said, Words } from './common.ts'
import { endpoints } from './endpoint.ts'
import { HowSaid, SaidBy } from './participants.ts'

export const DealFormat = Type.Enum(['spoken', 'written', 'video'])
export type DealFormat = Static<typeof DealFormat>

export const Deal = Type.Object({
  id: Id,
  whatIGet: Type.String(),
  whatIGive: Type.String(),
  format: DealFormat,
  agreedOn: Day,
  /** The day it stopped counting. */
  withdrawnOn: Nullable(Day),
  /** The newer deal that took its place. */
  changedToId: Nullable(Id),
  parentAgreed: Nullable(Type.Boolean()),
  copyGiven: Type.Boolean(),
  saidBy: SaidBy,
  how: HowSaid,
  writtenBy: Nullable(Type.String()),
})
export type Deal = Static<typeof Deal>

export const NewDeal = Body({
  whatIGet: Said(2000),
  whatIGive: Said(2000),
  format: DealFormat,
  agreedOn: Day,
  /** Required to be true for someone under 16. */
  parentAgreed: Type.Optional(Type.Boolean()),
  copyGiven: Type.Boolean(),
  saidBy: SaidBy,
  how: HowSaid,
  /** The live deal that this one takes the place of. */
  changes: Type.Optional(Id),
})
export type NewDeal = Static<typeof NewDeal>
export const Withdrawal = Body({ on: Type.Optional(Day), reason: Type.Optional(Words(1000)), saidBy: SaidBy, how: HowSaid })
export type Withdrawal = Static<typeof Withdrawal>

const params = Type.Object({ participantId: Id, agreementId: Id })
export const participantDeals = endpoints('participants', {
  deals: {
    method: 'GET',
    url: '/participants/:participantId/agreements',
    schema: {
      summary: 'What they agreed to, now and before',
      params: Type.Object({ participantId: Id }),
      response: { 200: Type.Object({ items: Type.Array(Deal), needsParent: Type.Boolean(), can: Can('agree', 'withdraw') }) },
    },
  },
  agree: {
    method: 'PUT',
    url: '/participants/:participantId/agreements/:agreementId',
    schema: { summary: 'Write down the deal they agreed to', params, body: NewDeal, response: { 200: Deal, 201: Deal } },
  },
  withdraw: {
    method: 'POST',
    url: '/participants/:participantId/agreements/:agreementId/withdraw',
    schema: { summary: 'They step back: the deal ends at once, no reason needed', params, body: Withdrawal, response: { 200: Deal } },
  },
})
