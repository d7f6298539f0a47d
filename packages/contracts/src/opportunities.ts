import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const OpportunityKind = Type.Enum(['taster', 'placement', 'job', 'apprenticeship', 'volunteering'])
export type OpportunityKind = Static<typeof OpportunityKind>
export const OpportunityStatus = Type.Enum(['offered', 'checked', 'open', 'filled', 'withdrawn'])
export type OpportunityStatus = Static<typeof OpportunityStatus>
/** Whether a criminal record stands in the way. */
export const RecordFriendly = Type.Enum(['convictions_ok', 'case_by_case', 'no'])
export type RecordFriendly = Static<typeof RecordFriendly>

const offer = {
  kind: OpportunityKind,
  title: Said(120),
  whatYoudDo: Words(2000),
  place: Words(200),
  startsOn: Nullable(Day),
  endsOn: Nullable(Day),
  hours: Words(200),
  pay: Words(200),
  requires: Words(1000),
  recordFriendly: RecordFriendly,
  /** Keys of the interest word list. */
  tags: Type.Array(Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }), { maxItems: 12, uniqueItems: true }),
  places: Type.Integer({ minimum: 1, maximum: 500 }),
}

/** What a partner offers. It holds nothing about any young person; `taken` counts places the partner itself said yes to. */
export const Opportunity = Type.Object({
  id: Id,
  partner: Type.Object({ id: Id, name: Type.String() }),
  ...offer,
  taken: Type.Integer(),
  status: OpportunityStatus,
  version: Type.Integer(),
  createdAt: Instant,
  can: Can('edit', 'check', 'open', 'withdraw', 'suggest'),
})
export type Opportunity = Static<typeof Opportunity>

/** How many might fit: null when fewer than `fewerThan` (the partnership's small number), because few is nearly a name. */
export const MightFit = Type.Object({ count: Nullable(Type.Integer()), fewerThan: Type.Integer() })
export type MightFit = Static<typeof MightFit>

export const OpportunityRead = Type.Object({
  ...Opportunity.properties,
  mightFit: MightFit,
  /** The live talk with the provider about this site, which a check stands on. */
  providerCheck: Nullable(Type.Object({ id: Id, site: Type.String(), checkedOn: Day, reviewOn: Day })),
})
export type OpportunityRead = Static<typeof OpportunityRead>

/** `partnerId` is left out by a partner's own contact; a programme lead posts for a partner by naming it. */
export const NewOpportunity = Body({ partnerId: Type.Optional(Id), ...offer })
export type NewOpportunity = Static<typeof NewOpportunity>
export const OpportunityEdit = Body({ version: Type.Integer(), ...offer })
export type OpportunityEdit = Static<typeof OpportunityEdit>

/** Why someone's interest and an offer belong together: the tag they share, else the word of their own that is like the offer's. Both null: the words as a whole are close. */
export const Because = Type.Object({
  interestId: Id,
  ownWords: Type.String(),
  tag: Nullable(Type.String()),
  sharedTag: Nullable(Type.String()),
  sharedWord: Nullable(Type.String()),
  heardOn: Day,
})
export type Because = Static<typeof Because>
/** Someone an offer might suit, in alphabetical order. There is no score, by decision. */
export const Suggestion = Type.Object({
  participant: Type.Object({ id: Id, programmeId: Id, knownAs: Type.String() }),
  because: Type.Array(Because),
})
export type Suggestion = Static<typeof Suggestion>
export const SuggestedOffer = Type.Object({ opportunity: Opportunity, because: Type.Array(Because) })
export type SuggestedOffer = Static<typeof SuggestedOffer>

