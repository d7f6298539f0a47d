// What a partner is allowed to see of a programme, for how long, and who signed for it. The door reads it afresh at every request.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'
import { Article6, Article9, basis, basisWords, Schedule1 } from './lawful.ts'

export const Category = Type.Enum([
  'identity',
  'contact',
  'interests',
  'participation',
  'notes',
  'risk',
  'outcomes',
  'safeguarding',
  'power',
])
export type Category = Static<typeof Category>
/** A draft lets nobody in; `renewed` ran out and has a successor; `withdrawn` was dropped before everyone signed. */
export const AgreementState = Type.Enum(['draft', 'live', 'not_yet', 'renewed', 'ended', 'expired', 'withdrawn'])
export type AgreementState = Static<typeof AgreementState>

/** One of the two who agree, with its own basis and its own signature. */
export const AgreementParty = Type.Object({
  partner: Type.Object({ id: Id, name: Type.String() }),
  part: Type.Enum(['lead', 'partner']),
  /** A public body: some bases are not open to it. */
  publicBody: Type.Boolean(),
  article6: Nullable(Article6),
  article9: Nullable(Article9),
  schedule1: Nullable(Schedule1),
  basisWords: Type.String(),
  signedAt: Nullable(Instant),
  signedName: Nullable(Type.String()),
  signedTitle: Type.String(),
})
export type AgreementParty = Static<typeof AgreementParty>

export const Agreement = Type.Object({
  id: Id,
  programme: Type.Object({ id: Id, name: Type.String() }),
  partner: Type.Object({ id: Id, name: Type.String() }),
  categories: Type.Array(Category),
  purpose: Type.String(),
  reference: Type.String(),
  validFrom: Instant,
  /** The first instant at which it no longer holds. */
  validUntil: Instant,
  reviewDue: Nullable(Day),
  /** In force, and the day to look at it again has come. */
  reviewIsDue: Type.Boolean(),
  reviewedAt: Nullable(Instant),
  reviewWords: Type.String(),
  /** When the last party signed; null while it is a draft. */
  agreedAt: Nullable(Instant),
  endedAt: Nullable(Instant),
  endedReason: Nullable(Type.String()),
  state: AgreementState,
  /** The one before it and the one after it. */
  renewsId: Nullable(Id),
  renewedById: Nullable(Id),
  parties: Type.Array(AgreementParty),
  /** The partner for which the reader may speak here. */
  signsFor: Nullable(Id),
  version: Type.Integer(),
  /** `sign`: for one's own partner, which has not signed these words yet. */
  can: Can('edit', 'sign', 'end', 'renew', 'review'),
})
export type Agreement = Static<typeof Agreement>

const terms = {
  categories: Type.Array(Category, { minItems: 1, maxItems: 9, uniqueItems: true }),
  purpose: Said(1000),
  reference: Type.Optional(Words(120)),
  /** The first day, and the last day that counts, in Europe/London. */
  from: Day,
  until: Day,
  /** When somebody looks at it again; left out, half way through, and never later than a year. */
  reviewDue: Type.Optional(Day),
}
/** What the drafter thinks a party stands on. Each party says it for itself when it signs. */
const proposed = Type.Optional(Body({ ...basis, basisWords }))
export const NewAgreement = Body({ programmeId: Id, partnerId: Id, ...terms, leadBasis: proposed, partnerBasis: proposed })
export type NewAgreement = Static<typeof NewAgreement>
export const AgreementEdit = Body({ version: Type.Integer(), ...terms, leadBasis: proposed, partnerBasis: proposed })
export type AgreementEdit = Static<typeof AgreementEdit>
/** The version names the words that were read. */
export const AgreementSignature = Body({ version: Type.Integer(), ...basis, basisWords })
export type AgreementSignature = Static<typeof AgreementSignature>
/** Left out, it begins when the one before it ends, and lasts as long. */
export const AgreementRenewal = Body({ from: Type.Optional(Day), until: Type.Optional(Day) })
export type AgreementRenewal = Static<typeof AgreementRenewal>

export const AgreementFilter = Type.Object({
  ...Paging,
  programme: Type.Optional(Id),
  partner: Type.Optional(Id),
  state: Type.Optional(AgreementState),
  /** Only those whose review is due. */
  review: Type.Optional(Type.Boolean()),
})
export type AgreementFilter = Static<typeof AgreementFilter>

const one = Type.Object({ agreementId: Id })
const answer = { 200: Agreement }
export const agreements = endpoints('agreements', {
  list: {
    method: 'GET',
    url: '/agreements',
    schema: {
      summary: 'Sharing agreements that I may see, newest first',
      querystring: AgreementFilter,
      response: { 200: Page(Agreement) },
    },
  },
  read: {
    method: 'GET',
    url: '/agreements/:agreementId',
    schema: { summary: 'One sharing agreement', params: one, response: answer },
  },
  make: {
    method: 'PUT',
    url: '/agreements/:agreementId',
    schema: {
      summary: 'Draft a sharing agreement; it lets nobody in until every party has signed',
      params: one,
      body: NewAgreement,
      response: { 200: Agreement, 201: Agreement },
    },
  },
  edit: {
    method: 'PATCH',
    url: '/agreements/:agreementId',
    schema: {
      summary: 'Change a draft; whoever had signed other words signs again',
      params: one,
      body: AgreementEdit,
      response: answer,
    },
  },
  sign: {
    method: 'POST',
    url: '/agreements/:agreementId/sign',
    schema: {
      summary: 'Sign for my own partner, with its lawful basis; with the last signature it is in force',
      params: one,
      body: AgreementSignature,
      response: answer,
    },
  },
  end: {
    method: 'POST',
    url: '/agreements/:agreementId/end',
    schema: {
      summary: 'End it now, and what was to follow it: from the next request on, the partner sees nothing of the programme',
      params: one,
      body: Body({ reason: Said(1000) }),
      response: answer,
    },
  },
  renew: {
    method: 'PUT',
    url: '/agreements/:agreementId/renewal/:renewalId',
    schema: {
      summary: 'Draft the agreement that takes over when this one ends, or earlier to share something else',
      params: Type.Object({ agreementId: Id, renewalId: Id }),
      body: AgreementRenewal,
      response: { 200: Agreement, 201: Agreement },
    },
  },
  review: {
    method: 'POST',
    url: '/agreements/:agreementId/review',
    schema: {
      summary: 'It was looked at again, and stays as it is',
      params: one,
      body: Body({ words: Said(1000), reviewDue: Day }),
      response: answer,
    },
  },
})
