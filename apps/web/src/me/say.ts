// Having a say: where we are, and the words for what became of an idea or who made a choice.
import type { DecidedBy } from '@modulus/contracts/decisions.ts'
import type { IdeaStatus } from '@modulus/contracts/ideas.ts'
import { session } from '@modulus/contracts/session.ts'
import { ApiProblem, send } from '../lib/send.ts'

/** The group that this young person is in. Staff, who have none of their own, find nothing here. */
export async function myGroup(): Promise<string> {
  const { programmes, self } = await send(session.read, {})
  if (self.length === 0 || !programmes[0]) throw new ApiProblem('not-found')
  return programmes[0].id
}
export const became: Record<IdeaStatus, string> = {
  raised: 'We will get back to you',
  explored: 'We are looking into it',
  adopted: 'Yes, we will do it',
  part_adopted: 'We will do some of it',
  parked: 'Not right now',
  not_possible: 'We can’t do this one',
}
export const whoChose: Record<DecidedBy, string> = {
  participants: 'You and the others chose',
  together: 'We all chose',
  officer: 'A worker chose',
  partner: 'The people we work with chose',
  lead: 'The boss chose',
  funder: 'The people who pay chose',
  law: 'The law says so',
  safeguarding: 'To keep someone safe',
}
/** From no power to all of it, as they would say it. */
export const shares = [
  'We were not told',
  'We were told',
  'They asked us first',
  'They asked us, and told us why',
  'We chose it as one team',
  'We chose, but with limits',
  'We chose',
]
export const troubleOf = (problem: unknown): string =>
  problem instanceof ApiProblem && problem.type === 'offline'
    ? 'No signal just now. Your words are still here. Try again in a bit.'
    : problem instanceof ApiProblem && problem.type === 'vote-closed'
      ? 'This vote is shut now. No one can vote any more.'
      : 'That did not work. Try again.'
