// One sentence for each picture, worked out from its figures. Never an average of levels, never one figure for everything.
import type { PowerBoard } from '@modulus/contracts/power.ts'
import { plural } from '#lib/format.ts'

const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0)
const of = (counts: Record<string, number>, ...keys: string[]) => sum(keys.map((key) => counts[key] ?? 0))

export const decidedSentence = ({ n, by, toldBack }: PowerBoard['decisions']) =>
  n === 0
    ? 'No decision is written down yet.'
    : `${of(by, 'participants', 'together')} of ${plural(n, 'decision')} ${n === 1 ? 'was' : 'were'} made by young people or with them. They were told what came of ${toldBack}.`

/** Partners' readings beside the group's, of the same decisions. */
export function gapSentence({ gaps, participants, partners }: PowerBoard['readings']): string {
  const higher = sum(gaps.slice(7)),
    same = gaps[6]!,
    lower = sum(gaps.slice(0, 6)),
    all = higher + same + lower
  if (participants.n === 0 && partners.n === 0) return 'Nobody has said yet how much of a decision was theirs.'
  if (all === 0) return 'No decision has been read by both sides yet, so there is nothing to lay side by side.'
  return `${plural(all, 'partner reading')} can be laid beside the group’s: ${higher} put the young people higher than they did themselves, ${same} the same, ${lower} lower.`
}

export const ideasSentence = ({ n, answered, answeredInTime, owed }: PowerBoard['ideas']) =>
  n === 0
    ? 'No idea has been raised yet.'
    : `${answered} of ${plural(n, 'idea')} had an answer, ${answeredInTime} of them within 14 days. ${owed === 0 ? 'None is waiting.' : `${owed} still ${owed === 1 ? 'waits' : 'wait'} for one.`}`

export const adaptationsSentence = ({ n, raisedBy }: PowerBoard['adaptations']) =>
  n === 0
    ? 'Nothing was changed yet, or it was not written down.'
    : `${of(raisedBy, 'participants', 'together')} of ${plural(n, 'change')} ${n === 1 ? 'was' : 'were'} begun by young people or with them.`

export function paceSentence({ n, theirs, ours }: PowerBoard['pace']): string {
  if (n === 0) return 'Nobody has been asked about the pace yet.'
  const fast = theirs[3]! + theirs[4]!,
    asked = sum(theirs),
    oursFast = ours[3]! + ours[4]!
  return `Young people said it was too fast ${fast} of ${asked} times; officers and partners ${oursFast} of ${sum(ours)} times.`
}

/** "6 days" for one; "6 days in the middle, from 2 days to 11 days" for more. */
export const spanOf = ({ n, least, middle, most }: NonNullable<PowerBoard['daysToFeedback']>, unit: (count: number) => string) =>
  n === 1 || least === most ? unit(middle) : `${unit(middle)} in the middle, from ${unit(least)} to ${unit(most)}`
