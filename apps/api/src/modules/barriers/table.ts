import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type {
  BarrierLevel,
  BarrierRaisedBy,
  BarrierSource,
  BarrierStatus,
  FallsOn,
  StrategyResult,
  TriedBy,
} from '@modulus/contracts/barriers.ts'
import type { CoMode, VoiceOrAction } from '@modulus/contracts/ideas.ts'
import type { Pathway } from '@modulus/contracts/programmes.ts'
import type { Static } from 'typebox'
import { day, row } from '#db/columns.ts'

export const barriers = pgTable('barriers', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  raisedByKind: text('raised_by_kind').$type<BarrierRaisedBy>().notNull(),
  coMode: text('co_mode').$type<CoMode>(),
  voiceOrAction: text('voice_or_action').$type<Static<typeof VoiceOrAction>>(),
  pathway: text('pathway').$type<Static<typeof Pathway>>(),
  source: text('source').$type<BarrierSource>().notNull(),
  level: text('level').$type<BarrierLevel>().notNull(),
  fallsOn: text('falls_on').$type<FallsOn>().notNull(),
  severityByParticipants: integer('severity_by_participants'),
  severityByPartners: integer('severity_by_partners'),
  description: text('description').notNull(),
  status: text('status').$type<BarrierStatus>().notNull().default('open'),
  version: integer('version').notNull().default(1),
})
export const barrierStrategies = pgTable('barrier_strategies', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  barrierId: uuid('barrier_id').notNull(),
  triedOn: day('tried_on').notNull(),
  kind: text('kind').notNull(),
  triedBy: text('tried_by').$type<TriedBy>().notNull(),
  result: text('result').$type<StrategyResult>(),
  note: text('note').notNull().default(''),
  version: integer('version').notNull().default(1),
})

// The survey: no author, no time, no order.
export const surveyMarks = pgTable('survey_marks', {
  partnershipId: uuid('partnership_id').notNull(),
  id: uuid('id').notNull(),
  programmeId: uuid('programme_id').notNull(),
  asked: text('asked').notNull(),
  userId: uuid('user_id').notNull(),
  month: day('month').notNull(),
})
export const surveyTickets = pgTable('survey_tickets', {
  partnershipId: uuid('partnership_id').notNull(),
  id: uuid('id').notNull(),
  programmeId: uuid('programme_id').notNull(),
})
export const surveyAnswers = pgTable('survey_answers', {
  partnershipId: uuid('partnership_id').notNull(),
  id: uuid('id').notNull(),
  programmeId: uuid('programme_id').notNull(),
  asked: text('asked').notNull(),
  month: day('month').notNull(),
  choices: jsonb('choices').notNull(),
  words: text('words').notNull(),
})
