import { pgTable, smallint, text, uuid } from 'drizzle-orm/pg-core'
import type { CoherenceLevel } from '@modulus/contracts/coherence.ts'
import { day, row } from '#db/columns.ts'

export const coherenceReadings = pgTable('coherence_readings', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  level: text('level').$type<CoherenceLevel>().notNull(),
  partnerId: uuid('partner_id'),
  month: day('month').notNull(),
  answers: smallint('answers').array().notNull(),
  words: text('words').notNull().default(''),
})
