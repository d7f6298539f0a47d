import { Type, type Static } from 'typebox'
import { Body, Id, Instant, Nullable, Paging, Dictionary } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const ImportKindName = Type.Enum(['nominations', 'community_counts'])
export type ImportKindName = Static<typeof ImportKindName>
export const ImportStatus = Type.Enum(['uploaded', 'waiting', 'checking', 'writing', 'done', 'failed'])
export type ImportStatus = Static<typeof ImportStatus>

/** Most that one file may hold. Bytes, rows below the heading, columns, characters in one cell. */
export const importLimits = { bytes: 10 * 1024 * 1024, rows: 20_000, columns: 64, cell: 20_000 }

/** What a row of such a file may say. */
export const ImportField = Type.Object({
  key: Type.String(),
  label: Type.String(),
  required: Type.Boolean(),
  help: Type.String(),
  example: Type.String(),
})
export type ImportField = Static<typeof ImportField>

const counts = {
  rowsTotal: Type.Integer(),
  rowsSeen: Type.Integer(),
  rowsTaken: Type.Integer(),
  rowsWrong: Type.Integer(),
  rowsRepeated: Type.Integer(),
}
export const ImportLine = Type.Object({
  id: Id,
  programmeId: Id,
  programmeName: Nullable(Type.String()),
  kind: ImportKindName,
  fileName: Type.String(),
  status: ImportStatus,
  ...counts,
  createdAt: Instant,
  finishedAt: Nullable(Instant),
})
export type ImportLine = Static<typeof ImportLine>

/** Which column of the file (0 is the first) holds a field, by the field's key. */
export const ImportMapping = Dictionary(Type.Integer({ minimum: 0, maximum: importLimits.columns - 1 }))
export const ImportSettings = Dictionary(Type.String({ maxLength: 500 }))
export const Import = Type.Object({
  ...ImportLine.properties,
  encoding: Type.String(),
  delimiter: Type.String(),
  columns: Type.Array(Type.String()),
  fields: Type.Array(ImportField),
  mapping: ImportMapping,
  settings: ImportSettings,
  failure: Nullable(Type.String()),
  version: Type.Integer(),
  /** What each column says in the first rows, until the file is on its way in. */
  samples: Type.Array(Type.Array(Type.String())),
})
export type Import = Static<typeof Import>

export const ImportPreview = Type.Object({
  /** Fields that every row must have and no column was matched to. */
  unmatched: Type.Array(Type.String()),
  /** The first rows as they would be read. */
  rows: Type.Array(
    Type.Object({
      line: Type.Integer(),
      cells: Type.Array(Type.Object({ key: Type.String(), label: Type.String(), text: Type.String() })),
      errors: Type.Array(Type.Object({ key: Type.String(), label: Type.String(), words: Type.String() })),
    }),
  ),
})
export type ImportPreview = Static<typeof ImportPreview>

const params = Body({ importId: Id })
export const imports = endpoints('imports', {
  list: {
    method: 'GET',
    url: '/imports',
    schema: { summary: 'The files I brought in, newest first', querystring: Body({ ...Paging }), response: { 200: Page(ImportLine) } },
  },
  describe: {
    method: 'GET',
    url: '/imports/kinds/:kind',
    schema: {
      summary: 'The columns of such a file',
      params: Body({ kind: ImportKindName }),
      response: { 200: Type.Object({ fields: Type.Array(ImportField) }) },
    },
  },
  template: {
    method: 'GET',
    url: '/imports/template/:file',
    schema: {
      summary: 'A file with the right headings and one example, as CSV',
      produces: ['text/csv'],
      params: Body({ file: Type.Enum(['nominations.csv', 'community_counts.csv']) }),
      response: { 200: Type.String() },
    },
  },
  upload: {
    method: 'PUT',
    url: '/imports/:importId',
    schema: {
      summary: 'Send a CSV file to be looked at; nothing is taken in yet',
      consumes: ['application/octet-stream'],
      params,
      querystring: Body({ programmeId: Id, kind: ImportKindName, fileName: Type.String({ minLength: 1, maxLength: 200 }) }),
      body: Type.Unsafe<Blob>({}),
      response: { 200: Import, 201: Import },
    },
  },
  read: {
    method: 'GET',
    url: '/imports/:importId',
    schema: { summary: 'One file on its way in, and how far it is', params, response: { 200: Import } },
  },
  map: {
    method: 'POST',
    url: '/imports/:importId/map',
    schema: {
      summary: 'Which column is which, and what goes for every row',
      params,
      body: Body({ mapping: ImportMapping, settings: ImportSettings }),
      response: { 200: Import },
    },
  },
  preview: {
    method: 'GET',
    url: '/imports/:importId/preview',
    schema: { summary: 'The first rows as they would be read', params, response: { 200: ImportPreview } },
  },
  run: {
    method: 'POST',
    url: '/imports/:importId/run',
    schema: { summary: 'Check every row and take in the good ones', params, response: { 200: Import } },
  },
  errors: {
    method: 'GET',
    url: '/imports/:importId/errors.csv',
    schema: {
      summary: 'The rows that were not taken in, each with what is wrong, as CSV',
      produces: ['text/csv'],
      params,
      response: { 200: Type.String() },
    },
  },
  discard: {
    method: 'DELETE',
    url: '/imports/:importId',
    schema: { summary: 'Throw the uploaded file away', params, response: { 204: Type.Null() } },
  },
})
