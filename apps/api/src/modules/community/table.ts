import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { day, row } from '#db/columns.ts'

export const communityCounts = pgTable('community_counts', {
  ...row(),
  areaId: uuid('area_id').notNull(),
  kind: text('kind').notNull(),
  type: text('type').notNull(),
  month: day('month').notNull(),
  count: integer('count').notNull(),
  source: text('source').notNull(),
  extractDate: day('extract_date').notNull(),
  revision: integer('revision').notNull(),
  definition: text('definition').notNull(),
  importId: uuid('import_id'),
})

export const comparisons = pgTable('comparisons', {
  ...row(),
  programmeId: uuid('programme_id').notNull(),
  kind: text('kind').notNull(),
  type: text('type').notNull(),
  areaId: uuid('area_id').notNull(),
  comparatorAreaId: uuid('comparator_area_id'),
  comparatorReason: text('comparator_reason').notNull(),
  noComparatorReason: text('no_comparator_reason').notNull(),
  beforeFrom: day('before_from').notNull(),
  beforeTo: day('before_to').notNull(),
  afterFrom: day('after_from').notNull(),
  afterTo: day('after_to').notNull(),
  ranFrom: day('ran_from'),
  ranTo: day('ran_to'),
  confounders: text('confounders').array().notNull(),
  caption: text('caption').notNull(),
  version: integer('version').notNull(),
})
