import type { OutNow, VisitSafety } from '@modulus/contracts/visit-safety.ts'
import { plural, timeOf } from '#lib/format.ts'
import { toldAt } from './door.ts'

/** The one sentence that says where it stands. */
export function sentenceOf(one: VisitSafety): string {
  switch (one.state) {
    case 'not_planned':
      return 'Not planned yet: say who waits to hear that you are out.'
    case 'planned':
      if (one.missing.length > 0) return 'Planned, and something is still missing.'
      return one.needsApproval ? 'Planned. A lead who does not go still has to say yes.' : 'Planned. You can go.'
    case 'approved':
      return `${one.approvedBy} said yes. You can go.`
    case 'checked_in':
      return `Inside since ${timeOf(one.checkedInAt!)}, to be out by ${timeOf(one.expectedEndAt!)}.`
    case 'checked_out':
      return one.closedBecause === 'no_one_in'
        ? 'No one was in.'
        : `Out and safe at ${timeOf(one.checkedOutAt!)}. How it went for you comes next.`
    case 'debriefed':
      return 'Out, safe, and talked about.'
    default:
      return one.closedBecause === 'moved' ? 'The visit was moved: plan the new one.' : 'Closed: nobody goes.'
  }
}

/** What comes next for somebody who is out, and whether it is time to act. */
export function nextOf(one: OutNow, now: number): { words: string; tone: 'teal' | 'amber' | 'harm' } {
  const end = Date.parse(one.expectedEndAt)
  if (one.leadsToldAt) return { words: `Leads were told at ${timeOf(one.leadsToldAt)}. Ring now.`, tone: 'harm' }
  if (one.buddyToldAt)
    return {
      words: `${one.buddy.name} was told at ${timeOf(one.buddyToldAt)}. Leads are told at ${timeOf(toldAt(one.expectedEndAt, 'leads'))}.`,
      tone: 'harm',
    }
  if (end <= now)
    return { words: `No word yet. ${one.buddy.name} is told at ${timeOf(toldAt(one.expectedEndAt, 'buddy'))}.`, tone: 'amber' }
  return { words: `Expected out in ${plural(Math.ceil((end - now) / 60_000), 'minute')}.`, tone: 'teal' }
}
