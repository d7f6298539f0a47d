import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, row } from '#db/columns.ts'

export const pvgChecks = pgTable('pvg_checks', {
  ...row(),
  userId: uuid('user_id').notNull(),
  workforce: text('workforce').notNull(),
  membershipConfirmedOn: day('membership_confirmed_on').notNull(),
  seenById: uuid('seen_by_id'),
  renewalDue: day('renewal_due').notNull(),
  endedNotifiedOn: day('ended_notified_on'),
  endedNotifiedById: uuid('ended_notified_by_id'),
  carriedOver: boolean('carried_over').notNull(),
})

export const pvgNotices = pgTable('pvg_notices', { ...row(), checkId: uuid('check_id').notNull(), stage: text('stage').notNull() })

export const roleAssessments = pgTable('role_assessments', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  userId: uuid('user_id').notNull(),
  roleKind: text('role_kind').notNull(),
  outcome: text('outcome').notNull(),
  reason: text('reason').notNull(),
  assessedById: uuid('assessed_by_id').notNull(),
  assessedOn: day('assessed_on').notNull(),
  reviewOn: day('review_on').notNull(),
})