export const ProviderCheck = Type.Object({
  id: Id,
  partner: Type.Object({ id: Id, name: Type.String() }),
  /** Empty: the talk was about every site of the partner. */
  site: Type.String(),
  checkedOn: Day,
  checkedBy: Nullable(Type.String()),
  insuranceSeen: Type.Boolean(),
  supervisionTalkedThrough: Type.Boolean(),
  note: Type.String(),
  reviewOn: Day,
  /** Talked through and not past its review: offers of this site may stand on it today. */
  live: Type.Boolean(),
})
export type ProviderCheck = Static<typeof ProviderCheck>
export const NewProviderCheck = Body({
  partnerId: Id,
  site: Words(200),
  checkedOn: Day,
  insuranceSeen: Type.Boolean(),
  supervisionTalkedThrough: Type.Boolean(),
  note: Words(1000),
  /** At most twelve months after the talk. */
  reviewOn: Day,
})
export type NewProviderCheck = Static<typeof NewProviderCheck>

const one = Type.Object({ opportunityId: Id })
const Deed = Body({ version: Type.Integer() })

export const opportunities = endpoints('opportunities', {
  list: {
    method: 'GET',
    url: '/opportunities',
    schema: {
      summary: 'What partners offer, newest first',
      querystring: Type.Object({
        kind: Type.Optional(OpportunityKind),
        status: Type.Optional(OpportunityStatus),
        partnerId: Type.Optional(Id),
        tag: Type.Optional(Type.String({ maxLength: 40 })),
        ...Paging,
      }),
      response: { 200: Page(Opportunity) },
    },
  },
  read: {
    method: 'GET',
    url: '/opportunities/:opportunityId',
    schema: { summary: 'One offer, and how many might fit', params: one, response: { 200: OpportunityRead } },
  },
  post: {
    method: 'PUT',
    url: '/opportunities/:opportunityId',
    schema: { summary: 'Post an offer', params: one, body: NewOpportunity, response: { 200: OpportunityRead, 201: OpportunityRead } },
  },
  edit: {
    method: 'PATCH',
    url: '/opportunities/:opportunityId',
    schema: { summary: 'Change an offer', params: one, body: OpportunityEdit, response: { 200: OpportunityRead } },
  },
  check: {
    method: 'POST',
    url: '/opportunities/:opportunityId/check',
    schema: {
      summary: 'Say that the offer was checked; needs a live talk with its provider',
      params: one,
      body: Deed,
      response: { 200: OpportunityRead },
    },
  },
  open: {
    method: 'POST',
    url: '/opportunities/:opportunityId/open',
    schema: { summary: 'Open a checked offer to young people', params: one, body: Deed, response: { 200: OpportunityRead } },
  },
  withdraw: {
    method: 'POST',
    url: '/opportunities/:opportunityId/withdraw',
    schema: { summary: 'Take an offer back', params: one, body: Deed, response: { 200: OpportunityRead } },
  },
  suggestions: {
    method: 'GET',
    url: '/opportunities/:opportunityId/suggestions',
    schema: {
      summary: 'Who this offer might suit and why, in alphabetical order; for the team',
      params: one,
      response: { 200: Type.Object({ items: Type.Array(Suggestion) }) },
    },
  },
  offersFor: {
    method: 'GET',
    url: '/participants/:participantId/offers',
    schema: {
      summary: 'Which offers might suit one young person and why, newest first; for the team',
      params: Type.Object({ participantId: Id }),
      response: { 200: Type.Object({ items: Type.Array(SuggestedOffer) }) },
    },
  },
})

export const providerChecks = endpoints('provider-checks', {
  list: {
    method: 'GET',
    url: '/provider-checks',
    schema: {
      summary: 'Talks with providers, latest first',
      querystring: Type.Object({ partnerId: Type.Optional(Id), ...Paging }),
      response: { 200: Page(ProviderCheck) },
    },
  },
  record: {
    method: 'PUT',
    url: '/provider-checks/:providerCheckId',
    schema: {
      summary: 'Record a talk with a provider about one site',
      params: Type.Object({ providerCheckId: Id }),
      body: NewProviderCheck,
      response: { 200: ProviderCheck, 201: ProviderCheck },
    },
  },
})
