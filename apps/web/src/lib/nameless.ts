// An answer that nobody can be told from, in two requests: one as oneself, that marks the month and brings a ticket, and one as nobody,
// that spends it. What was answered is never kept here; the ticket is, until it is spent, so that a lost signal loses no answer.
import { ApiProblem } from './send.ts'

const keyOf = (place: string) => `nameless ${place}`

/** Is there a ticket that still waits for its answer? `place` names the questions, the programme and the month. */
export const isWaiting = (place: string): boolean => sessionStorage.getItem(keyOf(place)) !== null
export const forget = (place: string): void => sessionStorage.removeItem(keyOf(place))

/** On signing out: a ticket that was not spent is not for the next person. */
export function forgetAll(): void {
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(keyOf(''))) sessionStorage.removeItem(key)
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}

/** Takes a ticket, unless one is waiting, and answers with it. Throws what the API refused; a spent ticket is thrown away. */
export async function answerNameless(
  place: string,
  take: () => Promise<{ ticket: string }>,
  answer: (ticket: string) => Promise<unknown>,
): Promise<void> {
  const ticket = sessionStorage.getItem(keyOf(place)) ?? (await take()).ticket
  sessionStorage.setItem(keyOf(place), ticket)
  try {
    await answer(ticket)
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.type === 'ticket-spent') forget(place)
    throw problem
  }
  forget(place)
}
