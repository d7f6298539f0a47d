import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { CoMode, IdeaStatus, RaisedByKind, VoiceOrAction } from '@modulus/contracts/ideas.ts'
import { day, entry, instant, row } from '#db/columns.ts'

export const ideas = pgTable('ideas', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  words: text('words').notNull(),
  raisedByKind: text('raised_by_kind').$type<RaisedByKind>().notNull(),
  raisedOn: day('raised_on').notNull(),
  coMode: text('co_mode').$type<CoMode>().notNull(),
  voiceOrAction: text('voice_or_action').$type<VoiceOrAction>().notNull(),
  status: text('status').$type<IdeaStatus>().notNull(),
  repliedAt: instant('replied_at'),
  version: integer('version').notNull(),
})
export const ideaReplies = pgTable('idea_replies', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  ideaId: uuid('idea_id').notNull(),
  status: text('status').notNull(),
  words: text('words').notNull(),
})
export const ideaVoices = pgTable('idea_voices', {
  ...entry(),
  ideaId: uuid('idea_id').notNull(),
  fromInterestId: uuid('from_interest_id'),
  raised: boolean('raised').notNull(),
})
export const ideaSupports = pgTable('idea_supports', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  ideaId: uuid('idea_id').notNull(),
  userId: uuid('user_id').notNull(),
})
