import { integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant, row } from '#db/columns.ts'

export const wordLists = pgTable('word_lists', {
  ...row(),
  list: text('list').notNull(),
  key: text('key').notNull(),
  label: text('label').notNull(),
  position: integer('position').notNull(),
  retiredAt: instant('retired_at'),
  version: integer('version').notNull(),
})
