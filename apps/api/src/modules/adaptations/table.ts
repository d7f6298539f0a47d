import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type {
  AdaptationStatus,
  AdaptationStepKind,
  AdaptationTrigger,
  CoreIngredient,
  RaisedBy,
  ToldHow,
} from '@modulus/contracts/adaptations.ts'
import { day, entry, row } from '#db/columns.ts'

export const adaptations = pgTable('adaptations', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  courseId: uuid('course_id'),
  elementId: uuid('element_id'),
  followsId: uuid('follows_id'),
  trigger: text('trigger').$type<AdaptationTrigger>().notNull(),
  raisedBy: text('raised_by').$type<RaisedBy>().notNull(),
  raisedOn: day('raised_on').notNull(),
  fromText: text('from_text').notNull(),
  toText: text('to_text').notNull(),
  whatWeFeared: text('what_we_feared').notNull(),
  whatTheySaid: text('what_they_said').notNull(),
  alternatives: text('alternatives').notNull(),
  opportunityCost: text('opportunity_cost').notNull(),
  coreIngredients: text('core_ingredients').$type<CoreIngredient>().array().notNull(),
  elementBecomes: text('element_becomes').$type<'swapped' | 'dropped'>(),
  addsElement: boolean('adds_element').notNull(),
  newPartnerId: uuid('new_partner_id'),
})
export const adaptationSteps = pgTable('adaptation_steps', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  adaptationId: uuid('adaptation_id').notNull(),
  number: integer('number').notNull(),
  kind: text('kind').$type<AdaptationStepKind>().notNull(),
  statusBefore: text('status_before').$type<AdaptationStatus>(),
  status: text('status').$type<AdaptationStatus>().notNull(),
  happenedOn: day('happened_on').notNull(),
  words: text('words').notNull(),
  quote: text('quote').notNull(),
  decidedBy: text('decided_by'),
  decisionId: uuid('decision_id'),
  riskBenefitId: uuid('risk_benefit_id'),
  trialUntil: day('trial_until'),
  corrects: text('corrects'),
  earlierWords: text('earlier_words'),
  toldHow: text('told_how').$type<ToldHow>(),
  partnerId: uuid('partner_id'),
  peopleTold: integer('people_told'),
  elementWas: text('element_was'),
  newElementId: uuid('new_element_id'),
})
export const adaptationSessions = pgTable('adaptation_sessions', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  adaptationId: uuid('adaptation_id').notNull(),
  sessionId: uuid('session_id').notNull(),
})
export const adaptationChanges = pgTable('adaptation_changes', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  adaptationId: uuid('adaptation_id').notNull(),
  sessionId: uuid('session_id').notNull(),
  wasTitle: text('was_title').notNull(),
  wasWhy: text('was_why').notNull(),
  wasElementId: uuid('was_element_id'),
  becameTitle: text('became_title').notNull(),
})
export const adaptationVoices = pgTable('adaptation_voices', {
  ...entry(),
  adaptationId: uuid('adaptation_id').notNull(),
  words: text('words').notNull(),
  saidBy: text('said_by').notNull(),
  saidOn: day('said_on').notNull(),
})
