// Dates of the demonstration: the historical programmes stand where the sources put them, the live one moves with today.
const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' })

/** A calendar date n days from today, Europe/London. */
export const fromToday = (days: number): string => plus(calendar.format(new Date()), days)
export function plus(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
/** The Monday of the week in which a day lies. */
export const mondayOf = (day: string): string => plus(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

/** The instant at which a clock on the wall in London shows that time on that day. */
export function at(day: string, time: string): string {
  const guess = new Date(`${day}T${time}:00Z`)
  const shown = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Europe/London',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(guess)
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
  const ahead = (minutes(shown) - minutes(time) + 1440) % 1440
  return new Date(guess.getTime() - ahead * 60_000).toISOString()
}
