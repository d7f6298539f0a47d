import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, row } from '#db/columns.ts'

export const retentionRules = pgTable('retention_rules', {
  ...row(),
  trigger: text('trigger').notNull(),
  keepCount: integer('keep_count').notNull(),
  keepUnit: text('keep_unit').notNull(),
  action: text('action').notNull(),
  needsApproval: boolean('needs_approval').notNull(),
  source: text('source').notNull(),
  version: integer('version').notNull(),
})
export const erasureRequests = pgTable('erasure_requests', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  participantId: uuid('participant_id').notNull(),
  askedOn: day('asked_on').notNull(),
  askedBy: text('asked_by').notNull(),
  words: text('words').notNull(),
  state: text('state').notNull(),
  answeredOn: day('answered_on'),
  answeredBy: uuid('answered_by'),
  ground: text('ground'),
  answer: text('answer').notNull(),
  batchId: uuid('batch_id'),
  version: integer('version').notNull(),
})
