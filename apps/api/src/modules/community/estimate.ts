// What the counts say about one comparison: computed from the rows, with everything that makes it less sure said beside it. Pure.
import type { Caveat, Estimate, Point } from '@modulus/contracts/community.ts'
import { designOf, dispersion, displacementDifference, mean, percentChange, ratioOfRatios, sum, verdictOf } from '#statistics.ts'
import { monthsFrom } from './months.ts'
import type { ComparisonRow, Rests } from './queries.ts'

/** From a smaller base only a fall of about 15 would be even weak evidence (Wheeler and Ratcliffe 2018). */
const smallBase = 20
/** Fewer months than this cannot show whether the start was a peak. */
const longBaseline = 24

interface Side {
  points: Point[]
  before: number[]
  after: number[]
  missing: string[]
}

function sideOf(points: Point[], { beforeFrom, afterFrom, months }: ComparisonRow): Side {
  const known = new Map(points.map((one) => [one.month, one.count]))
  const windows = { before: monthsFrom(beforeFrom, months), after: monthsFrom(afterFrom, months) }
  const counts = (list: string[]) => list.flatMap((month) => known.get(month) ?? [])
  return {
    points,
    before: counts(windows.before),
    after: counts(windows.after),
    missing: [...windows.before, ...windows.after].filter((month) => !known.has(month)),
  }
}
const totalsOf = ({ before, after }: Side) => ({ before: sum(before), after: sum(after) })
/** Of incomplete windows no change is given: it would compare periods of different length. */
const shown = (side: Side) => ({ ...totalsOf(side), change: side.missing.length > 0 ? null : percentChange(totalsOf(side)) })

export function estimateOf(row: ComparisonRow, rests: Rests[], can: Estimate['comparison']['can']): Estimate {
  const { programme, ...comparison } = row
  const mine = rests.filter(({ comparisonId }) => comparisonId === row.id)
  const area = sideOf(
    mine.filter(({ treated }) => treated).map(({ point }) => point),
    row,
  )
  const other = row.comparator
    ? sideOf(
        mine.filter(({ treated }) => !treated).map(({ point }) => point),
        row,
      )
    : null
  const whole = other && area.missing.length + other.missing.length === 0 ? other : null
  const phi = whole ? dispersion([area.before, whole.before]) : 1
  const judged = (by: number) => {
    if (!whole) return null
    const found = displacementDifference(totalsOf(area), totalsOf(whole), by)
    return { ...found, verdict: verdictOf(found) }
  }
  const widened = judged(phi)
  return {
    comparison: { ...comparison, can },
    programme,
    area: shown(area),
    comparator: other && shown(other),
    difference: judged(1),
    widened: widened && { ...widened, phi },
    net: whole && ratioOfRatios(totalsOf(area), totalsOf(whole)),
    design: designOf(other !== null),
    caveats: caveatsOf(row, area, other, phi),
    missing: { area: area.missing, comparator: other?.missing ?? [] },
    series: { area: area.points, comparator: other?.points ?? [] },
  }
}

function caveatsOf(row: ComparisonRow, area: Side, other: Side | null, phi: number): Caveat[] {
  const points = [...area.points, ...(other?.points ?? [])]
  const base = sum(area.before),
    otherBase = other ? sum(other.before) : 0
  const found: [Caveat, boolean][] = [
    ['not_proof', true],
    ['no_comparator', other === null],
    ['missing_months', area.missing.length + (other?.missing.length ?? 0) > 0],
    ['small_base', base < smallBase],
    ['short_baseline', row.months < longBaseline],
    ['started_at_a_peak', startedAtAPeak(area.before)],
    ['sizes_differ', other !== null && (otherBase > base * 2 || base > otherBase * 2)],
    ['overdispersed', phi > 1],
    ['revised', points.some(({ revision }) => revision > 1)],
    ['sources_differ', new Set(points.map(({ source, definition }) => `${source}\n${definition}`)).size > 1],
    ['confounders', row.confounders.length > 0],
  ]
  return found.filter(([, holds]) => holds).map(([caveat]) => caveat)
}

/** The last three months before were on average a quarter above the whole window: what is high falls by itself (regression to the mean). */
const startedAtAPeak = (before: number[]) => before.length > 5 && mean(before.slice(-3)) > mean(before) * 1.25
