import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { day, entry, instant } from '#db/columns.ts'

export const contactEvents = pgTable('contact_events', {
  ...entry(),
  channel: text('channel').notNull(),
  direction: text('direction').notNull(),
  outcome: text('outcome').notNull(),
  happenedAt: instant('happened_at').notNull(),
  nextOn: day('next_on'),
  version: integer('version').notNull().default(1),
})
