import type { SetAside } from '@modulus/contracts/offline.ts'
import type { Actor } from '#db/transact.ts'
import { setAsidePolicy, type Standing } from './policy.ts'
import type { Item } from './queries.ts'

export const standingOf = ({ mine, answers, status, gone, operation, programmeId }: Item): Standing => ({
  mine,
  answers,
  handedOver: status === 'handed_over' || (status === 'waiting' && gone),
  undecided: status === 'waiting' || status === 'handed_over',
  concern: operation === 'concerns.raise',
  placed: programmeId !== null,
})

export function showItem(actor: Actor, item: Item): SetAside {
  const standing = standingOf(item),
    may = (deed: keyof typeof setAsidePolicy) => setAsidePolicy[deed](actor, standing)
  const { id, programme, from, operation, problem, finishedAt, receivedAt, outcome, reason } = item
  return {
    id,
    programme,
    from,
    operation,
    problem,
    status: standing.undecided && standing.handedOver ? 'handed_over' : item.status,
    finishedAt,
    receivedAt,
    ...(outcome && { outcome }),
    reason: reason ?? null,
    can: { open: may('open'), take: may('take'), throwAway: may('throwAway'), handOver: may('handOver') },
  }
}
