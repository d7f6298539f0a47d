import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, entry } from '#db/columns.ts'

export const destinations = pgTable('destinations', {
  ...entry(),
  kind: text('kind').notNull(),
  startsOn: day('starts_on').notNull(),
  endsOn: day('ends_on'),
  checkedOn: day('checked_on').notNull(),
  evidence: text('evidence').notNull(),
  employerPartnerId: uuid('employer_partner_id'),
  placementId: uuid('placement_id'),
  version: integer('version').notNull(),
})

export const followUps = pgTable('follow_ups', {
  ...entry(),
  months: integer('months').notNull(),
  dueOn: day('due_on').notNull(),
  status: text('status').notNull(),
  doneOn: day('done_on'),
  destinationId: uuid('destination_id'),
  words: text('words').notNull(),
  version: integer('version').notNull(),
})
