// An idea in words: who raised it, as far as the reader may know, and where its reply stands.
import type { Idea } from '@modulus/contracts/ideas.ts'
import { daysBetween, plural, weekdayOf } from '#lib/format.ts'
import { label } from '../../words/en.ts'

/** "Iona", for those who may know; else "A young person". */
export function raisedBy({ voices, raisedByKind, mine }: Idea): string {
  if (mine) return 'You'
  const names = voices.filter(({ raised }) => raised).map(({ knownAs }) => knownAs)
  return names.length > 0 ? names.join(' and ') : label('raisedByKind', raisedByKind)
}
/** A reply is a promise: it may run late, and then it says so. */
export function dueOf({ replyDueOn }: Idea, today: string): { words: string; tone: 'neutral' | 'amber' } | null {
  if (!replyDueOn) return null
  const days = daysBetween(today, replyDueOn)
  if (days < 0) return { words: `Reply was due ${weekdayOf(replyDueOn)}`, tone: 'amber' }
  return { words: days === 0 ? 'Reply due today' : `Reply due by ${weekdayOf(replyDueOn)}`, tone: days <= 3 ? 'amber' : 'neutral' }
}
export const supportWords = ({ support }: Idea) =>
  support === 0 ? 'Nobody has added their support yet' : `${plural(support, 'person', 'people')} behind it`
