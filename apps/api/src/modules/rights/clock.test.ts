import { expect, it } from 'vitest'
import { scottishHolidays } from '../courses/holidays.ts'
import { addMonths, daysLeft, dueOn, type RightsDays } from './clock.ts'

const holidayOn = await scottishHolidays()
const asked = (receivedOn: string, more: Partial<RightsDays> = {}): RightsDays => ({
  ...{ receivedOn, idAskedOn: null, idOkOn: null, extended: false, pauses: [] },
  ...more,
})
const due = (receivedOn: string, more?: Partial<RightsDays>) => dueOn(asked(receivedOn, more), holidayOn)

it('a month ends on the same day of the next, or on its last', () => {
  expect(due('2026-09-03')).toBe('2026-10-05') // 3 October is a Saturday
  expect(due('2026-11-10')).toBe('2026-12-10')
  expect(due('2026-10-31')).toBe('2026-12-01') // 30 November is St Andrew's Day
  expect(addMonths('2027-01-31', 1)).toBe('2027-02-28')
  expect(addMonths('2028-01-31', 1)).toBe('2028-02-29')
  expect(addMonths('2026-12-31', 2)).toBe('2027-02-28')
})
it('a leap day asks for the 29th of March, and a year’s end goes over', () => {
  expect(due('2028-02-29')).toBe('2028-03-29')
  expect(due('2026-12-15')).toBe('2027-01-15')
})
it('a weekend or holiday gives the next working day', () => {
  expect(due('2026-11-25')).toBe('2026-12-29') // Christmas, then Boxing Day on a Saturday with Monday instead
  expect(due('2026-12-01')).toBe('2027-01-05') // 1 January, 2 January with its substitute on the Monday
})
it('two months more count from the beginning', () => expect(due('2026-11-10', { extended: true })).toBe('2027-02-10'))
it('days on which we wait for an answer do not count, and while we wait there is no day', () => {
  expect(due('2026-11-10', { pauses: [{ fromOn: '2026-11-12', untilOn: '2026-11-16' }] })).toBe('2026-12-14')
  expect(due('2026-11-10', { pauses: [{ fromOn: '2026-11-12', untilOn: '2026-11-12' }] })).toBe('2026-12-10')
  expect(
    due('2026-11-10', {
      pauses: [
        { fromOn: '2026-11-12', untilOn: '2026-11-16' },
        { fromOn: '2026-11-20', untilOn: '2026-11-21' },
      ],
    }),
  ).toBe('2026-12-15')
  expect(due('2026-11-10', { pauses: [{ fromOn: '2026-11-12', untilOn: null }] })).toBeNull()
})
it('it begins when we know who asks, if we had to ask', () => {
  expect(due('2026-11-10', { idAskedOn: '2026-11-11' })).toBeNull()
  expect(due('2026-11-10', { idAskedOn: '2026-11-11', idOkOn: '2026-11-17' })).toBe('2026-12-17')
  expect(due('2026-11-10', { idOkOn: '2026-11-17' })).toBe('2026-12-10')
})
it('says how many days are left, and keeps them while the clock stands', () => {
  const left = (today: string, more?: Partial<RightsDays>) => daysLeft(asked('2026-11-10', more), today, holidayOn)
  expect(left('2026-12-03')).toBe(7)
  expect(left('2026-12-10')).toBe(0)
  expect(left('2026-12-12')).toBe(-2)
  expect(left('2026-12-12', { pauses: [{ fromOn: '2026-12-03', untilOn: null }] })).toBe(7)
  expect(left('2026-12-12', { idAskedOn: '2026-11-11' })).toBeGreaterThan(27)
})
