// The arithmetic of before and after, with its uncertainty. Pure: counts in, figures out. Unrounded; screens round.

/** Two-sided 95 % of the normal distribution, as the sources below use it. */
const z = 1.96

export interface Interval {
  low: number
  high: number
}
export interface Windows {
  before: number
  after: number
}

export const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0)
export const mean = (counts: readonly number[]): number => sum(counts) / counts.length

/** Change in per cent; null from a base of zero, where there is none. */
export const percentChange = ({ before, after }: Windows): number | null => (before === 0 ? null : (after / before - 1) * 100)

/**
 * Weighted displacement difference: the fall in the treated area beyond that of the comparator, in counts.
 * (T1 - T0) - (C1 - C0), variance the sum of the four Poisson counts; equal windows, areas of similar size.
 * Wheeler and Ratcliffe (2018), Crime Science 7:11, doi 10.1186/s40163-018-0085-5.
 * `phi` widens the variance for counts that vary more than Poisson (see dispersion).
 */
export function displacementDifference(treated: Windows, comparator: Windows, phi = 1): { difference: number; se: number } & Interval {
  const difference = treated.after - treated.before - (comparator.after - comparator.before)
  const se = Math.sqrt((treated.before + treated.after + comparator.before + comparator.after) * phi)
  return { difference, se, low: difference - z * se, high: difference + z * se }
}

/**
 * phi = max(1, mean over the given baseline series of sample variance (n - 1) / mean): how much more the months vary than
 * Poisson would. Only months before the programme: what came after is what we ask about. The mean is over areas, each counting once.
 * A series of fewer than two months, or without a single count, says nothing and is left out.
 */
export function dispersion(baselines: readonly (readonly number[])[]): number {
  const ratios = baselines
    .filter((one) => one.length > 1 && sum(one) > 0)
    .map((one) => {
      const centre = mean(one)
      return one.reduce((total, count) => total + (count - centre) ** 2, 0) / (one.length - 1) / centre
    })
  return ratios.length === 0 ? 1 : Math.max(1, mean(ratios))
}

/**
 * Change net of the comparator: (T1/T0) / (C1/C0), with a Wald 95 % interval on the log scale (variance of the log is the sum
 * of the reciprocals of four Poisson counts). Null when any count is zero: the logarithm has no value there.
 */
export function ratioOfRatios(treated: Windows, comparator: Windows): ({ ratio: number; change: number } & Interval) | null {
  const counts = [treated.before, treated.after, comparator.before, comparator.after]
  if (counts.some((count) => count === 0)) return null
  const log = Math.log(treated.after / treated.before) - Math.log(comparator.after / comparator.before)
  const se = Math.sqrt(sum(counts.map((count) => 1 / count)))
  const change = (at: number) => (Math.exp(at) - 1) * 100
  return { ratio: Math.exp(log), change: change(log), low: change(log - z * se), high: change(log + z * se) }
}

/** k of n in per cent, with the Wilson score interval (Wilson 1927), which stays honest for small n and near 0 and 100. Null for n = 0. */
export function wilson(people: number, of: number): ({ percent: number } & Interval) | null {
  if (of === 0) return null
  const share = people / of,
    weight = 1 + z ** 2 / of
  const centre = (share + z ** 2 / (2 * of)) / weight
  const half = (z / weight) * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2))
  return { percent: share * 100, low: Math.max(0, centre - half) * 100, high: Math.min(1, centre + half) * 100 }
}

/** k of n in per cent, with the exact interval (Clopper and Pearson 1934), found by halving. Null for n = 0. */
export function exact(people: number, of: number): ({ percent: number } & Interval) | null {
  if (of === 0) return null
  const low = people === 0 ? 0 : solve((share) => 1 - atMost(people - 1, of, share), 0.025)
  const high = people === of ? 1 : solve((share) => 1 - atMost(people, of, share), 0.975)
  return { percent: (people / of) * 100, low: low * 100, high: high * 100 }
}
/** P(X <= k) for a binomial count of n. */
function atMost(k: number, n: number, share: number): number {
  let term = (1 - share) ** n,
    total = term
  for (let i = 1; i <= k; i++) total += term = (term * (n - i + 1) * share) / (i * (1 - share))
  return total
}
/** Where a rising function on 0..1 reaches a value. */
function solve(rising: (at: number) => number, value: number): number {
  let low = 0,
    high = 1
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (rising(middle) < value) low = middle
    else high = middle
  }
  return (low + high) / 2
}

export type Verdict = 'fell' | 'rose' | 'cannot_tell'
/** What an interval of a difference lets one say: a fall, a rise, or nothing that chance could not do. */
export const verdictOf = ({ low, high }: Interval): Verdict => (high < 0 ? 'fell' : low > 0 ? 'rose' : 'cannot_tell')

/**
 * The level of the design, on the two versions of the Maryland scale in use. With a comparison area and a reason for it both say 3.
 * Before and after alone: 1 for the What Works Centre for Local Economic Growth, 2 in the classic version (Sherman and others 1997).
 */
export const designOf = (compared: boolean) => [
  { scale: 'what_works_growth' as const, level: compared ? 3 : 1 },
  { scale: 'sherman_1997' as const, level: compared ? 3 : 2 },
]
