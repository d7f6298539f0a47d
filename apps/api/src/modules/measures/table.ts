import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, entry } from '#db/columns.ts'

export const measures = pgTable('measures', {
  ...entry(),
  occasionId: uuid('occasion_id').notNull(),
  framework: text('framework').notNull(),
  edition: integer('edition').notNull(),
  item: text('item').notNull(),
  goalId: uuid('goal_id'),
  value: integer('value').notNull(),
  ratedBy: text('rated_by').notNull(),
  ratedOn: day('rated_on').notNull(),
  words: text('words').notNull(),
})
