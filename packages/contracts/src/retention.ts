// How long things are kept, what is due to go, who agreed to it, and the right to be erased.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words, partly } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

/** What begins the time that something is kept. */
export const RetentionTrigger = Type.Enum([
  'declined',
  'not_suitable',
  'not_now',
  'duplicate',
  'asked',
  'left',
  'last_follow_up',
  'risk_flag',
  'drafts',
  'quarantine',
  'messages',
  'links',
  'sign_in_attempts',
  'write_digests',
  'shares',
  'exports',
  'safeguarding',
  'access_log',
  'statistics',
])
export type RetentionTrigger = Static<typeof RetentionTrigger>
export const KeepUnit = Type.Enum(['day', 'month', 'year'])
export type KeepUnit = Static<typeof KeepUnit>
/** `anonymise`: the person goes, a count and the reason stay. `review`: two people always look. `hold`: nothing happens by itself. */
export const DisposalAction = Type.Enum(['delete', 'anonymise', 'review', 'hold'])
export type DisposalAction = Static<typeof DisposalAction>
export const HoldReason = Type.Enum(['legal_claim', 'access_request', 'complaint', 'investigation', 'their_wish', 'other'])
export type HoldReason = Static<typeof HoldReason>
/** Why nothing may be erased now. `open_matter` says no more than that, on purpose. */
export const HeldFor = Type.Enum([
  'legal_claim',
  'access_request',
  'complaint',
  'investigation',
  'their_wish',
  'other',
  'open_matter',
  'restriction',
  'came_back',
])
export type HeldFor = Static<typeof HeldFor>
/** UK GDPR article 17(3): the only grounds on which a request to be erased may be refused. */
export const RefusalGround = Type.Enum(['free_expression', 'legal_obligation', 'public_health', 'archiving', 'legal_claims'])
export type RefusalGround = Static<typeof RefusalGround>

const period = { keepCount: Type.Integer({ minimum: 0, maximum: 1200 }), keepUnit: KeepUnit }
export const RetentionRule = Type.Object({
  trigger: RetentionTrigger,
  /** Somebody's whole record, rows of one kind, or something that is kept. */
  about: Type.Enum(['person', 'rows', 'kept']),
  ...period,
  action: DisposalAction,
  needsApproval: Type.Boolean(),
  /** Why this long, and on what ground. */
  source: Type.String(),
  /** What the law says about it, and the figures it gives. */
  law: Type.String(),
  leastDays: Nullable(Type.Integer()),
  mostDays: Nullable(Type.Integer()),
  /** 0: as it began, never changed here. */
  version: Type.Integer(),
  changedBy: Nullable(Type.String()),
  changedAt: Nullable(Instant),
})
export type RetentionRule = Static<typeof RetentionRule>
export const RuleChange = Body({
  trigger: RetentionTrigger,
  version: Type.Integer(),
  ...period,
  action: DisposalAction,
  needsApproval: Type.Boolean(),
  source: Said(500),
})
export type RuleChange = Static<typeof RuleChange>

/** How somebody is known to whoever asks: by reference, and by name only where the reader sees the name anyhow. */
const Subject = Type.Object({
  id: Id,
  reference: Nullable(Type.String()),
  name: Nullable(Type.String()),
  broughtBy: Nullable(Type.String()),
  receivedOn: Nullable(Day),
})
export type Subject = Static<typeof Subject>

export const DisposalItem = Type.Object({
  id: Id,
  kind: Type.Enum(['participant', 'nomination', 'rows']),
  /** Null for rows of one kind, and once they are gone. */
  subject: Nullable(Subject),
  trigger: RetentionTrigger,
  dueOn: Day,
  state: Type.Enum(['waiting', 'held', 'done', 'failed']),
  heldFor: Nullable(HeldFor),
  /** What would stop it at this moment. */
  blocked: Type.Array(HeldFor),
  failure: Nullable(Type.String()),
  /** Texts in which the name stands and which are not about them: read them before you agree. */
  places: Type.Array(Type.Object({ table: Type.String(), column: Type.String(), n: Type.Integer() })),
})
export type DisposalItem = Static<typeof DisposalItem>

