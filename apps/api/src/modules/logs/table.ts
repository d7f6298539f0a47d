import { bigint, date, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { row } from '#db/columns.ts'

export const readingReviews = pgTable('reading_reviews', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  userId: uuid('user_id').notNull(),
  kind: text('kind').notNull(),
  upTo: bigint('up_to', { mode: 'bigint' }).notNull(),
  finding: text('finding').notNull(),
  words: text('words').notNull(),
})
export const headMails = pgTable('head_mails', {
  ...row(),
  partnerId: uuid('partner_id').notNull(),
  day: date('day').notNull(),
})
