import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, entry, instant } from '#db/columns.ts'
import type { PromiseDeed, PromiseHow, PromiseKind, PromiseMadeIn, PromiseStatus } from '@modulus/contracts/promises.ts'

export const promises = pgTable('promises', {
  ...entry(),
  /** Null between colleagues: only then is the row about no young person. */
  participantId: uuid('participant_id'),
  fromKind: text('from_kind').$type<PromiseKind>().notNull(),
  fromUserId: uuid('from_user_id'),
  toKind: text('to_kind').$type<PromiseKind>().notNull(),
  toUserId: uuid('to_user_id'),
  text: text('text').notNull(),
  dueOn: day('due_on'),
  madeIn: text('made_in').$type<PromiseMadeIn>().notNull(),
  madeInId: uuid('made_in_id'),
  saidBy: text('said_by').$type<'self' | 'participant'>().notNull().default('self'),
  how: text('how').$type<PromiseHow>(),
  status: text('status').$type<PromiseStatus>().notNull().default('made'),
  saidKeptByMakerAt: instant('said_kept_by_maker_at'),
  saidKeptByReceiverAt: instant('said_kept_by_receiver_at'),
  wordSaidBy: text('word_said_by').$type<'self' | 'participant'>(),
  wordHow: text('word_how').$type<PromiseHow>(),
  story: text('story').notNull().default(''),
  askedBy: text('asked_by').$type<'maker' | 'receiver'>(),
  askedText: text('asked_text'),
  askedDueOn: day('asked_due_on'),
  askedWords: text('asked_words').notNull().default(''),
  version: integer('version').notNull().default(1),
})
export const promiseSteps = pgTable('promise_steps', {
  ...entry(),
  participantId: uuid('participant_id'),
  promiseId: uuid('promise_id').notNull(),
  deed: text('deed').$type<PromiseDeed>().notNull(),
  fromUserId: uuid('from_user_id'),
  toUserId: uuid('to_user_id'),
  saidBy: text('said_by').$type<'self' | 'participant'>().notNull().default('self'),
  how: text('how').$type<PromiseHow>(),
  words: text('words').notNull().default(''),
  wasText: text('was_text'),
  wasDueOn: day('was_due_on'),
  wasUserId: uuid('was_user_id'),
})
