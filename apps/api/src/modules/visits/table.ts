import { boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, entry, instant, row } from '#db/columns.ts'

export const visits = pgTable('visits', {
  ...entry(),
  status: text('status').notNull(),
  startsAt: instant('starts_at').notNull(),
  place: text('place').notNull(),
  why: text('why').notNull(),
  officerId: uuid('officer_id').notNull(),
  secondOfficerId: uuid('second_officer_id'),
  outcome: text('outcome'),
  happenedAt: instant('happened_at'),
  present: text('present').array().notNull(),
  wantsToCome: text('wants_to_come'),
  nextStep: text('next_step'),
  nextOn: day('next_on'),
  toldWhatWeWrite: boolean('told_what_we_write').notNull(),
  rescheduledFromId: uuid('rescheduled_from_id'),
  closedReason: text('closed_reason').notNull(),
  recordedAt: instant('recorded_at'),
  recordedById: uuid('recorded_by_id'),
  version: integer('version').notNull(),
})

const versionOf = () => ({
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  participantId: uuid('participant_id').notNull(),
  ofVersion: integer('of_version').notNull(),
  was: jsonb('was').notNull(),
})
export const visitVersions = pgTable('visit_versions', { ...versionOf(), visitId: uuid('visit_id').notNull() })
export const noteVersions = pgTable('note_versions', { ...versionOf(), noteId: uuid('note_id').notNull() })
