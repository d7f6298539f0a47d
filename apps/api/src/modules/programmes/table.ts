import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, row } from '#db/columns.ts'

export const areas = pgTable('areas', {
  ...row(),
  kind: text('kind').notNull(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  sourceVersion: text('source_version').notNull(),
})

export const programmes = pgTable('programmes', {
  ...row(),
  name: text('name').notNull(),
  areaId: uuid('area_id').notNull(),
  leadPartnerId: uuid('lead_partner_id').notNull(),
  cohortName: text('cohort_name').notNull(),
  status: text('status').notNull(),
  pausedFrom: text('paused_from'),
  pathway: text('pathway').notNull(),
  startedOn: day('started_on'),
  goalShared: text('goal_shared').notNull(),
  deadlineWhat: text('deadline_what'),
  deadlineOn: day('deadline_on'),
  deadlineWhose: text('deadline_whose'),
  derivedFromId: uuid('derived_from_id'),
  triedBefore: text('tried_before').notNull(),
  invitedCount: integer('invited_count'),
  dpiaStatus: text('dpia_status').notNull(),
  rightsCheckStatus: text('rights_check_status').notNull(),
  safeguardingLeadId: uuid('safeguarding_lead_id'),
  safeguardingDeputyId: uuid('safeguarding_deputy_id'),
  outcomesNote: text('outcomes_note').notNull(),
  synthetic: boolean('synthetic').notNull(),
  version: integer('version').notNull(),
})

export const programmePartners = pgTable('programme_partners', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  partnerId: uuid('partner_id').notNull(),
  role: text('role').notNull(),
  offers: text('offers').notNull(),
  asks: text('asks').notNull(),
})
