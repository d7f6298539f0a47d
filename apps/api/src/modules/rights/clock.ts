/*
 How long an answer may take. UK GDPR article 12(3): one month from receipt, two months more where a request is complex. Article 12A (Data
 (Use and Access) Act 2025): the month begins when we know who asks, if we had to find out; days on which we wait for an answer of theirs do
 not count. The regulator's counting: until the same day of the next month; where that month has no such day, its last; where that day is a
 weekend or public holiday, the next working day.
*/
export interface RightsDays {
  receivedOn: string
  /** When we asked who they are, and when we knew. */
  idAskedOn: string | null
  idOkOn: string | null
  extended: boolean
  /** `untilOn` null: still waiting. */
  pauses: readonly { fromOn: string; untilOn: string | null }[]
}
type HolidayOn = (day: string) => string | null

const at = (day: string) => new Date(`${day}T00:00:00Z`)
const dayOf = (date: Date) => date.toISOString().slice(0, 10)
export const addDays = (day: string, count: number): string => dayOf(new Date(at(day).getTime() + count * 86_400_000))
/** Whole days from one day to another; negative when the second is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((at(to).getTime() - at(from).getTime()) / 86_400_000)
/** The same day so many months on, or the last of that month. */
export function addMonths(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate()
  return dayOf(new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))))
}
export function workingDay(day: string, holidayOn: HolidayOn): string {
  const weekday = at(day).getUTCDay()
  return weekday === 0 || weekday === 6 || holidayOn(day) !== null ? workingDay(addDays(day, 1), holidayOn) : day
}

/** The day on which the month, or the three, are over, as if no clock had ever stood; null before we know who asks. */
function plainEnd({ receivedOn, idAskedOn, idOkOn, extended }: RightsDays): string | null {
  if (idAskedOn && !idOkOn) return null
  return addMonths(idAskedOn && idOkOn! > receivedOn ? idOkOn! : receivedOn, extended ? 3 : 1)
}
/** The last day to answer; null while the clock stands. */
export function dueOn(request: RightsDays, holidayOn: HolidayOn): string | null {
  const end = plainEnd(request)
  if (end === null || request.pauses.some(({ untilOn }) => untilOn === null)) return null
  const stood = request.pauses.reduce((sum, one) => sum + daysBetween(one.fromOn, one.untilOn!), 0)
  return workingDay(addDays(end, stood), holidayOn)
}
/** How many days are left on a day, 0 on the last; negative when it is late. While the clock stands: as many as when it stopped. */
export function daysLeft(request: RightsDays, today: string, holidayOn: HolidayOn): number {
  const open = request.pauses.find(({ untilOn }) => untilOn === null)
  const stopped = open ? open.fromOn : today
  const until = { ...request, pauses: request.pauses.filter((one) => one !== open) }
  const due = dueOn(until, holidayOn)
  return due === null ? daysBetween(today, dueOn({ ...until, idAskedOn: null, receivedOn: today }, holidayOn)!) : daysBetween(stopped, due)
}
