import { pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, instant, row } from '#db/columns.ts'

export const accessReviews = pgTable('access_reviews', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  dueOn: day('due_on').notNull(),
  doneAt: instant('done_at'),
  doneBy: uuid('done_by'),
  lateToldAt: instant('late_told_at'),
})

export const accessReviewLines = pgTable('access_review_lines', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  reviewId: uuid('review_id').notNull(),
  membershipId: uuid('membership_id').notNull(),
  userId: uuid('user_id').notNull(),
  role: text('role').notNull(),
  decision: text('decision'),
  reason: text('reason').notNull(),
  decidedAt: instant('decided_at'),
  decidedBy: uuid('decided_by'),
})
