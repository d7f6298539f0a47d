import { expect, it } from 'vitest'
import { dayInWords, factsInWords } from './facts.ts'

it.each([
  ['kind: skill\nheard on: 2026-07-25', 'Kind: skill\nHeard on: 25 July 2026'],
  ['age band: 16_17', 'Age band: 16 to 17'],
  ['status: in_conversation', 'Status: in conversation'],
  ['starts at: 2026-07-25T09:30:00+00:00', 'Starts at: 25 July 2026 at 10:30'],
  ['days: mon\nturned_up\n2026-01-02', 'Days: mon\nturned up\n2 January 2026'],
  ['Said: I told them: 2026-07-25 is my day', 'Said: I told them: 2026-07-25 is my day'],
  ['wanted: [someone else], 3', 'Wanted: [someone else], 3'],
])('what stands in columns is printed as a person would say it: %j', (held, printed) => expect(factsInWords(held)).toBe(printed))
it('what is no day is left as it is', () => {
  expect(dayInWords('2026')).toBe('2026')
  expect(dayInWords('')).toBe('')
  expect(dayInWords('2026-07')).toBe('2026-07')
})
