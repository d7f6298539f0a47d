// Sentences that several screens of a nomination say in the same way.
import type { NominationLine } from '@modulus/contracts/nominations.ts'
import { dateOf } from '#lib/format.ts'

export const nameOf = ({ firstName, familyName }: { firstName: string; familyName: string }) => `${firstName} ${familyName}`.trim()

/** The duty to tell them (UK GDPR article 14): a clock of the law, so it may go red. */
export function noticeWords({
  noticeGivenOn,
  noticeDueOn,
  noticeOverdue,
}: Pick<NominationLine, 'noticeGivenOn' | 'noticeDueOn' | 'noticeOverdue'>): { text: string; tone: 'teal' | 'harm' | 'neutral' } {
  if (noticeGivenOn) return { text: `Told ${dateOf(noticeGivenOn)}`, tone: 'teal' }
  return noticeOverdue
    ? { text: `Was due ${dateOf(noticeDueOn)}`, tone: 'harm' }
    : { text: `Tell them by ${dateOf(noticeDueOn)}`, tone: 'neutral' }
}

export const formWords = {
  goodAt: 'Say what they are good at',
  firstName: 'Give a first name',
  programmeId: 'Choose the programme',
  sourcePartnerId: 'Choose the partner',
  sourceKind: 'Say who suggests them',
  sharingBasis: 'Say why you may pass this on',
  receivedOn: 'Say when it reached you',
  'receivedOn future': 'This date is still to come',
}
