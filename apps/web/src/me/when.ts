// Dates as a young person would say them.
import { dayOf, daysBetween } from '../lib/format.ts'

const zone = { timeZone: 'Europe/London' } as const
const clock = (instant: string) =>
  new Intl.DateTimeFormat('en-GB', { ...zone, hour: 'numeric', minute: '2-digit', hour12: true })
    .format(new Date(instant))
    .replace(':00', '')
    .replace(/\s/g, '')
const named = (instant: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { ...zone, ...options }).format(new Date(instant)).replace(',', '')

const dayName = (instant: string, today: string) => {
  const days = daysBetween(today, dayOf(instant))
  return days === 0 ? 'Today' : days === 1 ? 'Tomorrow' : named(instant, { weekday: 'long', day: 'numeric', month: 'long' })
}
/** "Tomorrow, 10am" */
export const momentOf = (instant: string, today = dayOf()) => `${dayName(instant, today)}, ${clock(instant)}`
/** "Today, 1pm to 3pm", "Tomorrow, ...", "Tuesday 24 November, 1pm to 3:30pm" */
export function whenOf(startsAt: string, endsAt: string, today = dayOf()): string {
  return `${dayName(startsAt, today)}, ${clock(startsAt)} to ${clock(endsAt)}`
}
