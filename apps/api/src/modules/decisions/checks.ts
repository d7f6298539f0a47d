// What a decision needs before it may stand, beyond what its schema can say.
import type { DecisionMade, DecisionPrepare, NewDecision } from '@modulus/contracts/decisions.ts'
import type { Tx } from '#db/transact.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { sees, today, type DecisionRow } from './queries.ts'

const empty = (words: string | undefined) => !words?.trim()

/** `known`: what is kept already, where the body says nothing. */
export async function checkQuestion(
  tx: Tx,
  programmeId: string,
  body: Partial<NewDecision & DecisionPrepare>,
  known?: DecisionRow,
): Promise<void> {
  if (body.courseId && !(await sees(tx, 'courses', programmeId, body.courseId)))
    throw invalid('courseId', 'unknown', 'There is no such course in this programme.')
  if (body.ideaId && !(await sees(tx, 'ideas', programmeId, body.ideaId)))
    throw invalid('ideaId', 'unknown', 'There is no such idea in this programme.')
  const stated = 'limitsStated' in body ? body.limitsStated : known?.limitsStated
  if (stated === true && empty(body.limitsText ?? known?.limitsText)) throw invalid('limitsText', 'required', 'Say what the limits are.')
  const ids = body.options?.map(({ id }) => id) ?? []
  if (new Set(ids).size < ids.length) throw invalid('options', 'unique', 'Each option stands once.')
}

type Making = Pick<DecisionRow, 'options' | 'vote' | 'limitsStated'>
/** `at` is where the answers stand in the body, such as "made/". */
export async function checkMade(tx: Tx, one: Making, made: Omit<DecisionMade, 'version'>, at = ''): Promise<void> {
  if (one.limitsStated === null) throw new Problem('limits-not-answered')
  if (made.decidedOn > (await today(tx))) throw invalid(`${at}decidedOn`, 'future', 'This day has not come yet.')
  if (made.decidedBy === 'participants' && !made.participantsPresent)
    throw invalid(`${at}participantsPresent`, 'minimum', 'If they decided, at least one of them was there.')
  if (made.decidedBy === 'law' || made.decidedBy === 'safeguarding') {
    if (empty(made.reason)) throw invalid(`${at}reason`, 'required', 'Say why this was not theirs to decide.')
    if (empty(made.explainedHow)) throw invalid(`${at}explainedHow`, 'required', 'Say how it was explained to them.')
  }
  if (made.chosenOptionId && !one.options.some(({ id }) => id === made.chosenOptionId))
    throw invalid(`${at}chosenOptionId`, 'unknown', 'This is none of the options.')
  const won = one.vote?.result?.wonId
  if (made.how === 'vote' && won && made.chosenOptionId !== won) throw new Problem('vote-won-other')
}
