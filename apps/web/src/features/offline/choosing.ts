// What a person may choose for an answer that two gave differently, and what comes of all their choices.
import { together, type Answers, type Meeting } from '@modulus/contracts/merge.ts'
import { visitRules, type VisitField } from '@modulus/contracts/visit-merge.ts'

export type Choice = 'theirs' | 'mine' | 'both' | 'own'
const ruleOf = ({ field }: Meeting) => visitRules[field as VisitField]
const of = (who: string) => (who === 'You' ? 'mine' : `${who}’s`)

export const choicesFor = (meeting: Meeting, mine: string, theirs: string): { value: Choice; label: string }[] => {
  const { kind } = ruleOf(meeting)
  // Both may have been written by one person, on two phones.
  const [first, second] = mine === theirs ? ['what is there', 'what was on the phone'] : [of(theirs), of(mine)]
  return [
    { value: 'theirs', label: `Keep ${first}` },
    { value: 'mine', label: `Keep ${second}` },
    ...(kind === 'text' || kind === 'many' ? [{ value: 'both' as const, label: 'Keep both' }] : []),
    ...(kind === 'text' ? [{ value: 'own' as const, label: 'Write it anew' }] : []),
  ]
}
export const bothOf = (meeting: Meeting): unknown => together(ruleOf(meeting), meeting.mine ?? '', meeting.theirs ?? '')

/** What is chosen before anybody chooses: the more protective answer. */
export const firstChoice = ({ because, value, mine }: Meeting): Choice | undefined =>
  because === 'protective' ? (value === mine ? 'mine' : 'theirs') : undefined

/** The answers that come of it. `missing`: where a person still has to choose. */
export function decide(
  meetings: Meeting[],
  choices: Partial<Record<string, Choice>>,
  own: Partial<Record<string, string>>,
): { decided: Answers; missing: string[] } {
  const missing: string[] = []
  const decided = meetings.map((one): [string, unknown] => {
    const choice = choices[one.field]
    if (one.standing !== 'meet' || one.fixed) return [one.field, one.value]
    if (choice === 'mine') return [one.field, one.mine]
    if (choice === 'theirs') return [one.field, one.theirs]
    if (choice === 'both') return [one.field, bothOf(one)]
    if (choice === 'own') return [one.field, own[one.field] ?? '']
    missing.push(one.field)
    return [one.field, one.theirs]
  })
  return { decided: Object.fromEntries(decided), missing }
}
