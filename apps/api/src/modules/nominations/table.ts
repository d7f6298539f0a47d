import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, instant, row } from '#db/columns.ts'

export const nominations = pgTable('nominations', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  sourcePartnerId: uuid('source_partner_id').notNull(),
  sourceKind: text('source_kind').notNull(),
  receivedOn: day('received_on').notNull(),
  firstName: text('first_name').notNull(),
  familyName: text('family_name').notNull(),
  dateOfBirth: day('date_of_birth'),
  contactPointer: text('contact_pointer').notNull(),
  why: text('why_text').notNull(),
  goodAt: text('good_at_text').notNull(),
  triedBefore: text('tried_before_text').notNull(),
  trustedPerson: text('trusted_person_text').notNull(),
  sharingBasis: text('sharing_basis').notNull(),
  status: text('status').notNull(),
  noticeGivenOn: day('notice_given_on'),
  noticeHow: text('notice_how'),
  duplicateOfId: uuid('duplicate_of_id'),
  duplicateOfParticipantId: uuid('duplicate_of_participant_id'),
  erasureDueAt: instant('erasure_due_at'),
  sourceDigest: text('source_digest'),
  restricted: boolean('restricted').notNull(),
  version: integer('version').notNull(),
})

export const triageDecisions = pgTable('triage_decisions', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  nominationId: uuid('nomination_id').notNull(),
  outcome: text('outcome').notNull(),
  decidedOn: day('decided_on').notNull(),
  reasons: text('reasons').notNull(),
  dissentText: text('dissent_text').notNull(),
  assetSeen: text('asset_seen').notNull(),
})
