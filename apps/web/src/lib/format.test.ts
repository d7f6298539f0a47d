import { expect, it } from 'vitest'
import { addDays, dateOf, dayOf, instantOf, longDateOf, momentOf, monthOf, nearOf, plural, poundsOf, timeOf, weekdayOf } from './format.ts'

it('writes instants as they are in Britain, winter and summer', () => {
  expect([timeOf('2026-11-22T10:00:00Z'), timeOf('2026-07-22T10:00:00Z')]).toEqual(['10:00', '11:00'])
  expect(dayOf('2026-06-30T23:30:00Z')).toBe('2026-07-01')
  expect(momentOf('2026-11-22T10:00:00Z')).toBe('Sun 22 Nov, 10:00')
})
it('writes calendar dates without moving them', () => {
  expect([weekdayOf('2026-11-22'), dateOf('2026-11-20'), longDateOf('2026-11-22'), monthOf('2026-09-01'), dateOf('2026-09-01')]).toEqual([
    'Sun 22 Nov',
    '20 Nov 2026',
    'Sunday 22 November',
    'September 2026',
    '1 Sep 2026',
  ])
})
it('reads a typed time back as the same instant, on the nights the clocks change too', () => {
  expect(instantOf('2026-11-22', '10:00')).toBe('2026-11-22T10:00:00.000Z')
  expect(instantOf('2026-07-22', '10:00')).toBe('2026-07-22T09:00:00.000Z')
  expect(instantOf('2026-10-25', '00:30')).toBe('2026-10-24T23:30:00.000Z')
  expect(timeOf(instantOf('2026-03-29', '03:00')!)).toBe('03:00')
  expect(instantOf('2026-07-22', '')).toBeNull()
})
it('says near dates in words', () => {
  const today = '2026-11-22'
  expect([
    nearOf('2026-11-22', today),
    nearOf('2026-11-23', today),
    nearOf('2026-11-17', today),
    nearOf('2026-11-25', today),
    nearOf('2026-12-25', today),
  ]).toEqual(['today', 'tomorrow', '5 days ago', 'in 3 days', '25 Dec 2026'])
  expect(addDays('2026-10-24', 2)).toBe('2026-10-26')
})
it('counts and prices', () => {
  expect([plural(1, 'visit'), plural(0, 'visit'), plural(1200, 'person', 'people'), poundsOf(1250), poundsOf(30000)]).toEqual([
    '1 visit',
    '0 visits',
    '1,200 people',
    '£12.50',
    '£300',
  ])
})
