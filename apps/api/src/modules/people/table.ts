import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, instant, row } from '#db/columns.ts'

export const people = pgTable('people', {
  ...row(),
  userId: uuid('user_id').notNull(),
  partnerId: uuid('partner_id').notNull(),
  name: text('name').notNull(),
  email: text('email').notNull(),
  jobTitle: text('job_title').notNull(),
  administrator: boolean('administrator').notNull(),
  worksWithUsSince: day('works_with_us_since'),
  leftOn: day('left_on'),
  disabledAt: instant('disabled_at'),
  invitedAt: instant('invited_at'),
  joinedAt: instant('joined_at'),
  service: boolean('service').notNull(),
  version: integer('version').notNull(),
})

export const memberships = pgTable('memberships', {
  ...row(),
  programmeId: uuid('programme_id'),
  userId: uuid('user_id').notNull(),
  partnerId: uuid('partner_id'),
  role: text('role').notNull(),
  fromAt: instant('from_at').notNull(),
  untilAt: instant('until_at'),
})
