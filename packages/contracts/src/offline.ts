// What travels on a phone, and how what was written without signal comes back. A pack is a handful of ordinary answers of this API, leased for
// hours; an item is one ordinary request, sealed so that only the server can open it.
import { Type, type Static } from 'typebox'
import { NewAttachment } from './attachments.ts'
import { Body, Can, Id, Instant, Nullable, Paging, Said } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const offlineLimits = {
  people: 30,
  daysAhead: 3,
  batch: 20,
  /** A photo, drawn small on the phone; Base64 twice makes 16/9 of it, which has to fit below the next. */
  photoBytes: 400_000,
  sealedBytes: 768 * 1024,
} as const
/**
 * How an item is sealed: ECDH on P-256 between `ephemeral` and the sealing key gives 32 bytes; HKDF with SHA-256 (RFC 5869), an empty salt and
 * this text followed by the id of the sealing key gives the AES-256-GCM key; the additional data is the item's id, in lower case, as UTF-8.
 */
export const sealingInfo = 'modulus offline item v1 '

/** Elliptic-curve public keys, P-256, as JSON Web Keys (RFC 7517). */
const PublicKey = Type.Object({ kty: Type.Literal('EC'), crv: Type.Literal('P-256'), x: Type.String(), y: Type.String() })
export const OfflineKeys = Type.Object({
  /** Items are sealed for this one (ECDH). */
  sealing: Type.Object({ id: Type.String(), key: PublicKey }),
  /** Leases are signed by this one (ECDSA with SHA-256). */
  signing: Type.Object({ id: Type.String(), key: PublicKey }),
})
export type OfflineKeys = Static<typeof OfflineKeys>

/** What a lease says; it is signed as the exact text that is sent, so nothing has to be put in order before checking it. */
export const LeaseText = Type.Object({
  userId: Id,
  partnershipId: Id,
  sessionId: Id,
  issuedAt: Instant,
  /** At most 24 hours later, or 72 by the partnership's choice. */
  validUntil: Instant,
})
export type LeaseText = Static<typeof LeaseText>
export const Lease = Type.Object({
  keyId: Type.String(),
  /** LeaseText as JSON. */ text: Type.String(),
  /** Base64. */ signature: Type.String(),
})
export type Lease = Static<typeof Lease>

export const Pack = Type.Object({
  lease: Lease,
  /** Answers as the API gives them, by the path that asks for them: "/visits/prepare?visitId=…", query in the order of the contract. */
  entries: Type.Array(Type.Object({ path: Type.String(), body: Type.Unknown() })),
  /** Whom it tells of, and why they are in it; never more than thirty. */
  people: Type.Array(Type.Object({ id: Id, knownAs: Type.String(), because: Type.Enum(['visit', 'session', 'mentoring']) })),
  /** Left out by a wish: their number only. */
  leftOut: Type.Integer(),
  /** Left out because thirty is the most. */
  beyond: Type.Optional(Type.Integer()),
})
export type Pack = Static<typeof Pack>

/** What may be done without signal: the operation ids of the requests that an item may hold. */
export const OfflineOperation = Type.Enum([
  'visits.record',
  'visits.amend',
  'contacts.log',
  'register.take',
  'register.mark',
  'mentoring.log',
  'adaptations.raise',
  'concerns.raise',
  'attachments.send',
  /** What was half typed when a lease ended: it comes back as a draft. */
  'drafts.keep',
])
export type OfflineOperation = Static<typeof OfflineOperation>
/** The inside of an item, before it is sealed. */
export const OfflineRequest = Body({
  operation: Type.String(),
  method: Type.Enum(['PUT', 'POST', 'PATCH']),
  path: Type.String({ pattern: '^/[a-z]' }),
  body: Type.Unknown(),
  /** When it was finished on the phone, by the phone's clock. */
  finishedAt: Instant,
  /** Who wrote it: then nobody else can hand it in from the same phone. */
  userId: Type.Optional(Id),
  /** What stood when the writing began, to be laid beside both texts if someone changed it meanwhile. */
  base: Type.Optional(Type.Unknown()),
  /** The lease under which it was written: proves whose it is when their account ended before the phone had signal again. */
  lease: Type.Optional(Lease),
  /** The item that the same person wrote before about the same thing: unless that one was stored, this one is for a person to look at, too. */
  after: Type.Optional(Id),
})
export type OfflineRequest = Static<typeof OfflineRequest>

