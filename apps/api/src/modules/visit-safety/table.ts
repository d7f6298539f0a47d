import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, row } from '#db/columns.ts'

export const visitRules = pgTable('visit_rules', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  pairsRequired: boolean('pairs_required').notNull(),
  leadApproves: boolean('lead_approves').notNull(),
  version: integer('version').notNull(),
})

export const peopleMobiles = pgTable('people_mobiles', {
  ...row(),
  userId: uuid('user_id').notNull(),
  mobile: text('mobile').notNull(),
  version: integer('version').notNull(),
})

export const visitSafety = pgTable('visit_safety', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  visitId: uuid('visit_id').notNull(),
  state: text('state').notNull(),
  officerId: uuid('officer_id').notNull(),
  secondOfficerId: uuid('second_officer_id'),
  buddyId: uuid('buddy_id'),
  expectedMinutes: integer('expected_minutes').notNull(),
  baseContact: text('base_contact').notNull(),
  pairsRequired: boolean('pairs_required').notNull(),
  needsApproval: boolean('needs_approval').notNull(),
  approvedAt: instant('approved_at'),
  approvedById: uuid('approved_by_id'),
  checkedInAt: instant('checked_in_at'),
  expectedEndAt: instant('expected_end_at'),
  round: integer('round').notNull(),
  checkedOutAt: instant('checked_out_at'),
  closedBecause: text('closed_because'),
  version: integer('version').notNull(),
})

export const visitSafetySteps = pgTable('visit_safety_steps', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  safetyId: uuid('safety_id').notNull(),
  kind: text('kind').notNull(),
  happenedAt: instant('happened_at').notNull(),
  minutes: integer('minutes'),
})

export const visitAlerts = pgTable('visit_alerts', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  safetyId: uuid('safety_id').notNull(),
  round: integer('round').notNull(),
  step: text('step').notNull(),
})

export const visitDebriefs = pgTable('visit_debriefs', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  safetyId: uuid('safety_id').notNull(),
  how: text('how').notNull(),
  words: text('words').notNull(),
  changeWords: text('change_words').notNull(),
})
