// Dates and numbers as people here read them. Instants are shown in Europe/London; calendar dates have no zone.
const zone = 'Europe/London'
const make = (options: Intl.DateTimeFormatOptions, timeZone = zone) => new Intl.DateTimeFormat('en-GB', { timeZone, ...options })
const forms = {
  time: make({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
  weekday: {
    instant: make({ weekday: 'short', day: 'numeric', month: 'short' }),
    day: make({ weekday: 'short', day: 'numeric', month: 'short' }, 'UTC'),
  },
  date: {
    instant: make({ day: 'numeric', month: 'short', year: 'numeric' }),
    day: make({ day: 'numeric', month: 'short', year: 'numeric' }, 'UTC'),
  },
  long: {
    instant: make({ weekday: 'long', day: 'numeric', month: 'long' }),
    day: make({ weekday: 'long', day: 'numeric', month: 'long' }, 'UTC'),
  },
  month: { instant: make({ month: 'long', year: 'numeric' }), day: make({ month: 'long', year: 'numeric' }, 'UTC') },
  iso: make({ year: 'numeric', month: '2-digit', day: '2-digit' }),
}
type Moment = string | Date
const isDay = (moment: Moment): moment is string => typeof moment === 'string' && moment.length === 10
const write = (form: { instant: Intl.DateTimeFormat; day: Intl.DateTimeFormat }, moment: Moment) =>
  (isDay(moment) ? form.day : form.instant)
    .format(new Date(moment))
    .replace(/\bSept\b/, 'Sep')
    .replace(',', '')

/** "10:00" */
export const timeOf = (instant: Moment) => forms.time.format(new Date(instant))
/** "Sun 22 Nov" */
export const weekdayOf = (moment: Moment) => write(forms.weekday, moment)
/** "20 Nov 2026" */
export const dateOf = (moment: Moment) => write(forms.date, moment)
/** "Sunday 22 November" */
export const longDateOf = (moment: Moment) => write(forms.long, moment)
/** "November 2026" */
export const monthOf = (moment: Moment) => write(forms.month, moment)
/** "Sun 22 Nov, 10:00" */
export const momentOf = (instant: Moment) => `${weekdayOf(instant)}, ${timeOf(instant)}`
/** "10:00 to 12:00" */
export const spanOf = (from: Moment, to: Moment) => `${timeOf(from)} to ${timeOf(to)}`

/** The calendar date, YYYY-MM-DD, that it is here at that instant. */
export function dayOf(instant: Moment = new Date()): string {
  const parts = Object.fromEntries(forms.iso.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
  return `${parts.year}-${parts.month}-${parts.day}`
}
export const addDays = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
/** Whole days from one calendar date to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
/** "today", "yesterday", "tomorrow", "in 3 days", "5 days ago", and the date when it is further away than two weeks. */
export function nearOf(moment: Moment, today = dayOf()): string {
  const days = daysBetween(today, isDay(moment) ? moment : dayOf(moment))
  if (Math.abs(days) > 14) return dateOf(moment)
  if (days === 0) return 'today'
  if (Math.abs(days) === 1) return days > 0 ? 'tomorrow' : 'yesterday'
  return days > 0 ? `in ${days} days` : `${-days} days ago`
}

/** What a date and a time of day here, such as "2026-11-22" and "10:00", are as an instant in UTC. Null when either is missing. */
export function instantOf(day: string | undefined, time: string | undefined): string | null {
  if (!day || !time) return null
  const asUtc = Date.parse(`${day}T${time}:00Z`)
  if (Number.isNaN(asUtc)) return null
  // Britain is zero or one hour ahead: the right guess is the one that reads back as what was typed.
  const guess = [asUtc, asUtc - 3_600_000].find((at) => dayOf(new Date(at)) === day && timeOf(new Date(at)) === time)
  return new Date(guess ?? asUtc).toISOString() // 01:30 on the night in March that skips it
}

const numbers = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 })
export const numberOf = (value: number) => numbers.format(value)
/** 0.857 as "86%". */
export const percentOf = (share: number) => `${Math.round(share * 100)}%`
/** plural(3, 'visit') is "3 visits"; plural(1, 'person', 'people') is "1 person". */
export const plural = (count: number, one: string, many = `${one}s`) => `${numberOf(count)} ${count === 1 ? one : many}`
export const poundsOf = (pence: number) =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP', minimumFractionDigits: pence % 100 ? 2 : 0 }).format(pence / 100)
/** "Joinery, Football and Music" */
export const listOf = (words: string[]) => new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words)
