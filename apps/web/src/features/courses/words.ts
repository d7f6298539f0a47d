// Sentences that several screens of a course say in the same way.
import type { CourseLine, WeeklySlot } from '@modulus/contracts/courses.ts'
import { listOf, momentOf, plural } from '#lib/format.ts'

export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** "Tuesday 10:00 to 15:00 and Thursday 10:00 to 12:00, for 6 weeks" */
export function patternWords(pattern: readonly WeeklySlot[], weeks: number | null): string {
  if (pattern.length === 0) return weeks ? plural(weeks, 'week') : ''
  const days = listOf(pattern.map((slot) => `${weekdays[slot.weekday - 1]} ${slot.startsAt} to ${slot.endsAt}`))
  return weeks ? `${days}, for ${plural(weeks, 'week')}` : days
}
export const placesWords = ({ taken, capacity }: Pick<CourseLine, 'taken' | 'capacity'>) =>
  taken >= capacity ? `All ${plural(capacity, 'place')} taken` : `${taken} of ${plural(capacity, 'place')} taken`
/** "5 of 8 places taken. Next: Knots, Tue 27 Oct, 10:00." A course that is over has no next. */
export function courseWords(course: Pick<CourseLine, 'taken' | 'capacity' | 'status' | 'nextSession'>): string {
  const over = course.status === 'finished' || course.status === 'co_assessed',
    next = course.nextSession
  return [placesWords(course), next ? `Next: ${next.title}, ${momentOf(next.startsAt)}` : over ? '' : 'No session planned']
    .filter(Boolean)
    .map((one) => `${one}.`)
    .join(' ')
}
