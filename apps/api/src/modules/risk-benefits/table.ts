import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { Backing, Benefit, Judgement, Risk, WeighedAbout } from '@modulus/contracts/risk-benefits.ts'
import { day, row } from '#db/columns.ts'

export const riskBenefits = pgTable('risk_benefits', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  participantId: uuid('participant_id'),
  subject: text('subject').notNull(),
  about: text('about').$type<WeighedAbout>().notNull(),
  adaptationId: uuid('adaptation_id'),
  courseId: uuid('course_id'),
  visitId: uuid('visit_id'),
  placementId: uuid('placement_id'),
  benefits: jsonb('benefits').$type<Benefit[]>().notNull(),
  risks: jsonb('risks').$type<Risk[]>().notNull(),
  riskOfNotDoing: text('risk_of_not_doing').notNull(),
  theirWeighing: text('their_weighing').notNull(),
  ourWeighing: text('our_weighing').notNull(),
  judgement: text('judgement').$type<Judgement>(),
  carriedById: uuid('carried_by_id').notNull(),
  backing: text('backing').$type<Backing>().notNull(),
  backedById: uuid('backed_by_id'),
  backingWords: text('backing_words').notNull(),
  backedOn: day('backed_on'),
  reviewOn: day('review_on'),
  whatHappened: text('what_happened').notNull(),
  whatHappenedOn: day('what_happened_on'),
  version: integer('version').notNull(),
})
