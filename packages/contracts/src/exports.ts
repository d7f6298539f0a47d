// Files to take away: ordered, made by a job through the orderer's own eyes, kept for a day.
import { Type, type Static } from 'typebox'
import { Body, Day, Id, Instant, Nullable } from './common.ts'
import { endpoints } from './endpoint.ts'

/** people: the list of young people, for the lead of their programme. readings: who looked at whom, for the data lead. */
export const ExportKind = Type.Enum(['people', 'readings'])
export type ExportKind = Static<typeof ExportKind>
export const ExportStatus = Type.Enum(['waiting', 'working', 'ready', 'failed'])

export const Export = Type.Object({
  id: Id,
  programme: Type.Object({ id: Id, name: Type.String() }),
  kind: ExportKind,
  fromDay: Nullable(Day),
  toDay: Nullable(Day),
  status: ExportStatus,
  /** The name of a problem; null unless failed. */
  failure: Nullable(Type.String()),
  rowsDone: Type.Integer(),
  rowsTotal: Nullable(Type.Integer()),
  /** SHA-256 of the file, in hexadecimal, so that whoever gets it can see that it is whole. */
  digest: Nullable(Type.String()),
  orderedAt: Instant,
  expiresAt: Instant,
})
export type Export = Static<typeof Export>
/** Days are for readings: both or neither, at most a quarter of a year. */
export const NewExport = Body({ programmeId: Id, kind: ExportKind, from: Type.Optional(Day), to: Type.Optional(Day) })
export type NewExport = Static<typeof NewExport>

const one = Type.Object({ exportId: Id })
export const exportFiles = endpoints('exportFiles', {
  list: {
    method: 'GET',
    url: '/exports',
    schema: { summary: 'The files that I ordered and that are still kept', response: { 200: Type.Object({ items: Type.Array(Export) }) } },
  },
  read: {
    method: 'GET',
    url: '/exports/:exportId',
    schema: { summary: 'How far one of my files is', params: one, response: { 200: Export } },
  },
  order: {
    method: 'PUT',
    url: '/exports/:exportId',
    schema: { summary: 'Order a file', params: one, body: NewExport, response: { 200: Export, 201: Export } },
  },
  file: {
    method: 'GET',
    url: '/exports/:exportId/file',
    schema: { summary: 'The file itself, as CSV', produces: ['text/csv'], params: one, response: { 200: Type.String() } },
  },
  discard: {
    method: 'DELETE',
    url: '/exports/:exportId',
    schema: { summary: 'Throw a file away', params: one, response: { 204: Type.Null() } },
  },
})
