import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, row } from '#db/columns.ts'

export const sharingAgreements = pgTable('sharing_agreements', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  partnerId: uuid('partner_id').notNull(),
  categories: text('categories').array().notNull(),
  purpose: text('purpose').notNull(),
  reference: text('reference').notNull(),
  validFrom: instant('valid_from').notNull(),
  validUntil: instant('valid_until').notNull(),
  endedAt: instant('ended_at'),
  endedReason: text('ended_reason'),
  agreedAt: instant('agreed_at'),
  version: integer('version').notNull(),
})
