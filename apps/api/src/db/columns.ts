import { customType, text, uuid } from 'drizzle-orm/pg-core'

/** timestamptz that crosses the wire, and the code, as one thing: an ISO 8601 string in UTC. */
export const instant = customType<{ data: string; driverData: string | Date }>({
  dataType: () => 'timestamptz',
  fromDriver: (value) => new Date(value).toISOString(),
})
/** A calendar date as people write it, YYYY-MM-DD: no time, no zone, no Date. */
export const day = customType<{ data: string; driverData: string }>({ dataType: () => 'date' })

/** The columns of app.row: every tenant row has them. Ids are made by the caller (UUIDv7). */
export const row = () => ({
  partnershipId: uuid('partnership_id').notNull(),
  id: uuid('id').notNull(),
  createdAt: instant('created_at').notNull(),
  createdBy: uuid('created_by'),
  updatedAt: instant('updated_at').notNull(),
  updatedBy: uuid('updated_by'),
})

/** The columns of app.entry: every row about a person has them besides. */
export const entry = () => ({
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  participantId: uuid('participant_id').notNull(),
  purposeId: uuid('purpose_id'),
  visibility: text('visibility').notNull(),
  withheldReason: text('withheld_reason'),
  reviewOn: day('review_on'),
})
