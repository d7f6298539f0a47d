import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, row } from '#db/columns.ts'
import type { OpportunityKind, OpportunityStatus, RecordFriendly } from '@modulus/contracts/opportunities.ts'

export const opportunities = pgTable('opportunities', {
  ...row(),
  partnerId: uuid('partner_id').notNull(),
  kind: text('kind').$type<OpportunityKind>().notNull(),
  title: text('title').notNull(),
  whatYoudDo: text('what_youd_do').notNull(),
  place: text('place').notNull(),
  startsOn: day('starts_on'),
  endsOn: day('ends_on'),
  hours: text('hours').notNull(),
  pay: text('pay').notNull(),
  requires: text('requires').notNull(),
  recordFriendly: text('record_friendly').$type<RecordFriendly>().notNull(),
  tags: text('tags').array().notNull(),
  places: integer('places').notNull(),
  taken: integer('taken').notNull().default(0),
  status: text('status').$type<OpportunityStatus>().notNull().default('offered'),
  version: integer('version').notNull().default(1),
})

export const providerChecks = pgTable('provider_checks', {
  ...row(),
  partnerId: uuid('partner_id').notNull(),
  site: text('site').notNull(),
  checkedOn: day('checked_on').notNull(),
  checkedById: uuid('checked_by_id'),
  insuranceSeen: boolean('insurance_seen').notNull(),
  supervisionTalkedThrough: boolean('supervision_talked_through').notNull(),
  note: text('note').notNull(),
  reviewOn: day('review_on').notNull(),
})
