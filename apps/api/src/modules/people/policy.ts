import type { Actor } from '#db/transact.ts'
import { holds, type Policy } from '#policy.ts'

export interface Account {
  userId: string
}
const someoneElse = (actor: Actor, { userId }: Account) => actor.administrator && actor.userId !== userId

/** Accounts are the administrators'; what would favour or lock out oneself takes another one. */
export const personPolicy = {
  amend: (actor) => actor.administrator,
  giveAdministrator: someoneElse,
  disable: someoneElse,
  leave: someoneElse,
  giveRole: someoneElse,
  sendLink: someoneElse,
} satisfies Policy<Account>

/** A young person's way in is given by someone who works with everyone in their programme. */
export const participantPolicy = {
  link: (actor, { programmeId }) => holds(actor, programmeId, 'programme_lead', 'outreach_officer'),
} satisfies Policy<{ programmeId: string }>
