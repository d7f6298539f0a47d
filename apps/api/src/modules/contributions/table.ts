import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { GivenBy, GivingRole } from '@modulus/contracts/contributions.ts'
import type { CoMode, VoiceOrAction } from '@modulus/contracts/ideas.ts'
import type { Pathway } from '@modulus/contracts/programmes.ts'
import type { Static } from 'typebox'
import { day, entry, row } from '#db/columns.ts'

export const contributions = pgTable('contributions', {
  ...entry(),
  /** Null when it names no young person. */
  participantId: uuid('participant_id'),
  givenBy: text('given_by').$type<GivenBy>().notNull(),
  supporterId: uuid('supporter_id'),
  userId: uuid('user_id'),
  givenOn: day('given_on').notNull(),
  what: text('what').notNull(),
  coMode: text('co_mode').$type<CoMode>().notNull(),
  voiceOrAction: text('voice_or_action').$type<Static<typeof VoiceOrAction>>().notNull(),
  pathway: text('pathway').$type<Static<typeof Pathway>>().notNull(),
  role: text('role').$type<GivingRole>(),
  minutes: integer('minutes'),
  moneyPence: integer('money_pence'),
  usedHow: text('used_how').notNull().default(''),
  recognisedHow: text('recognised_how').notNull().default(''),
  version: integer('version').notNull().default(1),
})
export const elementModes = pgTable('element_modes', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  courseId: uuid('course_id').notNull(),
  elementId: uuid('element_id').notNull(),
  coMode: text('co_mode').$type<CoMode>().notNull(),
  pathway: text('pathway').$type<Static<typeof Pathway>>().notNull(),
  version: integer('version').notNull().default(1),
})