/** The body of `attachments.send` in an item: which file will come, and the file in Base64. They are the two ordinary requests, made one after the other. */
export const OfflineFile = Body({ announce: NewAttachment, bytes: Type.String({ pattern: '^[A-Za-z0-9+/]+={0,2}$' }) })
export type OfflineFile = Static<typeof OfflineFile>

export const Sealed = Body({
  version: Type.Literal(1),
  keyId: Type.String({ maxLength: 60 }),
  /** The phone's throw-away public key. */
  ephemeral: PublicKey,
  /** Base64: 12 bytes. */
  iv: Type.String({ maxLength: 24 }),
  /** Base64: AES-256-GCM of the request as JSON, with the item's id as additional data. */
  text: Type.String({ maxLength: offlineLimits.sealedBytes }),
})
export type Sealed = Static<typeof Sealed>

/**
 * stored: it is with the API (also when it was before). conflict: someone changed the same thing meanwhile, both are kept for a person to choose.
 * set_aside: it cannot be taken as it is (access was lost, the rule changed), nothing of it is thrown away, a lead has been told.
 */
export const Outcome = Type.Enum(['stored', 'conflict', 'set_aside'])
export const Receipt = Type.Object({
  itemId: Id,
  outcome: Outcome,
  /** SHA-256 in hexadecimal of `text`, the Base64 as it was sent, that this is the answer to: the phone deletes nothing before it matches. */
  digest: Type.String(),
  /** The name of a problem and its words, for set_aside. */
  problem: Nullable(Type.String()),
  at: Instant,
})
export type Receipt = Static<typeof Receipt>

export const SetAside = Type.Object({
  id: Id,
  programme: Nullable(Type.Object({ id: Id, name: Type.String() })),
  from: Nullable(Type.Object({ id: Id, name: Type.String() })),
  operation: Type.String(),
  problem: Type.String(),
  status: Type.Enum(['waiting', 'handed_over', 'taken', 'thrown_away']),
  finishedAt: Instant,
  receivedAt: Instant,
  /** conflict: it waits for its writer to choose between two texts. Anything else was set aside. */
  outcome: Type.Optional(Outcome),
  /** What was said when it was thrown away. */
  reason: Type.Optional(Nullable(Type.String())),
  can: Type.Object({
    ...Can('open', 'take', 'throwAway').properties,
    /** To let the lead decide. */ handOver: Type.Optional(Type.Boolean()),
  }),
})
export type SetAside = Static<typeof SetAside>

/** For offline work: may this young person, this partner, be taken along at all; for how long a lease lasts. */
export const NeverOffline = Type.Object({ participantId: Id, never: Type.Boolean() })
export type NeverOffline = Static<typeof NeverOffline>
export const OfflineSettings = Type.Object({
  leaseHours: Type.Union([Type.Literal(24), Type.Literal(72)]),
  partners: Type.Array(Type.Object({ id: Id, name: Type.String(), allowed: Type.Boolean() })),
  can: Can('set'),
})
export type OfflineSettings = Static<typeof OfflineSettings>

