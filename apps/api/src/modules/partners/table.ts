import { boolean, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { instant, row } from '#db/columns.ts'

export const partners = pgTable('partners', {
  ...row(),
  name: text('name').notNull(),
  sector: text('sector').notNull(),
  anchorCapable: boolean('anchor_capable').notNull(),
  canOffer: text('can_offer').array().notNull(),
  flexibilityNote: text('flexibility_note').notNull(),
  governanceEmail: text('governance_email').notNull(),
  offlineAllowed: boolean('offline_allowed').notNull(),
  retiredAt: instant('retired_at'),
  version: integer('version').notNull(),
})
