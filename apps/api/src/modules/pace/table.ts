import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, row } from '#db/columns.ts'
import type { PaceAction, PaceWhere, PressureResponse, PressureSource, PressureState } from '@modulus/contracts/pace.ts'

export const paceChecks = pgTable('pace_checks', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  heldOn: day('held_on').notNull(),
  heldIn: text('held_in').$type<PaceWhere>().notNull(),
  heldInId: uuid('held_in_id'),
  asked: integer('asked').notNull(),
  theirPace: integer('their_pace'),
  ourPace: integer('our_pace'),
  note: text('note').notNull(),
  action: text('action').$type<PaceAction>().notNull(),
  version: integer('version').notNull().default(1),
})
export const timePressures = pgTable('time_pressures', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  source: text('source').$type<PressureSource>().notNull(),
  whose: text('whose').notNull(),
  deadlineOn: day('deadline_on'),
  wants: text('wants').notNull(),
  threatens: text('threatens').notNull(),
  response: text('response').$type<PressureResponse>(),
  costNoted: text('cost_noted').notNull(),
  state: text('state').$type<PressureState>().notNull(),
  version: integer('version').notNull().default(1),
})
