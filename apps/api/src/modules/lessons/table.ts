import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { row } from '#db/columns.ts'
import type { CoMode } from '@modulus/contracts/ideas.ts'
import type { HeardFrom, LessonKind } from '@modulus/contracts/lessons.ts'

export const lessons = pgTable('lessons', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  kind: text('kind').$type<LessonKind>().notNull(),
  words: text('words').notNull(),
  aboutCo: text('about_co').$type<CoMode>(),
  heardFrom: text('heard_from').$type<HeardFrom>().notNull(),
  question: text('question').notNull(),
  evidence: text('evidence').notNull(),
  decisionId: uuid('decision_id'),
  shared: boolean('shared').notNull(),
  version: integer('version').notNull().default(1),
})
