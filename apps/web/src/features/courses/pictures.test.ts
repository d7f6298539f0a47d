import type { PlannedAndRan } from '@modulus/contracts/course-sessions.ts'
import type { AttendanceMatrix } from '@modulus/contracts/register.ts'
import { expect, it } from 'vitest'
import { changedWords, stretchesOf, weeksOf } from './pictures.ts'

const one = (week: number, planned: string, ran: string | null, more: Partial<PlannedAndRan> = {}): PlannedAndRan => ({
  sessionId: '',
  week,
  startsAt: '',
  planned,
  ran,
  status: ran ? 'held' : 'planned',
  changed: ran !== null && ran !== planned,
  changedWhy: '',
  comes: null,
  adaptationId: null,
  ...more,
})
const matrix = (weeks: number, perWeek: number): AttendanceMatrix => {
  const sessions = Array.from({ length: weeks * perWeek }, (_, n) => ({
    id: String(n),
    week: Math.floor(n / perWeek) + 1,
    on: `2026-11-${String((n % 28) + 1).padStart(2, '0')}`,
    startsAt: '',
    title: '',
    status: 'held' as const,
    counted: 1,
    came: 1,
  }))
  return {
    sessions,
    people: [
      {
        participantId: 'p',
        knownAs: 'Orla',
        counted: 1,
        came: 1,
        cells: sessions.map(({ id }, n) => ({ sessionId: id, enrolled: n > 0, mark: 'came' as const })),
      },
    ],
    counted: 1,
    came: 1,
  }
}

it('draws days of a week that went the same way as one line', () => {
  const items = [
    one(1, 'Estate work', 'Estate work'),
    one(1, 'Estate work', 'Estate work'),
    one(1, 'Training', 'Training'),
    one(2, 'Next activity', 'Stayed', { changedWhy: 'They asked to stay' }),
    one(2, 'Pool', null, { status: 'cancelled', changed: true, changedWhy: 'Storm' }),
  ]
  expect(weeksOf(items)).toEqual([
    { week: 1, planned: 'Estate work × 2', ran: 'Estate work × 2', why: '' },
    { week: 1, planned: 'Training', ran: 'Training', why: '' },
    { week: 2, planned: 'Next activity', ran: 'Stayed', why: 'They asked to stay' },
    { week: 2, planned: 'Pool', ran: 'Called off', why: 'Storm' },
  ])
  expect(changedWords(items)).toBe('2 of 5 sessions so far ran differently from the plan.')
})
it('says that nothing was held, or that nothing changed', () => {
  expect(changedWords([one(1, 'Knots', null)])).toBe('1 session planned, none held yet.')
  expect(changedWords([one(1, 'Knots', 'Knots')])).toBe('1 session so far, all as planned.')
})
it('shows what is still to come and has changed already', () => {
  const coming = one(2, 'Garage', null, { comes: 'Stay at the workshop', changed: true, changedWhy: '“Can we stay?”' })
  expect(weeksOf([coming, one(3, 'Pool', null, { comes: 'Pool' })])).toEqual([
    { week: 2, planned: 'Garage', ran: null, why: '“Can we stay?”', comes: 'Stay at the workshop' },
    { week: 3, planned: 'Pool', ran: null, why: '' },
  ])
  expect(changedWords([one(1, 'Knots', 'Knots'), coming])).toBe('1 session so far, all as planned. 1 still to come has changed too.')
})
it('splits a long course into stretches of whole weeks, and leaves days without a place empty', () => {
  const stretches = stretchesOf(matrix(8, 5))
  expect(stretches.map(({ weeks, sessions }) => `${weeks}: ${sessions.length}`)).toEqual([
    'Weeks 1 to 2: 10',
    'Weeks 3 to 4: 10',
    'Weeks 5 to 6: 10',
    'Weeks 7 to 8: 10',
  ])
  expect(stretches[0]!.people[0]!.marks.slice(0, 2)).toEqual([null, 'came'])
})
