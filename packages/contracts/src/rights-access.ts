// A copy of what is held: what a search found, the masks over other people's names, and the package.
import { Type, type Static } from 'typebox'
import { Body, Id, Instant, Nullable, Said, Words } from './common.ts'
import { endpoints } from './endpoint.ts'

export const MaskKind = Type.Enum(['mention', 'participant', 'supporter', 'person'])
export type MaskKind = Static<typeof MaskKind>
export const Mask = Type.Object({
  id: Id,
  /** Where in the text it begins, and how many characters it covers (UTF-16). */
  start: Type.Integer(),
  length: Type.Integer(),
  kind: MaskKind,
  reason: Type.String(),
  /** Who placed it by hand, or lifted it; null for those found by the search. */
  by: Nullable(Type.String()),
  lifted: Type.Boolean(),
  liftedReason: Type.String(),
})
export type Mask = Static<typeof Mask>
export const EntryDecision = Type.Enum(['share', 'withhold'])
export const FoundEntry = Type.Object({
  id: Id,
  number: Type.Integer(),
  /** The table and the field it stands in; "facts" are dates and choices from lists, together. */
  source: Type.String(),
  field: Type.String(),
  at: Nullable(Instant),
  byRole: Nullable(Type.String()),
  own: Type.Boolean(),
  body: Type.String(),
  /** Held back from them so far, or written by others for the team: decided about one by one. */
  withheldReason: Nullable(Type.String()),
  decision: Nullable(EntryDecision),
  decisionReason: Type.String(),
  masks: Type.Array(Mask),
})
export type FoundEntry = Static<typeof FoundEntry>

const one = Type.Object({ requestId: Id })
const file = (name: string, type: string, summary: string) => ({
  method: 'GET' as const,
  url: `/rights/requests/:requestId/${name}`,
  schema: { summary, params: one, produces: [type], response: { 200: Type.String() } },
})
export const rightsAccess = endpoints('rights', {
  entries: {
    method: 'GET',
    url: '/rights/requests/:requestId/entries',
    schema: {
      summary: 'What was found, with its masks; only while the request is open, and each opening is noted',
      params: one,
      querystring: Type.Object({
        after: Type.Optional(Type.Integer({ minimum: 0 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
      }),
      response: { 200: Type.Object({ items: Type.Array(FoundEntry), next: Nullable(Type.Integer()) }) },
    },
  },
  mask: {
    method: 'PUT',
    url: '/rights/requests/:requestId/masks/:maskId',
    schema: {
      summary: 'Cover a range of one text, with a reason; the same words are covered wherever else they stand',
      params: Type.Object({ requestId: Id, maskId: Id }),
      body: Body({
        foundId: Id,
        start: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
        length: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
        reason: Said(300),
      }),
      response: { 204: Type.Null() },
    },
  },
  lift: {
    method: 'POST',
    url: '/rights/requests/:requestId/masks/:maskId/lift',
    schema: {
      summary: 'Take a mask away, with a reason',
      params: Type.Object({ requestId: Id, maskId: Id }),
      body: Body({ reason: Said(300) }),
      response: { 204: Type.Null() },
    },
  },
  decideEntry: {
    method: 'POST',
    url: '/rights/requests/:requestId/found/:foundId/decide',
    schema: {
      summary: 'Let one entry go out, or hold it back with a reason',
      params: Type.Object({ requestId: Id, foundId: Id }),
      body: Body({ decision: EntryDecision, reason: Words(300) }),
      response: { 204: Type.Null() },
    },
  },
  pdf: file('package.pdf', 'application/pdf', 'The answer as a document'),
  json: file('package.json', 'application/json; charset=utf-8', 'The answer for machines'),
})
