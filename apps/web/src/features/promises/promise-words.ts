// A promise in words: who to whom, by when, and what it waits for.
import type { Promised } from '@modulus/contracts/promises.ts'
import { weekdayOf } from '#lib/format.ts'

const nameOf = (side: Promised['from']) => side.name ?? 'a young person'
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** "You to Sam", "Sam to Amina Hart" */
export const whoToWhom = ({ from, to, byMe, toMe }: Promised): string =>
  `${byMe ? 'You' : capital(nameOf(from))} to ${toMe ? 'you' : nameOf(to)}`

/** Neutral until its day; late only when it is ours. A young person's promise was for a day, and is never late. */
export function dueOf({ open, dueOn, late, from }: Promised): { text: string; tone: 'neutral' | 'amber' } | null {
  if (!open || !dueOn) return null
  if (from.kind === 'participant') return { text: `For ${weekdayOf(dueOn)}`, tone: 'neutral' }
  return late ? { text: `Late: due ${weekdayOf(dueOn)}`, tone: 'amber' } : { text: `Due ${weekdayOf(dueOn)}`, tone: 'neutral' }
}

/** What happens next, and by whom; empty when nothing waits. */
export function waitsFor(one: Promised): string {
  const maker = one.byMe ? 'you' : nameOf(one.from),
    receiver = one.toMe ? 'your' : `${nameOf(one.to)}’s`
  if (one.newHand === 'maker') return `${capital(maker)} has gone or is going. It needs a new hand.`
  if (one.newHand === 'receiver') return `${capital(nameOf(one.to))} has gone or is going. It needs someone else to say how it went.`
  if (one.asked)
    return `A change was asked for. It waits for ${one.asked.by === 'maker' ? receiver : one.byMe ? 'your' : `${nameOf(one.from)}’s`} answer.`
  if (one.open && one.saidDoneAt) return `${one.byMe ? 'You say' : `${capital(maker)} says`} it is done. It waits for ${receiver} word.`
  return ''
}