const one = Type.Object({ itemId: Id })
export const offline = endpoints('offline', {
  keys: {
    method: 'GET',
    url: '/offline/keys',
    schema: { summary: 'The public keys of this service for what is written without signal', response: { 200: OfflineKeys } },
  },
  pack: {
    method: 'GET',
    url: '/offline/pack',
    schema: {
      summary: 'What I need with me for the next days, leased for hours',
      description:
        'My visits and the people in them, my sessions of courses, my mentoring: as little as the doorstep needs, never a word of safeguarding.',
      response: { 200: Pack },
    },
  },
  submit: {
    method: 'PUT',
    url: '/offline/items/:itemId',
    schema: {
      summary: 'Hand in one thing that was written without signal',
      description: 'Sending it again gives the same receipt. Every item stands alone: one that is set aside holds nothing else up.',
      params: one,
      body: Sealed,
      response: { 200: Receipt },
    },
  },
  left: {
    method: 'PUT',
    url: '/offline/left/:itemId',
    schema: {
      summary: 'Hand in what somebody wrote without signal before their account ended',
      description:
        'Asked by their phone, where they cannot sign in any more. The lease that was signed for them lies inside the seal and proves whose it is. It is never done, only set aside for those who decide; whoever can still sign in is refused.',
      params: one,
      body: Sealed,
      response: { 200: Receipt },
    },
  },
  setAside: {
    method: 'GET',
    url: '/offline/set-aside',
    schema: {
      summary: 'Items that could not be taken: mine, and for a lead those of the programme',
      querystring: Type.Object(Paging),
      response: { 200: Page(SetAside) },
    },
  },
  open: {
    method: 'GET',
    url: '/offline/set-aside/:itemId',
    schema: {
      summary: 'What stands in one of them',
      params: one,
      response: {
        200: Type.Object({
          item: SetAside,
          request: OfflineRequest,
          /** What stands now, as the API answers to the reader; null when there is nothing, or nothing of theirs to see. */
          current: Type.Optional(Type.Unknown()),
          /** Who changed last what stands now, and when; null when there is nothing, or it has no versions. */
          changed: Type.Optional(Nullable(Type.Object({ by: Type.String(), at: Instant }))),
        }),
      },
    },
  },
  take: {
    method: 'POST',
    url: '/offline/set-aside/:itemId/take',
    schema: { summary: 'Hand it in again, as oneself', params: one, response: { 200: Receipt } },
  },
  resolve: {
    method: 'POST',
    url: '/offline/set-aside/:itemId/resolve',
    schema: {
      summary: 'Hand it in with the words that a person chose from both texts',
      description:
        'The body takes the place of the one that was sealed; an edit names the version that was shown beside it. A visit that a colleague recorded first is resolved by an edit of that record.',
      params: one,
      body: Body({ body: Type.Unknown() }),
      response: { 200: Receipt },
    },
  },
  handOver: {
    method: 'POST',
    url: '/offline/set-aside/:itemId/hand-over',
    schema: { summary: 'Let the lead of the programme open it and decide', params: one, response: { 200: SetAside } },
  },
  settings: {
    method: 'GET',
    url: '/offline/settings',
    schema: {
      summary: 'Whether my partner works without signal, and for how long; for administrators, all partners',
      response: { 200: OfflineSettings },
    },
  },
  setLease: {
    method: 'PUT',
    url: '/offline/settings/lease',
    schema: {
      summary: 'How many hours a lease lasts',
      body: Body({ hours: Type.Union([Type.Literal(24), Type.Literal(72)]) }),
      response: { 200: OfflineSettings },
    },
  },
  setPartner: {
    method: 'PATCH',
    url: '/offline/settings/partners/:partnerId',
    schema: {
      summary: 'Whether the people of a partner may work without signal',
      params: Type.Object({ partnerId: Id }),
      body: Body({ allowed: Type.Boolean() }),
      response: { 200: OfflineSettings },
    },
  },
  isNever: {
    method: 'GET',
    url: '/participants/:participantId/offline',
    schema: {
      summary: 'Whether this young person is never taken along on a phone',
      params: Type.Object({ participantId: Id }),
      response: { 200: NeverOffline },
    },
  },
  setNever: {
    method: 'PUT',
    url: '/participants/:participantId/offline',
    schema: {
      summary: 'Never take this young person along on a phone, or do again',
      params: Type.Object({ participantId: Id }),
      body: Body({ never: Type.Boolean() }),
      response: { 200: NeverOffline },
    },
  },
  throwAway: {
    method: 'POST',
    url: '/offline/set-aside/:itemId/throw-away',
    schema: { summary: 'It is not needed: say why', params: one, body: Body({ reason: Said(500) }), response: { 200: SetAside } },
  },
})
