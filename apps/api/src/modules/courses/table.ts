import { boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, entry, instant, row } from '#db/columns.ts'

export const courses = pgTable('courses', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  name: text('name').notNull(),
  about: text('about').notNull(),
  status: text('status').notNull(),
  weeks: integer('weeks'),
  startsOn: day('starts_on'),
  pattern: jsonb('pattern').notNull(),
  place: text('place').notNull(),
  capacity: integer('capacity').notNull(),
  taken: integer('taken').notNull(),
  version: integer('version').notNull(),
})

export const courseElements = pgTable('course_elements', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  courseId: uuid('course_id').notNull(),
  title: text('title').notNull(),
  position: integer('position').notNull(),
  partnerId: uuid('partner_id'),
  interestId: uuid('interest_id'),
  ideaId: uuid('idea_id'),
  decisionId: uuid('decision_id'),
  cameFrom: text('came_from').notNull(),
  place: text('place').notNull(),
  costPence: integer('cost_pence'),
  chosenBy: text('chosen_by').notNull(),
  status: text('status').notNull(),
  version: integer('version').notNull(),
})

export const courseSessions = pgTable('course_sessions', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  courseId: uuid('course_id').notNull(),
  week: integer('week').notNull(),
  startsAt: instant('starts_at').notNull(),
  endsAt: instant('ends_at').notNull(),
  title: text('title').notNull(),
  place: text('place').notNull(),
  elementId: uuid('element_id'),
  plannedTitle: text('planned_title').notNull(),
  changedWhy: text('changed_why').notNull(),
  status: text('status').notNull(),
  groupWords: text('group_words').notNull(),
  groupScore: integer('group_score'),
  slotAt: instant('slot_at'),
  editedAlone: boolean('edited_alone').notNull(),
  version: integer('version').notNull(),
})

export const courseSessionNotes = pgTable('course_session_notes', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  courseSessionId: uuid('course_session_id').notNull(),
  words: text('words').notNull(),
  version: integer('version').notNull(),
})

export const enrolments = pgTable('enrolments', {
  ...entry(),
  courseId: uuid('course_id').notNull(),
  status: text('status').notNull(),
  enrolledOn: day('enrolled_on').notNull(),
  leftOn: day('left_on'),
  choicesOffered: text('choices_offered').notNull(),
  saidBy: text('said_by').notNull(),
  version: integer('version').notNull(),
})

export const attendance = pgTable('attendance', {
  ...entry(),
  courseSessionId: uuid('course_session_id').notNull(),
  mark: text('mark').notNull(),
  reasonKey: text('reason_key'),
})
