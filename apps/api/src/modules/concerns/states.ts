// The steps of a concern: raised, taken on, passed on or not (with a reason and a second reader), heard back, closed.
import type { Concern, ConcernStatus } from '@modulus/contracts/concerns.ts'

export type Deed = keyof Concern['can']
const open: ConcernStatus[] = ['raised', 'reviewed_by_lead', 'passed_on', 'not_passed_on', 'feedback_received']
const from: Record<Deed, ConcernStatus[]> = {
  review: ['raised'],
  // What is urgent is passed on at once; that is a review too.
  passOn: ['raised', 'reviewed_by_lead', 'not_passed_on'],
  keepHere: ['raised', 'reviewed_by_lead'],
  secondRead: ['reviewed_by_lead'],
  hearBack: ['passed_on', 'feedback_received'],
  close: ['passed_on', 'not_passed_on', 'feedback_received'],
  weigh: open,
  noteIrd: open,
  note: open,
}
export const deeds = Object.keys(from) as Deed[]
export const canNow = (deed: Deed, status: ConcernStatus): boolean => from[deed].includes(status)
