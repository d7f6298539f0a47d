import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, row } from '#db/columns.ts'

export const imports = pgTable('imports', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  kind: text('kind').notNull(),
  fileName: text('file_name').notNull(),
  fileDigest: text('file_digest').notNull(),
  encoding: text('encoding').notNull(),
  delimiter: text('delimiter').notNull(),
  columns: text('columns').array().notNull(),
  mapping: jsonb('mapping').$type<Record<string, number>>().notNull(),
  settings: jsonb('settings').$type<Record<string, string>>().notNull(),
  status: text('status').notNull(),
  rowsTotal: integer('rows_total').notNull(),
  rowsSeen: integer('rows_seen').notNull(),
  rowsTaken: integer('rows_taken').notNull(),
  rowsWrong: integer('rows_wrong').notNull(),
  rowsRepeated: integer('rows_repeated').notNull(),
  failure: text('failure'),
  finishedAt: instant('finished_at'),
  version: integer('version').notNull(),
})

export const importRows = pgTable('import_rows', {
  ...row(),
  importId: uuid('import_id').notNull(),
  line: integer('line').notNull(),
  cells: text('cells').array().notNull(),
  errors: jsonb('errors').$type<{ column: string; words: string }[]>(),
})
