// What the pictures of a course are drawn from.
import type { PlannedAndRan } from '@modulus/contracts/course-sessions.ts'
import type { AttendanceMatrix } from '@modulus/contracts/register.ts'
import { plural, weekdayOf } from '#lib/format.ts'

/** One line for each week; days of a week that went the same way are one line, such as "Estate work × 4". */
export function weeksOf(items: readonly PlannedAndRan[]) {
  const alike = Map.groupBy(items, (one) => JSON.stringify([one.week, one.planned, one.ran, one.status, one.comes, one.changedWhy]))
  return [...alike.values()].map((list) => {
    const { week, planned, ran, status, comes, changedWhy } = list[0]!
    const times = list.length > 1 ? ` × ${list.length}` : ''
    return {
      week,
      planned: planned + times,
      ran: status === 'cancelled' ? `Called off${times}` : ran === null ? null : ran + times,
      why: changedWhy,
      ...(comes !== null && comes !== planned ? { comes: comes + times } : {}),
    }
  })
}

/** "2 of 10 sessions so far ran differently from the plan." */
export function changedWords(items: readonly PlannedAndRan[]): string {
  const past = items.filter((one) => one.status !== 'planned'),
    changed = past.filter((one) => one.changed).length
  const ahead = items.filter((one) => one.status === 'planned' && one.changed).length
  const later = ahead > 0 ? ` ${ahead} still to come ${ahead === 1 ? 'has' : 'have'} changed too.` : ''
  if (past.length === 0) return `${plural(items.length, 'session')} planned, none held yet.${later}`
  return changed === 0
    ? `${plural(past.length, 'session')} so far, all as planned.${later}`
    : `${changed} of ${plural(past.length, 'session')} so far ran differently from the plan.${later}`
}

const most = 14
/** Held sessions in stretches of whole weeks that fit beside each other, the latest last; marks only of days on which the person had a place. */
export function stretchesOf({ sessions, people }: AttendanceMatrix) {
  const held = sessions.flatMap((one, at) => (one.status === 'held' ? [{ ...one, at }] : []))
  const stretches: (typeof held)[] = []
  for (const week of Map.groupBy(held, (one) => one.week).values()) {
    const last = stretches.at(-1)
    if (last && last.length + week.length <= most) last.push(...week)
    else stretches.push([...week])
  }
  return stretches.map((list) => ({
    weeks: list[0]!.week === list.at(-1)!.week ? `Week ${list[0]!.week}` : `Weeks ${list[0]!.week} to ${list.at(-1)!.week}`,
    sessions: list.map((one) => weekdayOf(one.on).split(' ').slice(1).join(' ')),
    people: people.map((one) => ({
      id: one.participantId,
      name: one.knownAs,
      marks: list.map(({ at }) => (one.cells[at]!.enrolled ? one.cells[at]!.mark : null)),
    })),
  }))
}
