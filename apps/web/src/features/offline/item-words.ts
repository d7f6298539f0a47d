// What came back is called, why it did, and who has it now: in words for whoever reads it.
import type { DraftKind } from '@modulus/contracts/drafts.ts'
import type { SetAside } from '@modulus/contracts/offline.ts'
import { wordsForProblem } from '../../words/problems.ts'

const kinds: Record<string, string> = {
  'visits.record': 'A visit',
  'visits.amend': 'A change to a visit',
  'contacts.log': 'A call, text or meet-up',
  'register.take': 'A register',
  'register.mark': 'A mark in a register',
  'mentoring.log': 'A note of a mentor',
  'adaptations.raise': 'A change of a course',
  'concerns.raise': 'A worry about safety',
  'drafts.keep': 'A half-filled form',
  'attachments.send': 'A photo',
}
export const kindOf = (operation: string): string => kinds[operation] ?? 'Something'
const isConcern = ({ operation }: SetAside) => operation === 'concerns.raise'

/** Why it could not be taken in as it was. `mine`: the reader wrote it. */
export function whyBack({ problem, operation, from }: SetAside, mine: boolean): string {
  const writer = mine ? 'You' : (from?.name ?? 'Whoever wrote it'),
    has = mine ? 'have' : 'has'
  if (operation === 'drafts.keep' && problem === 'changed-meanwhile')
    return 'The same form was filled in further on another device. Both are kept.'
  if (problem === 'changed-meanwhile') return 'Someone changed the same visit while this was on its way. Both texts are kept.'
  if (operation.startsWith('visits.') && (problem === 'already-exists' || problem === 'visit-not-open'))
    return 'A colleague recorded, moved or called off the same visit first. Both are kept.'
  if (problem === 'not-found') return `${writer} no longer ${has} access to this record, so it could not be taken in.`
  if (problem === 'forbidden') return `${writer} may no longer do this, so it could not be taken in.`
  if (problem === 'invalid-input') return 'An answer is missing, or no longer fits the rules.'
  if (problem === 'account-ended') return `The account of ${from?.name ?? 'whoever wrote it'} ended while this was on the phone.`
  return wordsForProblem({ type: problem, title: 'A rule changed.' })
}

/** Who can do something about it now. */
export function holderOf(item: SetAside, mine: boolean): string {
  const { status, programme, from, reason } = item
  if (status === 'taken') return 'It was taken in.'
  if (status === 'thrown_away') return `It was thrown away: ${reason || 'no reason was kept'}`
  const where = programme ? ` of ${programme.name}` : ''
  if (status === 'handed_over')
    return isConcern(item)
      ? `It is with those who keep people safe${programme ? ` in ${programme.name}` : ''}.`
      : `It is with the lead${where}.`
  return mine ? 'It waits for you.' : `It waits for ${from?.name ?? 'whoever wrote it'}.`
}
export const isOpen = ({ status }: SetAside): boolean => status === 'waiting' || status === 'handed_over'

const draftKinds: Record<string, DraftKind> = {
  'visits.record': 'visit',
  'contacts.log': 'contact',
  'concerns.raise': 'concern',
}
/** The form in which its answers can be put right. */
export const draftKindOf = (operation: string): DraftKind | undefined => draftKinds[operation]
