import { expect, it } from 'vitest'
import { ageBandOf, ageOn, doubtAboutBirth } from './ages.ts'
import { longDay, readDay } from './import-dates.ts'

it('reads dates as people here write them, day first', () => {
  for (const text of [
    '5/4/2009',
    '05/04/2009',
    '05-04-2009',
    '5.4.2009',
    '05 04 2009',
    '2009-04-05',
    '2009/4/5',
    '2009-04-05T00:00:00',
    '05/04/2009 00:00',
    '5-Apr-2009',
    '5 April 2009',
    '5th April 2009',
    '05-APR-2009',
    '5 Apr. 2009',
  ])
    expect([text, readDay(text)]).toEqual([text, { day: '2009-04-05' }])
})
it('says in words what is wrong with others', () => {
  const words = (text: string) => (readDay(text) as { words: string }).words
  expect(words('05/04/09')).toContain('year of two digits')
  expect(words('5-Apr-09')).toContain('year of two digits')
  expect(words('31/02/2009')).toContain('no day')
  expect(words('04/25/2009')).toContain('no month 25')
  expect(words('5-Foo-2009')).toContain('no month "Foo"')
  expect(words('39908')).toContain('spreadsheet')
  for (const text of ['soon', '2009', '5/4', '0/0/0000', '1/1/1800', '=1', '५/४/२००९', '2009-13-01', '9'.repeat(5000)])
    expect(words(text)).toMatch(/day first/)
})
it('writes a date out, so that nobody is in doubt', () => expect(longDay('2009-04-05')).toBe('5 April 2009'))
it('counts whole years, and doubts what cannot be', () => {
  expect([ageOn('2009-04-05', '2026-04-04'), ageOn('2009-04-05', '2026-04-05')]).toEqual([16, 17])
  expect(['2011-01-01', '2010-01-01', '2008-01-01', '2001-01-01', '1999-01-01', null].map((born) => ageBandOf(born, '2026-06-01'))).toEqual(
    ['under_16', '16_17', '18_20', '21_25', 'over_25', 'not_known'],
  )
  expect(doubtAboutBirth('2030-01-01', '2026-06-01')).toContain('future')
  expect(doubtAboutBirth('2022-01-01', '2026-06-01')).toContain('make them 4')
  expect(doubtAboutBirth('2009-01-01', '2026-06-01')).toBeUndefined()
})
