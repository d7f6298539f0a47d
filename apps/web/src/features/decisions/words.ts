// A decision in words: where it stands, who decided, what the vote said.
import type { Decision, DecisionLine, Spread } from '@modulus/contracts/decisions.ts'
import { dateOf, percentOf, plural } from '#lib/format.ts'
import { label } from '../../words/en.ts'

/** "The young people, by a vote, 2 November 2026. 5 young people were there." */
export function whoWords(one: DecisionLine): string {
  if (!one.decidedBy || !one.decidedOn) return one.voting ? 'Being voted on now.' : `${label('decisionState', one.state)}.`
  const there = one.participantsPresent === null ? '' : ` ${plural(one.participantsPresent, 'young person', 'young people')} there.`
  return `${label('decidedBy', one.decidedBy)}, ${label('decidedHow', one.how).toLowerCase()}, ${dateOf(one.decidedOn)}.${there}`
}

export function spreadSentence({ n, open, byWhom }: Spread): string {
  if (n === 0) return open > 0 ? `${plural(open, 'question')} open. Nothing decided yet.` : 'Nothing decided yet.'
  const theirs = byWhom
    .filter(({ decidedBy }) => decidedBy === 'participants' || decidedBy === 'together')
    .reduce((sum, one) => sum + one.n, 0)
  return `${theirs} of ${plural(n, 'decision')} were young people’s, or made together${open > 0 ? `. ${plural(open, 'question')} open` : ''}.`
}
export const shareOf = (n: number, of: number) => (of > 0 ? percentOf(n / of) : '')

/** What comes next, in a sentence. */
export function nextSentence(one: Decision): string {
  if (one.vote && !one.vote.closedAt) return `The vote is open. ${plural(one.vote.voted, 'young person has', 'young people have')} voted.`
  if (one.state === 'open' || one.state === 'options') {
    if (one.limitsStated === null) return 'Next: say what cannot be chosen, before anyone chooses.'
    if (one.options.length < 2 && !one.vote) return 'Next: write down the options, or what was decided.'
    return one.vote ? 'The vote is closed. Next: write down what was decided.' : 'Next: open a vote, or write down what was decided.'
  }
  if (one.state === 'decided') return `${whoWords(one)} Next: what was done about it.`
  if (one.state === 'acted_on') return 'Done. Next: tell the young people what came of it.'
  if (one.state === 'fed_back') return 'They were told what came of it. Next: look back on it together.'
  return 'All the way through: decided, done, told and looked back on.'
}

export function resultSentence({ vote, options }: Decision): string | null {
  const result = vote?.result
  if (!result) return null
  const words = options.find(({ id }) => id === result.wonId)?.words
  if (result.kind === 'too_few') return 'Too few voted to say what came out without saying how someone voted.'
  if (result.kind === 'no_clear_choice' || !words) return 'No clear choice: more than one option came out on top.'
  return result.kind === 'counts'
    ? `“${words}” came out on top.`
    : `“${words}” came out on top. The counts stay hidden, so that nobody’s vote can be worked out.`
}
