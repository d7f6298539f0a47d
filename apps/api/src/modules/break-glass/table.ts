import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, entry, instant, row } from '#db/columns.ts'

export const breakGlass = pgTable('break_glass', {
  ...entry(),
  userId: uuid('user_id').notNull(),
  reason: text('reason').notNull(),
  fromAt: instant('from_at').notNull(),
  untilAt: instant('until_at').notNull(),
  endedAt: instant('ended_at'),
  reviewedAt: instant('reviewed_at'),
  reviewedBy: uuid('reviewed_by'),
  reviewWords: text('review_words').notNull(),
  reviewDueOn: day('review_due_on').notNull(),
  justified: boolean('justified'),
  lateToldAt: instant('late_told_at'),
})

export const breakGlassAttempts = pgTable('break_glass_attempts', {
  ...row(),
  byName: boolean('by_name').notNull(),
  outcome: text('outcome').notNull(),
})
