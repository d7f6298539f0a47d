import type { Estimate } from '@modulus/contracts/community.ts'
import { describe, expect, it } from 'vitest'
import { intervalsOf, seriesOf, takeawayOf, verdictOf } from './estimate.ts'

const id = '0190aaaa-0000-7000-8000-000000000001'
export const estimate = (more: Partial<Estimate> = {}): Estimate => ({
  comparison: {
    id,
    programmeId: id,
    kind: 'recorded_crime',
    type: '',
    area: { id, code: 'G', name: 'Gorbals' },
    comparator: { id, code: 'E', name: 'Elsewhere' },
    comparatorReason: 'Same size',
    noComparatorReason: '',
    beforeFrom: '2013-11',
    afterFrom: '2014-01',
    months: 2,
    ranFrom: '2014-01-10',
    ranTo: '2014-02-20',
    confounders: [],
    caption: '',
    version: 1,
    can: { amend: true },
  },
  programme: { id, name: 'Gorbals', synthetic: true },
  area: { before: 100, after: 20, change: -80 },
  comparator: { before: 96, after: 85, change: -11.458 },
  difference: { difference: -69, se: 17.35, low: -103, high: -35, verdict: 'fell' },
  widened: { difference: -69, se: 21.61, low: -111.4, high: -26.6, verdict: 'fell', phi: 1.55 },
  net: { ratio: 0.226, change: -77.4, low: -87.1, high: -60.4 },
  design: [{ scale: 'what_works_growth', level: 3 }],
  caveats: ['not_proof'],
  missing: { area: [], comparator: [] },
  series: {
    area: [{ month: '2013-11', count: 60, revision: 1, source: 'Synthetic counts', extractDate: '2015-07-01', definition: '' }],
    comparator: [],
  },
  ...more,
})

describe('what is said of an estimate', () => {
  it('names both areas and never claims a cause', () => {
    expect(takeawayOf(estimate())).toBe(
      'Gorbals fell from 100 to 20 (−80.0%), 2 months against 2 months. Elsewhere fell from 96 to 85 (−11.5%). This does not prove the programme caused it.',
    )
  })
  it('gives the careful range, and says when chance could do it', () => {
    expect(verdictOf(estimate())).toBe(
      '69 fewer than Elsewhere would lead one to expect, somewhere from −111.4 to −26.6. Chance alone is unlikely.',
    )
    const small = { difference: -7, se: 5.57, low: -17.9, high: 3.9, verdict: 'cannot_tell' as const }
    expect(verdictOf(estimate({ difference: small, widened: { ...small, phi: 1 } }))).toContain('cannot be told from chance')
  })
  it('says what is not known instead of working something out', () => {
    const { difference: _d, ...rest } = estimate()
    const holed = {
      ...rest,
      difference: null,
      widened: null,
      area: { before: 60, after: 0, change: null },
      missing: { area: ['2014-02'], comparator: [] },
    }
    expect(takeawayOf(holed)).toBe('1 month is not known, so no change is worked out. Gorbals so far: 60 before, 0 after.')
    expect(verdictOf(holed)).toContain('no difference can be worked out')
    expect(intervalsOf(holed)).toEqual([])
  })
})
it('draws every month, and a month that is not known as a gap', () => {
  expect(seriesOf(estimate())).toMatchObject({
    months: ['2013-11-01', '2013-12-01', '2014-01-01', '2014-02-01'],
    series: [{ label: 'Gorbals', values: [60, null, null, null] }, { label: 'Elsewhere' }],
    windows: [{ label: 'Ran', from: '2014-01-01', to: '2014-02-20' }],
    source: 'Synthetic counts. Extract of 1 Jul 2015. Synthetic.',
  })
})
