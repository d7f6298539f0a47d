// Sharing with someone outside: the fewest fields that will do, on a footing that is true, by a link that opens once.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { ConsentHow, ShareItem } from './consents.ts'
import { endpoints, Page } from './endpoint.ts'
import { WithheldReason } from './withholding.ts'

export const ShareKind = Type.Enum(['notice', 'consent', 'emergency'])
export type ShareKind = Static<typeof ShareKind>
export const ShareState = Type.Enum(['drafted', 'authorised', 'sent', 'opened', 'expired', 'recalled'])
export type ShareState = Static<typeof ShareState>
/** UK GDPR article 6(1) c, d, e, f, and the recognised legitimate interests of the Data (Use and Access) Act 2025. Consent is none of these: it is a flow of its own. */
export const LawfulBasis = Type.Enum(['public_task', 'legal_obligation', 'vital_interest', 'recognised_interest', 'legitimate_interest'])
export type LawfulBasis = Static<typeof LawfulBasis>
export const RecallWhy = Type.Enum(['mistake', 'wrong_person', 'not_needed', 'asked_by_them', 'not_agreed'])
export type RecallWhy = Static<typeof RecallWhy>

export const Share = Type.Object({
  id: Id,
  kind: ShareKind,
  state: ShareState,
  programme: Type.Object({ id: Id, name: Type.String() }),
  /** The name is for those who see the young person; a data lead answers by reference. */
  participant: Type.Object({ id: Id, knownAs: Nullable(Type.String()), reference: Nullable(Type.String()) }),
  toOrganisation: Type.String(),
  toPerson: Type.String(),
  toEmail: Type.String(),
  items: Type.Array(ShareItem),
  why: Type.String(),
  lawfulBasis: Nullable(LawfulBasis),
  toldHow: Nullable(ConsentHow),
  toldOn: Nullable(Day),
  /** The young person's own words. */
  theirView: Type.String(),
  /** Why it is not shown to them; null when it is. */
  withheldReason: Nullable(WithheldReason),
  reviewOn: Nullable(Day),
  consentId: Nullable(Id),
  draftedBy: Nullable(Type.String()),
  draftedAt: Instant,
  authorisedBy: Nullable(Type.String()),
  authorisedAt: Nullable(Instant),
  sentAt: Nullable(Instant),
  lifeHours: Type.Integer(),
  expiresAt: Nullable(Instant),
  openedAt: Nullable(Instant),
  recalledAt: Nullable(Instant),
  recalledWhy: Nullable(Type.Enum(['mistake', 'wrong_person', 'consent_withdrawn', 'not_needed', 'asked_by_them', 'not_agreed'])),
  /** An emergency only: 24 hours after it was shared. */
  reasonDueAt: Nullable(Instant),
  reasonGivenAt: Nullable(Instant),
  reasonLate: Type.Boolean(),
  reviewedAt: Nullable(Instant),
  reviewedBy: Nullable(Type.String()),
  reviewWords: Type.String(),
  version: Type.Integer(),
  can: Can('authorise', 'send', 'recall', 'giveReason', 'review'),
})
export type Share = Static<typeof Share>

const whom = {
  participantId: Id,
  toOrganisation: Said(200),
  toPerson: Said(120),
  toEmail: Type.Optional(Type.String({ format: 'email', maxLength: 254 })),
  items: Type.Array(ShareItem, { minItems: 1, maxItems: 17, uniqueItems: true }),
  lifeHours: Type.Integer({ minimum: 1, maximum: 168 }),
}
/** `anyway` is the answer to "If they said no, would you still share?": yes asks for a lawful basis and how they are told, no for their consent. */
export const NewShare = Body({
  ...whom,
  anyway: Type.Boolean(),
  why: Said(1000),
  consentId: Type.Optional(Id),
  lawfulBasis: Type.Optional(LawfulBasis),
  toldHow: Type.Optional(ConsentHow),
  toldOn: Type.Optional(Day),
  /** They are not told: why, and when that is looked at again, within 90 days. */
  notToldReason: Type.Optional(WithheldReason),
  reviewOn: Type.Optional(Day),
  theirView: Words(1000),
})
export type NewShare = Static<typeof NewShare>
/** At once and alone. The reason may follow, within 24 hours. */
export const NewEmergency = Body({ ...whom, why: Words(1000) })
export type NewEmergency = Static<typeof NewEmergency>

