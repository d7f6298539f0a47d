import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable, Said, Words } from './common.ts'
import { endpoints } from './endpoint.ts'

export const CountKind = Type.Enum([
  'recorded_crime',
  'asb_incident',
  'deliberate_fire',
  'attack_on_crew',
  'call_for_service',
  'tenancy_complaint',
  'resident_survey',
  'school_exclusion',
  'other',
])
export type CountKind = Static<typeof CountKind>
/** What else might explain a change. */
export const Confounder = Type.Enum([
  'police_operation',
  'event_policing',
  'key_person_moved',
  'cctv_or_lighting',
  'season',
  'recording_change',
  'school_holiday',
])
export type Confounder = Static<typeof Confounder>
/** A calendar month, YYYY-MM. */
export const Month = Type.String({ pattern: '^(19|20)\\d\\d-(0[1-9]|1[0-2])$' })

const Area = Type.Object({ id: Id, code: Type.String(), name: Type.String() })

export const NewCount = Body({
  areaId: Id,
  kind: CountKind,
  type: Words(120),
  month: Month,
  count: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  source: Said(200),
  extractDate: Day,
  definition: Words(1000),
})
export type NewCount = Static<typeof NewCount>
export const Count = Type.Object({ ...NewCount.properties, id: Id, revision: Type.Integer() })
export type Count = Static<typeof Count>

/** One measure in one area: which months are known, and what they rest on. */
export const Indicator = Type.Object({
  area: Area,
  kind: CountKind,
  type: Type.String(),
  from: Month,
  to: Month,
  months: Type.Integer(),
  missing: Type.Array(Month),
  source: Type.String(),
  extractDate: Day,
  revised: Type.Integer(),
})
export type Indicator = Static<typeof Indicator>
/** What is known of one month. */
export const Point = Type.Object({
  month: Month,
  count: Type.Integer(),
  revision: Type.Integer(),
  source: Type.String(),
  extractDate: Day,
  definition: Type.String(),
})
export type Point = Static<typeof Point>
/** `points` are the latest of each month, `earlier` the revisions they replaced. */
export const Series = Type.Object({
  area: Area,
  kind: CountKind,
  type: Type.String(),
  points: Type.Array(Point),
  missing: Type.Array(Month),
  earlier: Type.Array(Point),
})
export type Series = Static<typeof Series>

const windows = {
  /** The first month of each window, and how many months both last. */
  beforeFrom: Month,
  afterFrom: Month,
  months: Type.Integer({ minimum: 1, maximum: 120 }),
}
export const NewComparison = Body({
  programmeId: Id,
  kind: CountKind,
  type: Words(120),
  areaId: Id,
  comparatorAreaId: Nullable(Id),
  comparatorReason: Words(1000),
  noComparatorReason: Words(1000),
  ...windows,
  ranFrom: Type.Optional(Nullable(Day)),
  ranTo: Type.Optional(Nullable(Day)),
  confounders: Type.Array(Confounder, { maxItems: 7, uniqueItems: true }),
  caption: Words(500),
})
export type NewComparison = Static<typeof NewComparison>
const { programmeId: _, ...comparable } = NewComparison.properties
export const ComparisonChange = Body({ ...comparable, version: Type.Integer() })
export type ComparisonChange = Static<typeof ComparisonChange>
export const Comparison = Type.Object({
  id: Id,
  programmeId: Id,
  kind: CountKind,
  type: Type.String(),
  area: Area,
  comparator: Nullable(Area),
  comparatorReason: Type.String(),
  noComparatorReason: Type.String(),
  ...windows,
  ranFrom: Nullable(Day),
  ranTo: Nullable(Day),
  confounders: Type.Array(Confounder),
  caption: Type.String(),
  version: Type.Integer(),
  can: Can('amend'),
})
export type Comparison = Static<typeof Comparison>

