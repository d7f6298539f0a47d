// Who changed what, for administrators; who looked at whose record, for data leads. Names of columns, never values.
import { Type, type Static } from 'typebox'
import { Body, Id, Instant, Nullable, Paging, Said } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const Change = Type.Object({
  id: Type.String(),
  at: Instant,
  who: Nullable(Type.Object({ id: Id, name: Nullable(Type.String()) })),
  verb: Type.Enum(['insert', 'update', 'delete']),
  table: Type.String(),
  rowId: Id,
  columns: Type.Array(Type.String()),
  requestId: Nullable(Id),
})
export type Change = Static<typeof Change>
export const Reading = Type.Object({
  id: Type.String(),
  at: Instant,
  who: Nullable(Type.Object({ id: Id, name: Nullable(Type.String()), partnerName: Nullable(Type.String()) })),
  programme: Type.Object({ id: Id, name: Type.String() }),
  participantId: Id,
  /** Such as YP-1004; a data lead answers for the record without seeing it. */
  reference: Nullable(Type.String()),
  operation: Type.String(),
  /** Someone outside, by a link that opens once; null for everyone else. */
  outside: Nullable(Type.String()),
  /** Opened for an hour, for a reason that the data lead judges. */
  emergency: Type.Boolean(),
})
export type Reading = Static<typeof Reading>

export const UnusualKind = Type.Enum(['outside_caseload', 'many_people', 'at_night', 'long_gone'])
export type UnusualKind = Static<typeof UnusualKind>
/** Reading that stands out: a question to ask somebody, not an accusation. */
export const Unusual = Type.Object({
  kind: UnusualKind,
  who: Type.Object({ id: Id, name: Nullable(Type.String()), partnerName: Nullable(Type.String()) }),
  looks: Type.Integer(),
  people: Type.Integer(),
  /** At most fifty, such as YP-1004. */
  references: Type.Array(Type.String()),
  firstAt: Instant,
  lastAt: Instant,
  /** The last line of the log that this tells of; what comes after it will be told anew. */
  upTo: Type.String(),
})
export type Unusual = Static<typeof Unusual>
export const Finding = Type.Enum(['explained', 'not_explained'])
export const ReadingReview = Body({
  personId: Id,
  kind: UnusualKind,
  upTo: Type.String({ pattern: '^[0-9]{1,18}$' }),
  finding: Finding,
  words: Said(1000),
})
export type ReadingReview = Static<typeof ReadingReview>
const inProgramme = Type.Object({ programmeId: Id })

export const logs = endpoints('logs', {
  changes: {
    method: 'GET',
    url: '/audit-events',
    schema: {
      summary: 'Who changed what, newest first',
      querystring: Type.Object({
        ...Paging,
        person: Type.Optional(Id),
        table: Type.Optional(Type.String({ pattern: '^[a-z_]{1,60}$' })),
        row: Type.Optional(Id),
      }),
      response: { 200: Page(Change) },
    },
  },
  readings: {
    method: 'GET',
    url: '/access-events',
    schema: {
      summary: 'Who looked at whose record, newest first',
      querystring: Type.Object({ ...Paging, participant: Type.Optional(Id), person: Type.Optional(Id) }),
      response: { 200: Page(Reading) },
    },
  },
  unusual: {
    method: 'GET',
    url: '/programmes/:programmeId/unusual-readings',
    schema: {
      summary: 'Reading of the last weeks that stands out and was not looked into yet, for the data lead',
      params: inProgramme,
      querystring: Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })) }),
      response: { 200: Type.Object({ items: Type.Array(Unusual), days: Type.Integer() }) },
    },
  },
  review: {
    method: 'PUT',
    url: '/programmes/:programmeId/reading-reviews/:reviewId',
    schema: {
      summary: 'Say what came of looking into it',
      params: Type.Object({ programmeId: Id, reviewId: Id }),
      body: ReadingReview,
      response: { 200: Type.Object({ id: Id }), 201: Type.Object({ id: Id }) },
    },
  },
})
