import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, instant, row } from '#db/columns.ts'
import type { CoreIngredient } from '@modulus/contracts/adaptations.ts'
import type { IngredientChoice, Insight, Principle, ReadinessLevel } from '@modulus/contracts/learning.ts'

export const lessonUses = pgTable('lesson_uses', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  lessonId: uuid('lesson_id').notNull(),
  how: text('how').notNull(),
})
export const askedQuestions = pgTable('asked_questions', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  words: text('words').notNull(),
  lessonId: uuid('lesson_id'),
  askedOn: day('asked_on'),
  peopleAsked: integer('people_asked'),
  theirAnswer: text('their_answer').notNull(),
  version: integer('version').notNull().default(1),
})
export const ingredientChoices = pgTable('ingredient_choices', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  ingredient: text('ingredient').$type<CoreIngredient>().notNull(),
  choice: text('choice').$type<IngredientChoice>().notNull(),
  why: text('why').notNull(),
  decisionId: uuid('decision_id'),
  chosenAt: instant('chosen_at').notNull(),
})
export const readinessChecks = pgTable('readiness_checks', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  insight: text('insight').$type<Insight>().notNull(),
  level: text('level').$type<ReadinessLevel>().notNull(),
  partnerId: uuid('partner_id'),
  score: integer('score').notNull(),
  evidence: text('evidence').notNull(),
  readAt: instant('read_at').notNull(),
})
export const principleEvidence = pgTable('principle_evidence', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  principle: text('principle').$type<Principle>().notNull(),
  words: text('words').notNull(),
  decisionId: uuid('decision_id'),
})
