// What a reader is shown of a colleague: addresses are for colleagues, what is kept about an account for administrators.
import type { Person, PersonCard } from '@modulus/contracts/people.ts'
import type { Actor } from '#db/transact.ts'
import { abilities } from '#policy.ts'
import { personPolicy } from './policy.ts'
import type { PersonRow } from './queries.ts'

export const showCard = <C extends Pick<PersonCard, 'email' | 'state'>>(actor: Actor, card: C): C => ({
  ...card,
  email: actor.self.length > 0 ? null : card.email,
})

export function showPerson(actor: Actor, { partnerId, partnerName, ...row }: PersonRow): Person {
  const all = actor.administrator || actor.userId === row.userId
  return {
    ...showCard(actor, row),
    partner: { id: partnerId, name: partnerName },
    worksWithUsSince: all ? row.worksWithUsSince : null,
    leftOn: all ? row.leftOn : null,
    invitedAt: all ? row.invitedAt : null,
    joinedAt: all ? row.joinedAt : null,
    disabledAt: all ? row.disabledAt : null,
    can: abilities(actor, personPolicy, row),
  }
}
