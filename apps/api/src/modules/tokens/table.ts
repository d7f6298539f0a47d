import { boolean, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant, row } from '#db/columns.ts'

export const apiTokens = pgTable('api_tokens', {
  ...row(),
  userId: uuid('user_id').notNull(),
  service: boolean('service').notNull(),
  name: text('name').notNull(),
  digest: text('digest').notNull(),
  writes: boolean('writes').notNull(),
  categories: text('categories').array(),
  expiresAt: instant('expires_at').notNull(),
  lastUsedAt: instant('last_used_at'),
  revokedAt: instant('revoked_at'),
  revokedBy: uuid('revoked_by'),
})
