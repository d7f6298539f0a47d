import { pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { day } from '#db/columns.ts'

export const pulseMarks = pgTable('pulse_marks', {
  partnershipId: uuid('partnership_id').notNull(),
  id: uuid('id').notNull(),
  programmeId: uuid('programme_id').notNull(),
  asked: text('asked').notNull(),
  userId: uuid('user_id').notNull(),
  month: day('month').notNull(),
})
export const pulseTickets = pgTable('pulse_tickets', {
  partnershipId: uuid('partnership_id').notNull(),
  id: uuid('id').notNull(),
  programmeId: uuid('programme_id').notNull(),
})
export const pulseAnswers = pgTable('pulse_answers', {
  partnershipId: uuid('partnership_id').notNull(),
  id: uuid('id').notNull(),
  programmeId: uuid('programme_id').notNull(),
  asked: text('asked').notNull(),
  month: day('month').notNull(),
  answers: smallint('answers').array().notNull(),
  why: text('why').notNull(),
})
