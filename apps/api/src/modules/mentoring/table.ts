import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, entry } from '#db/columns.ts'
import type { MatchEndedBy, MatchStatus, MeetUpKind } from '@modulus/contracts/mentoring.ts'

export const mentorMatches = pgTable('mentor_matches', {
  ...entry(),
  mentorId: uuid('mentor_id').notNull(),
  status: text('status').$type<MatchStatus>().notNull().default('proposed'),
  proposedOn: day('proposed_on').notNull(),
  participantYesOn: day('participant_yes_on'),
  participantYesSaidBy: text('participant_yes_said_by').$type<'participant' | 'together' | 'parent'>(),
  participantYesHow: text('participant_yes_how').$type<'in_person' | 'call' | 'text' | 'own_phone' | 'writing'>(),
  mentorYesOn: day('mentor_yes_on'),
  startedOn: day('started_on'),
  endedOn: day('ended_on'),
  endedBy: text('ended_by').$type<MatchEndedBy>(),
  endedWords: text('ended_words').notNull().default(''),
  swapWanted: boolean('swap_wanted').notNull().default(false),
  swappedFromId: uuid('swapped_from_id'),
  purpose: text('purpose').notNull().default(''),
  goals: text('goals').array().notNull().default([]),
  meetsEveryDays: integer('meets_every_days').notNull().default(14),
  contactRoutes: text('contact_routes').notNull().default(''),
  boundaries: text('boundaries').notNull().default(''),
  reviewAgreementOn: day('review_agreement_on'),
  version: integer('version').notNull().default(1),
})
export const mentoringSessions = pgTable('mentoring_sessions', {
  ...entry(),
  matchId: uuid('match_id').notNull(),
  mentorId: uuid('mentor_id').notNull(),
  heldOn: day('held_on').notNull(),
  minutes: integer('minutes'),
  place: text('place').notNull().default(''),
  kind: text('kind').$type<MeetUpKind>().notNull().default('met'),
  nextOn: day('next_on'),
  version: integer('version').notNull().default(1),
})
