import { boolean, integer, numeric, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, entry } from '#db/columns.ts'
import type { EndedBy, JobContract, PlacementState, ReviewSide, SaidHow, StepSaidBy } from '@modulus/contracts/placements.ts'

export const placements = pgTable('placements', {
  ...entry(),
  opportunityId: uuid('opportunity_id').notNull(),
  partnerId: uuid('partner_id').notNull(),
  matchedInterestId: uuid('matched_interest_id'),
  matchReason: text('match_reason').notNull().default(''),
  state: text('state').$type<PlacementState>().notNull().default('suggested'),
  startsOn: day('starts_on'),
  endsOn: day('ends_on'),
  partnerAcceptedOn: day('partner_accepted_on'),
  adjustments: text('adjustments').notNull().default(''),
  travel: text('travel').notNull().default(''),
  supervisorId: uuid('supervisor_id'),
  jobStartsOn: day('job_starts_on'),
  jobContract: text('job_contract').$type<JobContract>(),
  jobHoursPerWeek: numeric('job_hours_per_week', { precision: 4, scale: 1, mode: 'number' }),
  realLivingWage: boolean('real_living_wage'),
  jobEmployerId: uuid('job_employer_id'),
  endedReason: text('ended_reason').notNull().default(''),
  endedBy: text('ended_by').$type<EndedBy>(),
  version: integer('version').notNull().default(1),
})
export const placementSteps = pgTable('placement_steps', {
  ...entry(),
  placementId: uuid('placement_id').notNull(),
  partnerId: uuid('partner_id').notNull(),
  fromState: text('from_state').$type<PlacementState>(),
  toState: text('to_state').$type<PlacementState>().notNull(),
  happenedOn: day('happened_on').notNull(),
  saidBy: text('said_by').$type<StepSaidBy>().notNull().default('worker'),
  how: text('how').$type<SaidHow>().notNull().default('in_person'),
})
export const placementDays = pgTable('placement_days', {
  ...entry(),
  placementId: uuid('placement_id').notNull(),
  partnerId: uuid('partner_id').notNull(),
  day: day('day').notNull(),
  came: boolean('came').notNull(),
})
export const placementReviews = pgTable('placement_reviews', {
  ...entry(),
  placementId: uuid('placement_id').notNull(),
  partnerId: uuid('partner_id').notNull(),
  side: text('side').$type<ReviewSide>().notNull(),
  reviewedOn: day('reviewed_on').notNull(),
  words: text('words').notNull(),
  score: integer('score'),
  saidBy: text('said_by').$type<StepSaidBy>().notNull().default('partner'),
})
