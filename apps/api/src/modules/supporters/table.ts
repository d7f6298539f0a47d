import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { SupporterAnswer, SupporterKind } from '@modulus/contracts/supporters.ts'
import { day, entry, row } from '#db/columns.ts'

export const supporters = pgTable('supporters', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  kind: text('kind').$type<SupporterKind>().notNull(),
  knownAs: text('known_as').notNull(),
  toldOn: day('told_on'),
  alreadyDoes: text('already_does').notNull(),
  wouldBringIn: text('would_bring_in').notNull().default(''),
  invitedOn: day('invited_on'),
  invitedById: uuid('invited_by_id'),
  answer: text('answer').$type<SupporterAnswer>(),
  stepTaken: text('step_taken').notNull().default(''),
  stepOn: day('step_on'),
  version: integer('version').notNull().default(1),
})
export const supporterLinks = pgTable('supporter_links', {
  ...entry(),
  supporterId: uuid('supporter_id').notNull(),
  words: text('words').notNull().default(''),
})
