import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { row } from '#db/columns.ts'

export const drafts = pgTable('drafts', {
  ...row(),
  kind: text('kind').notNull(),
  aboutId: uuid('about_id'),
  title: text('title').notNull(),
  body: jsonb('body').notNull(),
  aboutProgrammeId: uuid('about_programme_id'),
  version: integer('version').notNull(),
})
