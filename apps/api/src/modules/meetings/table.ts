import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, instant, row } from '#db/columns.ts'
import type { ActionStatus, MeetingKind } from '@modulus/contracts/meetings.ts'

export const meetings = pgTable('meetings', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  kind: text('kind').$type<MeetingKind>().notNull(),
  startsAt: instant('starts_at').notNull(),
  place: text('place').notNull(),
  participantsPresent: integer('participants_present').notNull().default(0),
  preBriefDone: boolean('pre_brief_done').notNull().default(false),
  expensesArranged: boolean('expenses_arranged').notNull().default(false),
  theirView: text('their_view').notNull().default(''),
  version: integer('version').notNull().default(1),
})
export const meetingAttendees = pgTable('meeting_attendees', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  meetingId: uuid('meeting_id').notNull(),
  userId: uuid('user_id').notNull(),
})
export const actions = pgTable('actions', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  meetingId: uuid('meeting_id'),
  what: text('what').notNull(),
  ownerId: uuid('owner_id').notNull(),
  dueOn: day('due_on'),
  status: text('status').$type<ActionStatus>().notNull().default('todo'),
  blockedBy: text('blocked_by').notNull().default(''),
  version: integer('version').notNull().default(1),
})
