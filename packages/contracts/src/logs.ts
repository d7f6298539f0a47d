// Who changed what, for administrators; who looked at whose record, for data leads. Names of columns, never values.
import { Type, type Static } from 'typebox'
import { Id, Instant, Nullable, Paging } from './common.ts'
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
})
export type Reading = Static<typeof Reading>

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
})
