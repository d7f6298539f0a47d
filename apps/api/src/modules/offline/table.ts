import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import type { Sealed } from '@modulus/contracts/offline.ts'
import { instant, row } from '#db/columns.ts'

export const offlineReceipts = pgTable('offline_receipts', {
  ...row(),
  userId: uuid('user_id').notNull(),
  digest: text('digest').notNull(),
  outcome: text('outcome').notNull(),
  problem: text('problem'),
})

export const offlineItems = pgTable('offline_items', {
  ...row(),
  userId: uuid('user_id').notNull(),
  programmeId: uuid('programme_id'),
  participantId: uuid('participant_id'),
  operation: text('operation').notNull(),
  outcome: text('outcome').notNull(),
  problem: text('problem').notNull(),
  status: text('status').notNull(),
  finishedAt: instant('finished_at').notNull(),
  digest: text('digest').notNull(),
  sealed: jsonb('sealed').$type<Sealed>(),
  openedAt: instant('opened_at'),
  openedById: uuid('opened_by_id'),
  remindedAt: instant('reminded_at'),
  resolvedAt: instant('resolved_at'),
  resolvedById: uuid('resolved_by_id'),
  reason: text('reason').notNull(),
  version: integer('version').notNull(),
})
