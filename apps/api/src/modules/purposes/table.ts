import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, instant, row } from '#db/columns.ts'

export const processingPurposes = pgTable('processing_purposes', {
  ...row(),
  name: text('name').notNull(),
  article6: text('article6').notNull(),
  retentionNote: text('retention_note').notNull(),
  programmeId: uuid('programme_id'),
  controllerId: uuid('controller_id'),
  whatFor: text('what_for').notNull(),
  article9: text('article9'),
  schedule1: text('schedule1'),
  endedAt: instant('ended_at'),
  version: integer('version').notNull(),
})
export const dpias = pgTable('dpias', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  status: text('status').notNull(),
  whyNeeded: text('why_needed').notNull(),
  whatHappens: text('what_happens').notNull(),
  whoWasAsked: text('who_was_asked').notNull(),
  risks: jsonb('risks').notNull(),
  advice: text('advice').notNull(),
  writtenBy: uuid('written_by'),
  approvedBy: uuid('approved_by'),
  approvedName: text('approved_name'),
  approvedAt: instant('approved_at'),
  reviewOn: day('review_on'),
  version: integer('version').notNull(),
})
export const rightsChecks = pgTable('rights_checks', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  status: text('status').notNull(),
  bestInterests: text('best_interests').notNull(),
  fairness: text('fairness').notNull(),
  views: text('views').notNull(),
  privacy: text('privacy').notNull(),
  safety: text('safety').notNull(),
  growing: text('growing').notNull(),
  doneBy: uuid('done_by'),
  doneName: text('done_name'),
  doneOn: day('done_on'),
  version: integer('version').notNull(),
})