const Agreed = Type.Object({ name: Type.String(), role: Type.Enum(['data_lead', 'programme_lead']), at: Instant })
export const Certificate = Type.Object({
  batchId: Id,
  people: Type.Integer(),
  held: Type.Integer(),
  namedElsewhere: Type.Integer(),
  byRule: Type.Boolean(),
  rules: Type.Array(Type.Object({ trigger: RetentionTrigger, items: Type.Integer(), ...period, version: Type.Integer() })),
  tables: Type.Array(Type.Object({ table: Type.String(), deleted: Type.Integer(), anonymised: Type.Integer(), kept: Type.Integer() })),
  agreedBy: Type.Array(Agreed),
  doneAt: Instant,
})
export type Certificate = Static<typeof Certificate>

export const BatchState = Type.Enum(['waiting', 'approved', 'done', 'closed'])
export type BatchState = Static<typeof BatchState>
export const BatchLine = Type.Object({
  id: Id,
  /** Null: rows of one kind across the partnership. */
  programme: Nullable(Type.Object({ id: Id, name: Type.String() })),
  foundOn: Day,
  byRule: Type.Boolean(),
  state: BatchState,
  total: Type.Integer(),
  done: Type.Integer(),
  held: Type.Integer(),
  failed: Type.Integer(),
  agreedBy: Type.Array(Agreed),
  doneAt: Nullable(Instant),
  version: Type.Integer(),
  can: Can('confirm', 'hold'),
})
export type BatchLine = Static<typeof BatchLine>
export const Batch = Type.Object({
  ...BatchLine.properties,
  items: Type.Array(DisposalItem),
  certificate: Nullable(Certificate),
  /** SHA-256 of the certificate as the database wrote it. */
  digest: Nullable(Type.String()),
})
export type Batch = Static<typeof Batch>

export const Hold = Type.Object({
  id: Id,
  programme: Type.Object({ id: Id, name: Type.String() }),
  kind: Type.Enum(['participant', 'nomination']),
  subject: Nullable(Subject),
  reason: HoldReason,
  words: Type.String(),
  reviewOn: Day,
  /** Its day to be looked at again has come. */
  reviewDue: Type.Boolean(),
  heldBy: Nullable(Type.String()),
  heldAt: Instant,
  liftedAt: Nullable(Instant),
  liftedWords: Type.String(),
  version: Type.Integer(),
  can: Can('lift'),
})
export type Hold = Static<typeof Hold>
const holding = { reason: HoldReason, words: Said(1000), reviewOn: Day }
export const NewItemHold = Body({ holdId: Id, ...holding })
export type NewItemHold = Static<typeof NewItemHold>
export const NewHold = Body({ reference: Said(40), ...holding })
export type NewHold = Static<typeof NewHold>

export const ErasureRequest = Type.Object({
  id: Id,
  programme: Type.Object({ id: Id, name: Type.String() }),
  subject: Nullable(Subject),
  askedOn: Day,
  askedBy: Type.Enum(['participant', 'on_behalf']),
  words: Type.String(),
  dueOn: Day,
  overdue: Type.Boolean(),
  state: Type.Enum(['asked', 'agreed', 'refused', 'taken_back']),
  answeredOn: Nullable(Day),
  ground: Nullable(RefusalGround),
  answer: Type.String(),
  batchId: Nullable(Id),
  blocked: Type.Array(HeldFor),
  version: Type.Integer(),
  can: Can('answer'),
})
export type ErasureRequest = Static<typeof ErasureRequest>
export const NewErasureRequest = Body({ reference: Said(40), words: Words(2000), askedOn: Day })
export type NewErasureRequest = Static<typeof NewErasureRequest>
/** A no names its ground and says why, in words for the young person. */
export const ErasureAnswer = Body({
  version: Type.Integer(),
  yes: Type.Boolean(),
  words: Words(2000),
  ...partly({ ground: RefusalGround }),
})
export type ErasureAnswer = Static<typeof ErasureAnswer>

/** What a young person sees of their own request. */
export const OwnErasure = Type.Object({
  id: Id,
  askedOn: Day,
  dueOn: Day,
  state: Type.Enum(['asked', 'agreed', 'refused', 'taken_back']),
  answeredOn: Nullable(Day),
  ground: Nullable(RefusalGround),
  answer: Type.String(),
})
export type OwnErasure = Static<typeof OwnErasure>
const mine = Type.Object({ request: Nullable(OwnErasure) })

