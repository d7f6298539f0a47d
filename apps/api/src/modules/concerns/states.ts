// The steps of a concern: raised, looked at by the lead, passed on or not (with a reason and a second reader), heard back, closed.
import type { ConcernStatus } from '@modulus/contracts/concerns.ts'

export type Deed = 'review' | 'passOn' | 'keepHere' | 'hearBack' | 'close' | 'note'
const from: Record<Deed, ConcernStatus[]> = {
  review: ['raised'],
  // What is urgent is passed on at once; that is a review too.
  passOn: ['raised', 'reviewed_by_lead', 'not_passed_on'],
  keepHere: ['raised', 'reviewed_by_lead'],
  hearBack: ['passed_on', 'feedback_received'],
  close: ['passed_on', 'not_passed_on', 'feedback_received'],
  note: ['raised', 'reviewed_by_lead', 'passed_on', 'not_passed_on', 'feedback_received'],
}
export const canNow = (deed: Deed, status: ConcernStatus): boolean => from[deed].includes(status)
