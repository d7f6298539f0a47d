// A legal clock in words. Here, and only for clocks like this, late is red.
import type { RightsClock } from '@modulus/contracts/rights.ts'
import { dateOf, plural } from '#lib/format.ts'

export const toneOf = (daysLeft: number, paused = false): 'neutral' | 'amber' | 'harm' =>
  paused ? 'neutral' : daysLeft < 0 ? 'harm' : daysLeft <= 7 ? 'amber' : 'neutral'
export function clockWords({ dueOn, daysLeft, paused }: Pick<RightsClock, 'dueOn' | 'daysLeft' | 'paused'>): string {
  if (paused || dueOn === null) return `Clock stopped, ${plural(Math.max(0, daysLeft), 'day')} left`
  if (daysLeft < 0) return `Late by ${plural(-daysLeft, 'day')}, was due ${dateOf(dueOn)}`
  return daysLeft === 0 ? 'Due today' : `Due ${dateOf(dueOn)}, ${plural(daysLeft, 'day')} left`
}
