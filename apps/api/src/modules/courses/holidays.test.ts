import { expect, it } from 'vitest'
import { scottishHolidays } from './holidays.ts'

// Typed from gov.uk/bank-holidays, Scotland: every bank holiday of these years, substitute days included.
const published = {
  2022: ['01-03', '01-04', '04-15', '05-02', '06-02', '06-03', '08-01', '09-19', '11-30', '12-26', '12-27'],
  2023: ['01-02', '01-03', '04-07', '05-01', '05-08', '05-29', '08-07', '11-30', '12-25', '12-26'],
  2024: ['01-01', '01-02', '03-29', '05-06', '05-27', '08-05', '12-02', '12-25', '12-26'],
  2025: ['01-01', '01-02', '04-18', '05-05', '05-26', '08-04', '12-01', '12-25', '12-26'],
  2026: ['01-01', '01-02', '04-03', '05-04', '05-25', '06-15', '08-03', '11-30', '12-25', '12-28'],
  2027: ['01-01', '01-04', '03-26', '05-03', '05-31', '08-02', '11-30', '12-27', '12-28'],
  2028: ['01-03', '01-04', '04-14', '05-01', '05-29', '08-07', '11-30', '12-25', '12-26'],
}
const weekdaysOf = (year: number) =>
  Array.from({ length: 366 }, (_, n) => new Date(Date.UTC(year, 0, 1 + n)))
    .filter((at) => at.getUTCFullYear() === year && at.getUTCDay() % 6 !== 0)
    .map((at) => at.toISOString().slice(0, 10))

it.each(Object.entries(published))('closes in %s on exactly the weekdays that gov.uk lists for Scotland', async (year, days) => {
  const holidayOn = await scottishHolidays()
  expect(weekdaysOf(Number(year)).filter((day) => holidayOn(day))).toEqual(days.map((day) => `${year}-${day}`))
})
it('knows Scotland from England', async () => {
  const holidayOn = await scottishHolidays()
  expect(holidayOn('2026-01-02')).toBe('2 January')
  expect(holidayOn('2026-11-30')).toBe("St Andrew's Day")
  expect(holidayOn('2026-08-03')).toBe('Summer bank holiday')
  expect(holidayOn('2026-08-31')).toBeNull() // England's
  expect(holidayOn('2026-04-06')).toBeNull() // Easter Monday
})
it('says which day a substitute stands for, and what a proclamation added', async () => {
  const holidayOn = await scottishHolidays()
  expect(holidayOn('2027-01-04')).toBe('2 January (substitute day)')
  expect(holidayOn('2025-12-01')).toBe("St Andrew's Day (substitute day)")
  expect(holidayOn('2026-06-15')).toBe('World Cup bank holiday')
})
it('leaves a weekend St Andrew’s Day alone, but not a weekend Christmas', async () => {
  const holidayOn = await scottishHolidays()
  expect(holidayOn('2024-11-30')).toBeNull()
  expect(holidayOn('2027-12-25')).toBe('Christmas Day')
})