const batchOf = Body({ batchId: Id })
const requestOf = Body({ requestId: Id })
export const retention = endpoints('retention', {
  rules: {
    method: 'GET',
    url: '/retention/rules',
    schema: {
      summary: 'How long each thing is kept, and why',
      response: { 200: Type.Object({ items: Type.Array(RetentionRule), can: Can('change') }) },
    },
  },
  changeRule: {
    method: 'POST',
    url: '/retention/rules',
    schema: { summary: 'Keep something for another time, within the law', body: RuleChange, response: { 200: RetentionRule } },
  },
  batches: {
    method: 'GET',
    url: '/retention/batches',
    schema: {
      summary: 'What is due to go, newest first',
      querystring: Body({ state: Type.Optional(Type.Union([BatchState, Type.Literal('open')])), ...Paging }),
      response: { 200: Page(BatchLine) },
    },
  },
  batch: {
    method: 'GET',
    url: '/retention/batches/:batchId',
    schema: { summary: 'One batch: each item with why, and the certificate at its end', params: batchOf, response: { 200: Batch } },
  },
  confirm: {
    method: 'POST',
    url: '/retention/batches/:batchId/confirm',
    schema: {
      summary: 'Agree; the second, different person lets it be carried out',
      params: batchOf,
      body: Body({ version: Type.Integer() }),
      response: { 200: Batch },
    },
  },
  holdItem: {
    method: 'POST',
    url: '/retention/items/:itemId/hold',
    schema: { summary: 'Keep this one, for a reason', params: Body({ itemId: Id }), body: NewItemHold, response: { 200: Batch } },
  },
  holds: {
    method: 'GET',
    url: '/retention/holds',
    schema: {
      summary: 'What is kept on purpose',
      querystring: Body({ lifted: Type.Optional(Type.Boolean()), ...Paging }),
      response: { 200: Page(Hold) },
    },
  },
  hold: {
    method: 'PUT',
    url: '/retention/holds/:holdId',
    schema: {
      summary: 'Keep a young person’s record on purpose, before it is due',
      params: Body({ holdId: Id }),
      body: NewHold,
      response: { 200: Hold, 201: Hold },
    },
  },
  lift: {
    method: 'POST',
    url: '/retention/holds/:holdId/lift',
    schema: {
      summary: 'The reason to keep it is over',
      params: Body({ holdId: Id }),
      body: Body({ version: Type.Integer(), words: Said(1000) }),
      response: { 200: Hold },
    },
  },
  requests: {
    method: 'GET',
    url: '/retention/requests',
    schema: {
      summary: 'Who asked to be erased; those that wait first',
      querystring: Body({ ...Paging }),
      response: { 200: Page(ErasureRequest) },
    },
  },
  askFor: {
    method: 'PUT',
    url: '/retention/requests/:requestId',
    schema: {
      summary: 'Somebody asked a worker to be erased: write it down for them',
      params: requestOf,
      body: NewErasureRequest,
      response: { 200: ErasureRequest, 201: ErasureRequest },
    },
  },
  answer: {
    method: 'POST',
    url: '/retention/requests/:requestId/answer',
    schema: {
      summary: 'Yes makes a batch of one; no names its ground',
      params: requestOf,
      body: ErasureAnswer,
      response: { 200: ErasureRequest },
    },
  },
})
export const ownErasure = endpoints('me', {
  erasure: {
    method: 'GET',
    url: '/me/erasure',
    schema: { summary: 'Did I ask to be deleted, and what was said', response: { 200: mine } },
  },
  askErasure: {
    method: 'PUT',
    url: '/me/erasure/:requestId',
    schema: {
      summary: 'Please delete what you hold about me',
      params: requestOf,
      body: Body({ words: Words(1000) }),
      response: { 200: mine, 201: mine },
    },
  },
  takeBackErasure: {
    method: 'POST',
    url: '/me/erasure/take-back',
    schema: { summary: 'I want to stay after all', response: { 200: mine } },
  },
})