const Interval = { low: Type.Number(), high: Type.Number() }
/** Totals of the two windows and the change between them, in per cent; null from a base of zero. */
const Totals = Type.Object({ before: Type.Integer(), after: Type.Integer(), change: Nullable(Type.Number()) })
const Difference = Type.Object({
  difference: Type.Number(),
  se: Type.Number(),
  ...Interval,
  verdict: Type.Enum(['fell', 'rose', 'cannot_tell']),
})
export const Caveat = Type.Enum([
  'not_proof',
  'no_comparator',
  'missing_months',
  'small_base',
  'short_baseline',
  'started_at_a_peak',
  'sizes_differ',
  'overdispersed',
  'revised',
  'sources_differ',
  'confounders',
])
export type Caveat = Static<typeof Caveat>
/** Everything computed from the rows, nothing typed. `difference` and `net` need every month of both windows, and a comparator. */
export const Estimate = Type.Object({
  comparison: Comparison,
  programme: Type.Object({ id: Id, name: Type.String(), synthetic: Type.Boolean() }),
  area: Totals,
  comparator: Nullable(Totals),
  /** Weighted displacement difference (Wheeler and Ratcliffe 2018): standard error as published, and widened by phi for counts that vary more than Poisson. */
  difference: Nullable(Difference),
  widened: Nullable(Type.Object({ ...Difference.properties, phi: Type.Number() })),
  /** Change net of the comparator: ratio of ratios, in per cent, with a Wald interval on the log scale. */
  net: Nullable(Type.Object({ ratio: Type.Number(), change: Type.Number(), ...Interval })),
  /** Level of the design on each scale that is in use. */
  design: Type.Array(Type.Object({ scale: Type.Enum(['what_works_growth', 'sherman_1997']), level: Type.Integer() })),
  caveats: Type.Array(Caveat),
  missing: Type.Object({ area: Type.Array(Month), comparator: Type.Array(Month) }),
  series: Type.Object({ area: Type.Array(Point), comparator: Type.Array(Point) }),
})
export type Estimate = Static<typeof Estimate>

const params = Body({ comparisonId: Id })
export const community = endpoints('community', {
  indicators: {
    method: 'GET',
    url: '/community/indicators',
    schema: {
      summary: 'Which measures are known, for which areas and months',
      querystring: Body({ areaId: Type.Optional(Id) }),
      response: { 200: Type.Object({ items: Type.Array(Indicator), can: Can('count') }) },
    },
  },
  series: {
    method: 'GET',
    url: '/community/series',
    schema: {
      summary: 'One measure in one area, month by month; the latest revision counts',
      querystring: Body({ areaId: Id, kind: CountKind, type: Type.Optional(Words(120)) }),
      response: { 200: Series },
    },
  },
  count: {
    method: 'PUT',
    url: '/community/counts/:countId',
    schema: {
      summary: 'Add a month, or a later revision of one',
      params: Body({ countId: Id }),
      body: NewCount,
      response: { 200: Count, 201: Count },
    },
  },
  comparisons: {
    method: 'GET',
    url: '/community/comparisons',
    schema: {
      summary: 'What a programme is compared with',
      querystring: Body({ programmeId: Id }),
      response: { 200: Type.Object({ items: Type.Array(Comparison), can: Can('compare') }) },
    },
  },
  compare: {
    method: 'PUT',
    url: '/community/comparisons/:comparisonId',
    schema: {
      summary: 'Say what a programme is compared with, and why',
      params,
      body: NewComparison,
      response: { 200: Comparison, 201: Comparison },
    },
  },
  comparison: {
    method: 'GET',
    url: '/community/comparisons/:comparisonId',
    schema: { summary: 'One comparison', params, response: { 200: Comparison } },
  },
  amendComparison: {
    method: 'PATCH',
    url: '/community/comparisons/:comparisonId',
    schema: { summary: 'Change a comparison', params, body: ComparisonChange, response: { 200: Comparison } },
  },
  estimate: {
    method: 'GET',
    url: '/community/comparisons/:comparisonId/estimate',
    schema: { summary: 'What the counts say, with its uncertainty', params, response: { 200: Estimate } },
  },
})
