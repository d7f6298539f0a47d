// The weekly pattern laid out over the weeks: calendar dates and times of the clock on the wall, no zone yet.
import type { WeeklySlot } from '@modulus/contracts/courses.ts'

export interface Slot {
  week: number
  on: string
  startsAt: string
  endsAt: string
  place: string
}

const dayMs = 86_400_000
/** 1 is Monday, 7 is Sunday. */
const weekdayOf = (day: string) => new Date(day).getUTCDay() || 7

/** Week 1 is the seven days from the start date on; slots come out in the order in which they happen. */
export function slotsOf(startsOn: string, weeks: number, pattern: WeeklySlot[], place: string): Slot[] {
  const first = Date.parse(startsOn),
    weekday = weekdayOf(startsOn)
  const inOneWeek = pattern.map((slot) => ({ slot, after: (slot.weekday - weekday + 7) % 7 }))
  const all = Array.from({ length: weeks }, (_, n) =>
    inOneWeek.map(({ slot, after }) => ({
      week: n + 1,
      on: new Date(first + (n * 7 + after) * dayMs).toISOString().slice(0, 10),
      startsAt: slot.startsAt,
      endsAt: slot.endsAt,
      place: slot.place || place,
    })),
  )
  return all.flat().sort((a, b) => (a.on + a.startsAt).localeCompare(b.on + b.startsAt))
}
