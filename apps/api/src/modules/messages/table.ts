import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, row } from '#db/columns.ts'

export const messages = pgTable('messages', {
  ...row(),
  kind: text('kind').notNull(),
  channel: text('channel').notNull(),
  toAddress: text('to_address').notNull(),
  subject: text('subject').notNull(),
  body: text('body').notNull(),
  status: text('status').notNull(),
  attempts: integer('attempts').notNull(),
  sentAt: instant('sent_at'),
  failure: text('failure'),
  aboutProgrammeId: uuid('about_programme_id'),
  aboutLink: text('about_link'),
})