/** `link` is said once, to whoever sends it; it is kept nowhere. Null when the request is only repeated. */
export const SentShare = Type.Object({ share: Share, link: Nullable(Type.String()) })
export type SentShare = Static<typeof SentShare>

/** What an outsider sees, once. `values` are the record's own words at that moment, empty when nothing is written. */
export const OpenedShare = Type.Object({
  shareId: Id,
  toPerson: Type.String(),
  toOrganisation: Type.String(),
  from: Type.String(),
  partnership: Type.String(),
  why: Type.String(),
  at: Instant,
  items: Type.Array(Type.Object({ item: ShareItem, values: Type.Array(Type.String()) })),
})
export type OpenedShare = Static<typeof OpenedShare>

const one = { params: Type.Object({ shareId: Id }) }
const version = Type.Integer()
export const shares = endpoints('shares', {
  list: {
    method: 'GET',
    url: '/shares',
    schema: {
      summary: 'What was shared with whom outside, newest first; an emergency whose reason is missing stands out by `owed`',
      querystring: Type.Object({
        ...Paging,
        participantId: Type.Optional(Id),
        programmeId: Type.Optional(Id),
        state: Type.Optional(ShareState),
        kind: Type.Optional(ShareKind),
        /** Emergencies that still owe their reason or their review. */
        owed: Type.Optional(Type.Boolean()),
      }),
      response: { 200: Page(Share) },
    },
  },
  read: { method: 'GET', url: '/shares/:shareId', schema: { summary: 'One share', ...one, response: { 200: Share } } },
  draft: {
    method: 'PUT',
    url: '/shares/:shareId',
    schema: { summary: 'Draft a share, for a second person to authorise', ...one, body: NewShare, response: { 200: Share, 201: Share } },
  },
  shareInEmergency: {
    method: 'PUT',
    url: '/shares/:shareId/emergency',
    schema: {
      summary: 'Share at once, without consent or a second person; the reason is due within 24 hours',
      ...one,
      body: NewEmergency,
      response: { 200: SentShare, 201: SentShare },
    },
  },
  authorise: {
    method: 'POST',
    url: '/shares/:shareId/authorise',
    schema: { summary: 'A second person says yes', ...one, body: Body({ version }), response: { 200: Share } },
  },
  send: {
    method: 'POST',
    url: '/shares/:shareId/send',
    schema: {
      summary: 'Make the link that opens once; a link made before stops working',
      ...one,
      body: Body({ version }),
      response: { 200: SentShare },
    },
  },
  recall: {
    method: 'POST',
    url: '/shares/:shareId/recall',
    schema: {
      summary: 'Stop it: an unopened link shows nothing from now on',
      ...one,
      body: Body({ version, why: RecallWhy }),
      response: { 200: Share },
    },
  },
  giveReason: {
    method: 'POST',
    url: '/shares/:shareId/reason',
    schema: {
      summary: 'Say why it was an emergency',
      ...one,
      body: Body({ version, why: Said(1000), lawfulBasis: LawfulBasis }),
      response: { 200: Share },
    },
  },
  review: {
    method: 'POST',
    url: '/shares/:shareId/review',
    schema: {
      summary: 'The data lead looked at an emergency',
      ...one,
      body: Body({ version, words: Said(1000) }),
      response: { 200: Share },
    },
  },
  open: {
    method: 'POST',
    url: '/shares/open',
    schema: {
      summary: 'Spend a link and see what was shared, once',
      body: Body({ token: Type.String({ maxLength: 200 }) }),
      response: { 200: OpenedShare },
    },
  },
})
