// What working without signal is called on the screens.
import type { PhoneState } from '../../offline/phone.ts'
import { wordsForProblem } from '../../words/problems.ts'

type Item = PhoneState['items'][number]
const called: Record<string, (who: string) => string> = {
  'visits.record': (who) => `Visit to ${who}`,
  'visits.amend': (who) => `Change to the visit to ${who}`,
  'contacts.log': (who) => `In touch with ${who}`,
  'concerns.raise': (who) => `Worry about ${who}`,
  'register.take': (who) => `Register: ${who}`,
  'register.mark': (who) => `Mark in the register: ${who}`,
  'mentoring.log': (who) => `Meet-up with ${who}`,
  'adaptations.raise': (who) => `Change in ${who}`,
  'drafts.keep': () => 'A form you had half filled',
  'attachments.send': (who) => `Photo from the visit to ${who}`,
}
const unnamed: Record<string, string> = { 'register.take': 'a session', 'register.mark': 'somebody', 'adaptations.raise': 'a course' }
/** A name is said only while the phone is unlocked. */
export const titleOf = ({ label }: Item): string =>
  label ? (called[label.operation]?.(label.who ?? unnamed[label.operation] ?? 'someone') ?? 'Something you wrote') : 'Something you wrote'

const hour = 3_600_000
/** A whole day without signal is unusual: say what to do. */
export const isOld = (items: Item[], now = Date.now()): boolean => items.some(({ at }) => now - at > 24 * hour)

/** What a person can do about something that came back or cannot go. */
export function helpFor({ standing, problem }: Item): string {
  if (standing === 'conflict')
    return 'Someone changed the same thing meanwhile. Both texts are kept. Choose between them when you have signal.'
  if (problem === 'erased-meanwhile')
    return 'Their record was erased while you were out, as they have a right to. What you wrote was not kept.'
  if (problem === 'account-ended')
    return 'The account of whoever wrote this has ended. It went to their lead, sealed, and nothing of it is lost.'
  if (standing === 'set_aside')
    return `It arrived, and could not be taken as it is: ${wordsForProblem({ type: problem ?? '', title: 'a rule changed' })} Nothing is lost: it is kept sealed, and your lead has been told.`
  if (problem === 'written-by-another') return 'Someone else is signed in. It is sent when the one who wrote it signs in here.'
  if (problem === 'sealed-not-opened')
    return 'The server could not open it. It is still here. Try again, and tell an administrator if it stays.'
  return `It could not be sent: ${wordsForProblem({ type: problem ?? 'unexpected', title: 'something went wrong.' })} It is still here.`
}

export const refusalWords = {
  none: 'There is nothing to unlock on this phone.',
  wrong: 'That is not the passphrase.',
  over: 'The time is over for which it could be read without signal. It was removed from this phone. What waits to be sent is still here, locked.',
  clock: 'This phone’s clock was put back, so it stays locked. Set the clock right, or go where there is signal.',
  left: 'It was not unlocked. Try again.',
}
export const notTakenWords = {
  unsigned: 'What came was not signed by Modulus, so nothing was kept. Try again, and tell an administrator if it stays.',
  clock: 'This phone’s clock is wrong. Set it to the right time, then try again.',
  over: 'The time to keep it was over before it began. Try again.',
}
export const weakWords = {
  short: 'Use at least 12 characters. Four words work well.',
  digits: 'Numbers alone are guessed quickly. Add some words.',
  same: 'That repeats itself too much. Use four different words.',
}
