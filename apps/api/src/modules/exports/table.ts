import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, instant, row } from '#db/columns.ts'

export const exports_ = pgTable('exports', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  kind: text('kind').notNull(),
  fromDay: day('from_day'),
  toDay: day('to_day'),
  status: text('status').notNull(),
  failure: text('failure'),
  rowsDone: integer('rows_done').notNull(),
  rowsTotal: integer('rows_total'),
  place: text('place'),
  body: text('body').notNull(),
  digest: text('digest'),
  expiresAt: instant('expires_at').notNull(),
})
