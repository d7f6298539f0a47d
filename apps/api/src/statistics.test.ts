import { describe, expect, it } from 'vitest'
import { designOf, dispersion, displacementDifference, exact, percentChange, ratioOfRatios, sum, verdictOf, wilson } from './statistics.ts'

const before = [14, 5, 9, 3, 12, 7, 16, 6, 4, 11, 8, 5],
  after = [5, 3, 3, 2, 1, 2, 0, 1, 1, 1, 1, 0]
const elsewhereBefore = [9, 12, 5, 8, 11, 4, 9, 7, 13, 6, 7, 5],
  elsewhereAfter = [8, 10, 6, 5, 9, 7, 4, 8, 6, 9, 7, 6]
const treated = { before: sum(before), after: sum(after) },
  elsewhere = { before: sum(elsewhereBefore), after: sum(elsewhereAfter) }

describe('Gorbals, synthetic counts', () => {
  it('fell by 80.0 % beside a comparator that fell by 11.5 %', () => {
    expect([treated, elsewhere]).toEqual([
      { before: 100, after: 20 },
      { before: 96, after: 85 },
    ])
    expect(percentChange(treated)).toBeCloseTo(-80, 10)
    expect(percentChange(elsewhere)).toBeCloseTo(-11.458, 3)
  })
  it('is 69 fewer than the comparator would lead one to expect, standard error 17.35, interval -103.0 to -35.0', () => {
    const { difference, se, low, high } = displacementDifference(treated, elsewhere)
    expect([difference, se.toFixed(2), low.toFixed(1), high.toFixed(1)]).toEqual([-69, '17.35', '-103.0', '-35.0'])
  })
  it('varies 1.55 times as much as Poisson before the programme, which widens the interval to -111.4 to -26.6', () => {
    const phi = dispersion([before, elsewhereBefore])
    const { se, low, high } = displacementDifference(treated, elsewhere, phi)
    expect([phi.toFixed(2), se.toFixed(2), low.toFixed(1), high.toFixed(1)]).toEqual(['1.55', '21.61', '-111.4', '-26.6'])
    expect(verdictOf({ low, high })).toBe('fell')
  })
  it('fell by 77.4 % net of the comparator, interval -87.1 to -60.4', () => {
    const net = ratioOfRatios(treated, elsewhere)!
    expect([net.ratio.toFixed(3), net.change.toFixed(1), net.low.toFixed(1), net.high.toFixed(1)]).toEqual([
      '0.226',
      '-77.4',
      '-87.1',
      '-60.4',
    ])
  })
})

describe('the teaching case: the same -80 % from smaller numbers', () => {
  it.each([
    [10, 2, 10, 9, -7, '5.57', '-17.9', '3.9', 'cannot_tell'],
    [20, 4, 20, 18, -14, '7.87', '-29.4', '1.4', 'cannot_tell'],
    [40, 8, 38, 34, -28, '10.95', '-49.5', '-6.5', 'fell'],
  ] as const)('%i to %i beside %i to %i', (t0, t1, c0, c1, difference, se, low, high, verdict) => {
    const wdd = displacementDifference({ before: t0, after: t1 }, { before: c0, after: c1 })
    expect(percentChange({ before: t0, after: t1 })).toBeCloseTo(-80, 10)
    expect([wdd.difference, wdd.se.toFixed(2), wdd.low.toFixed(1), wdd.high.toFixed(1), verdictOf(wdd)]).toEqual([
      difference,
      se,
      low,
      high,
      verdict,
    ])
  })
})

it('reproduces the worked example of its author: control 100 to 90, treated 100 to 80', () => {
  const { difference, se } = displacementDifference({ before: 100, after: 80 }, { before: 100, after: 90 })
  expect([difference, Math.round(se)]).toEqual([-10, 19])
})

it.each([
  [6, 7, '85.7', '48.7', '97.4'],
  [6, 11, '54.5', '28.0', '78.7'],
] as const)('Govan: %i of %i', (k, n, percent, low, high) => {
  const share = wilson(k, n)!
  expect([share.percent.toFixed(1), share.low.toFixed(1), share.high.toFixed(1)]).toEqual([percent, low, high])
})
it('gives the exact interval of 6 of 7 as 42.1 to 99.6', () => {
  const { low, high } = exact(6, 7)!
  expect([low.toFixed(1), high.toFixed(1)]).toEqual(['42.1', '99.6'])
})
it('keeps its feet at the edges', () => {
  expect([
    wilson(0, 0),
    exact(0, 0),
    percentChange({ before: 0, after: 3 }),
    ratioOfRatios({ before: 5, after: 0 }, { before: 5, after: 5 }),
  ]).toEqual([null, null, null, null])
  expect(exact(0, 5)!.low).toBe(0)
  expect(exact(5, 5)!.high).toBe(100)
  expect(wilson(5, 5)!.high).toBeLessThanOrEqual(100)
  expect(verdictOf({ low: 1, high: 3 })).toBe('rose')
  expect([dispersion([]), dispersion([[4], [0, 0]]), dispersion([[5, 5, 5]])]).toEqual([1, 1, 1]) // never below Poisson
})
it('names the level of the design on both scales', () => {
  expect([designOf(true), designOf(false)].map((scales) => scales.map(({ level }) => level))).toEqual([
    [3, 3],
    [1, 2],
  ])
})
