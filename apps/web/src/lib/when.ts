import { dateOf, dayOf, momentOf, timeOf } from './format.ts'

/** "Sun 22 Nov, 10:00"; with the year when it is not this one. */
export const whenOf = (instant: string): string =>
  dayOf(instant).slice(0, 4) === dayOf().slice(0, 4) ? momentOf(instant) : `${dateOf(instant)}, ${timeOf(instant)}`
