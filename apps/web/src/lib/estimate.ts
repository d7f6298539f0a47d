// What an estimate says, in words and as the pictures need it: used by the board and by the page that compares.
import type { Estimate, Point } from '@modulus/contracts/community.ts'
import { dateOf, monthOf } from './format.ts'
import { label } from '../words/en.ts'

const one = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
/** −80.0 as "−80.0%", with a real minus. */
export const changeOf = (percent: number) => `${percent > 0 ? '+' : ''}${one.format(percent)}%`.replace('-', '−')
export const decimalOf = (value: number) => one.format(value).replace('-', '−')

type Totals = Estimate['area']
const moved = ({ before, after, change }: Totals) =>
  `${after < before ? 'fell' : after > before ? 'rose' : 'stayed'} ${after === before ? `at ${after}` : `from ${before} to ${after}`}${change !== null && after !== before ? ` (${changeOf(change)})` : ''}`

export const measureOf = ({ kind, type }: { kind: string; type: string }) => [label('communityKind', kind), type].filter(Boolean).join(': ')

/** The one sentence of the picture. It never claims more than the counts allow. */
export function takeawayOf({ comparison, area, comparator, missing }: Estimate): string {
  const missed = missing.area.length + missing.comparator.length
  if (missed > 0)
    return `${missed} ${missed === 1 ? 'month is' : 'months are'} not known, so no change is worked out. ${comparison.area.name} so far: ${area.before} before, ${area.after} after.`
  const here = `${comparison.area.name} ${moved(area)}, ${comparison.months} months against ${comparison.months} months.`
  const there =
    comparator && comparison.comparator ? `${comparison.comparator.name} ${moved(comparator)}.` : 'There is no area to compare with.'
  return `${here} ${there} ${label('caveat', 'not_proof')}`
}

/** What may be said of the difference, from the more careful of the two ranges. */
export function verdictOf({ difference, widened, comparison }: Estimate): string {
  const judged = widened ?? difference
  if (!judged || !comparison.comparator) return 'With no complete area to compare with, no difference can be worked out.'
  const size = Math.abs(judged.difference),
    way = judged.difference < 0 ? 'fewer' : 'more'
  if (judged.verdict === 'cannot_tell')
    return `${size} ${way} than ${comparison.comparator.name} would lead one to expect, but that cannot be told from chance: it may be anything from ${decimalOf(judged.low)} to ${decimalOf(judged.high)}.`
  return `${size} ${way} than ${comparison.comparator.name} would lead one to expect, somewhere from ${decimalOf(judged.low)} to ${decimalOf(judged.high)}. Chance alone is unlikely.`
}

const values = (months: readonly string[], points: readonly Point[]) => {
  const known = new Map(points.map(({ month, count }) => [month, count]))
  return months.map((month) => known.get(month) ?? null)
}
const after = (month: string, count: number) => {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
}
/** What SeriesChart draws: every month from the first before to the last after, with the time the programme ran shaded. */
export function seriesOf({ comparison, series, programme }: Estimate) {
  const months: string[] = []
  for (let month = comparison.beforeFrom; month < after(comparison.afterFrom, comparison.months); month = after(month, 1))
    months.push(month)
  const days = months.map((month) => `${month}-01`),
    last = days.at(-1)!
  const ranFrom = comparison.ranFrom ? `${comparison.ranFrom.slice(0, 7)}-01` : `${comparison.afterFrom}-01`
  return {
    months: days,
    series: [
      { label: comparison.area.name, values: values(months, series.area) },
      ...(comparison.comparator ? [{ label: comparison.comparator.name, values: values(months, series.comparator) }] : []),
    ],
    windows: [{ label: comparison.ranFrom ? 'Ran' : 'After', from: ranFrom, to: comparison.ranTo ?? last }],
    source: sourceOf(series, programme.synthetic),
  }
}
export function sourceOf(series: Estimate['series'], synthetic: boolean): string {
  const points = [...series.area, ...series.comparator]
  if (points.length === 0) return 'No counts yet'
  const sources = [...new Set(points.map(({ source }) => source))],
    extract = points
      .map(({ extractDate }) => extractDate)
      .sort()
      .at(-1)!
  return `${sources.slice(0, 2).join('; ')}${sources.length > 2 ? ' and others' : ''}. Extract of ${dateOf(extract)}.${synthetic ? ' Synthetic.' : ''}`
}

/** What IntervalChart draws: the difference as published, and with the range widened for restless months. */
export const intervalsOf = ({ difference, widened }: Estimate) => [
  ...(difference ? [{ label: 'As counted', value: difference.difference, low: difference.low, high: difference.high }] : []),
  ...(widened && widened.phi > 1
    ? [{ label: 'Allowing for restless months', value: widened.difference, low: widened.low, high: widened.high }]
    : []),
]

/** "Jun 2013 to May 2014" */
export const windowOf = (from: string, months: number) => `${monthOf(`${from}-01`)} to ${monthOf(`${after(from, months - 1)}-01`)}`
