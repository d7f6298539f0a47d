import { customType, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { entry, instant, row } from '#db/columns.ts'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
export const attachments = pgTable('attachments', {
  ...entry(),
  aboutKind: text('about_kind').notNull(),
  visitId: uuid('visit_id'),
  placementId: uuid('placement_id'),
  name: text('name').notNull(),
  description: text('description').notNull(),
  size: integer('size'),
  mediaType: text('media_type'),
  digest: text('digest'),
  status: text('status').notNull(),
  scannedAt: instant('scanned_at'),
  removedReason: text('removed_reason').notNull(),
  version: integer('version').notNull(),
})
export const attachmentBytes = pgTable('attachment_bytes', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  participantId: uuid('participant_id').notNull(),
  attachmentId: uuid('attachment_id').notNull(),
  aboutKind: text('about_kind').notNull(),
  bytes: bytea('bytes').notNull(),
})
