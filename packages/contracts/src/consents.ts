// Consent to share, asked only where "no" is taken for an answer; and what young people see of sharing on their own pages.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Said, Words } from './common.ts'
import { endpoints } from './endpoint.ts'

/** What may be shared, one by one. Never a worry about safety, a note or an offence; `visit_safety` in an emergency only. */
export const shareItems = [
  'known_as',
  'full_name',
  'pronouns',
  'age_band',
  'date_of_birth',
  'phone',
  'email',
  'address',
  'when_to_reach',
  'communication_needs',
  'interests',
  'goals',
  'strengths',
  'placement_needs',
  'attendance',
  'worker',
  'visit_safety',
] as const
export const ShareItem = Type.Enum([...shareItems])
export type ShareItem = Static<typeof ShareItem>
export const ConsentHow = Type.Enum(['in_person', 'call', 'text', 'own_phone', 'writing'])
export type ConsentHow = Static<typeof ConsentHow>
/** `live` is the only one that a share can stand on. */
export const ConsentState = Type.Enum(['asked', 'refused', 'live', 'withdrawn'])
export type ConsentState = Static<typeof ConsentState>

const said = {
  id: Id,
  items: Type.Array(ShareItem),
  toOrganisation: Type.String(),
  purpose: Type.String(),
  state: ConsentState,
  askedBy: Nullable(Type.String()),
  askedAt: Instant,
  answeredAt: Nullable(Instant),
  /** Their own words. */
  answerWords: Type.String(),
  withdrawnAt: Nullable(Instant),
  withdrawnWords: Type.String(),
}
export const Consent = Type.Object({
  ...said,
  participantId: Id,
  answeredBy: Nullable(Type.Enum(['participant', 'worker'])),
  answeredHow: Nullable(ConsentHow),
  can: Can('answer', 'withdraw', 'shareOn'),
})
export type Consent = Static<typeof Consent>
export const NewConsent = Body({
  participantId: Id,
  items: Type.Array(ShareItem, { minItems: 1, maxItems: 16, uniqueItems: true }),
  toOrganisation: Said(200),
  purpose: Said(500),
})
export type NewConsent = Static<typeof NewConsent>
export const ConsentAnswer = Body({ yes: Type.Boolean(), words: Words(1000), how: ConsentHow })
export type ConsentAnswer = Static<typeof ConsentAnswer>

/** As the young person sees them. */
export const OwnConsent = Type.Object(said)
export type OwnConsent = Static<typeof OwnConsent>
export const OwnShare = Type.Object({
  id: Id,
  items: Type.Array(ShareItem),
  toOrganisation: Type.String(),
  toPerson: Type.String(),
  why: Type.String(),
  /** `sent`: the link waits. `stopped`: nobody can open it any more, and nobody did. */
  state: Type.Enum(['sent', 'opened', 'stopped']),
  sentAt: Nullable(Instant),
  openedAt: Nullable(Instant),
  /** It stood on their yes. */
  byConsent: Type.Boolean(),
  toldOn: Nullable(Day),
  theirView: Type.String(),
})
export type OwnShare = Static<typeof OwnShare>

const one = { params: Type.Object({ consentId: Id }) }
export const consents = endpoints('consents', {
  list: {
    method: 'GET',
    url: '/participants/:participantId/consents',
    schema: {
      summary: 'What one young person was asked to let us share, and what they said',
      params: Type.Object({ participantId: Id }),
      response: { 200: Type.Object({ items: Type.Array(Consent) }) },
    },
  },
  ask: {
    method: 'PUT',
    url: '/consents/:consentId',
    schema: { summary: 'Ask for consent to share', ...one, body: NewConsent, response: { 200: Consent, 201: Consent } },
  },
  answer: {
    method: 'POST',
    url: '/consents/:consentId/answer',
    schema: { summary: 'Write down what they answered, in their words', ...one, body: ConsentAnswer, response: { 200: Consent } },
  },
  withdraw: {
    method: 'POST',
    url: '/consents/:consentId/withdraw',
    schema: {
      summary: 'They took their yes back: whatever stands on it stops at once',
      ...one,
      body: Body({ words: Words(1000), how: ConsentHow }),
      response: { 200: Consent },
    },
  },
})

export const meSharing = endpoints('me', {
  shared: {
    method: 'GET',
    url: '/me/shared',
    schema: {
      summary: 'What I was asked, what I said, and what was shared about me',
      response: { 200: Type.Object({ consents: Type.Array(OwnConsent), shares: Type.Array(OwnShare) }) },
    },
  },
  answerConsent: {
    method: 'POST',
    url: '/me/consents/:consentId/answer',
    schema: { summary: 'Say yes or no', ...one, body: Body({ yes: Type.Boolean(), words: Words(1000) }), response: { 204: Type.Null() } },
  },
  takeBackConsent: {
    method: 'POST',
    url: '/me/consents/:consentId/take-back',
    schema: { summary: 'Take my yes back', ...one, response: { 204: Type.Null() } },
  },
})
