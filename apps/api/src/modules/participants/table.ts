import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, instant, row } from '#db/columns.ts'

export const participants = pgTable('participants', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  nominationId: uuid('nomination_id'),
  reference: text('reference').notNull(),
  knownAs: text('known_as').notNull(),
  pronouns: text('pronouns').notNull(),
  ageBand: text('age_band').notNull(),
  status: text('status').notNull(),
  statusSince: day('status_since').notNull(),
  workerId: uuid('worker_id'),
  userId: uuid('user_id'),
  continuesFromId: uuid('continues_from_id'),
  communicationNote: text('communication_note').notNull(),
  nextStep: text('next_step').notNull(),
  nextStepOn: day('next_step_on'),
  lastContactAt: instant('last_contact_at'),
  restricted: boolean('restricted').notNull(),
  neverOffline: boolean('never_offline').notNull(),
  erasureDueAt: instant('erasure_due_at'),
  version: integer('version').notNull(),
})
