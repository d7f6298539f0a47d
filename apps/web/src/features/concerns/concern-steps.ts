// The way of a concern as steps, so that nobody has to remember what comes next.
import type { Concern } from '@modulus/contracts/concerns.ts'
import { dateOf } from '#lib/format.ts'
import { whenOf } from '#lib/when.ts'

export interface ConcernStep {
  title: string
  state: 'done' | 'now' | 'later' | 'skipped'
  text: string
}
const order = ['raised', 'reviewed_by_lead', 'passed_on', 'feedback_received', 'closed']

export function stepsOf(one: Concern): ConcernStep[] {
  const kept = one.status === 'not_passed_on' || (one.passedTo === '' && one.secondReaderAgreed === true)
  const at = one.status === 'not_passed_on' ? 2 : order.indexOf(one.status)
  const state = (step: number): ConcernStep['state'] => (at >= step ? 'done' : at === step - 1 ? 'now' : 'later')
  return [
    { title: 'Raised', state: 'done', text: `${whenOf(one.raisedAt)}${one.raisedBy ? ` by ${one.raisedBy}` : ''}` },
    {
      title: 'Read and taken on',
      state: one.reviewedAt ? 'done' : 'now',
      text: one.reviewedAt ? whenOf(one.reviewedAt) : 'Within two hours. What is urgent can be passed on straight away.',
    },
    {
      title: kept ? 'Not passed on' : one.passedTo ? 'Passed on' : 'Passed on, or not',
      state: one.passedTo || kept ? 'done' : state(2),
      text: one.passedTo
        ? `To ${one.passedTo}${one.passedToPerson ? `, ${one.passedToPerson}` : ''}. ${one.passedHow}${one.passedAt ? `, ${whenOf(one.passedAt)}` : ''}${one.passedReference ? `. Their reference: ${one.passedReference}` : ''}`
        : kept
          ? `${one.notPassedReason} ${one.secondReader ?? 'A second reader'} read it too and agrees.`
          : one.secondReading
            ? `Waits for ${one.secondReader ?? 'a second reader'} to read it too.`
            : one.secondReaderAgreed === false
              ? `${one.secondReader ?? 'The second reader'} does not agree to keep it here.`
              : 'To whom, how and when. Keeping it here needs a reason and a second reader.',
    },
    {
      title: 'Heard back',
      state: one.feedback ? 'done' : kept || (one.status === 'closed' && !one.feedback) ? 'skipped' : state(3),
      text: one.feedback
        ? one.feedbackOn
          ? dateOf(one.feedbackOn)
          : ''
        : kept
          ? 'Nobody outside to hear from'
          : 'What came back from them',
    },
    {
      title: 'Closed',
      state: one.status === 'closed' ? 'done' : one.status === 'feedback_received' || kept ? 'now' : 'later',
      text: one.closedAt ? whenOf(one.closedAt) : 'With what came of it. Whoever raised it hears that it was acted on, not how.',
    },
  ]
}
