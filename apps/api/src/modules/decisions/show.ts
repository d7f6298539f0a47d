import type { Actor, Tx } from '#db/transact.ts'
import { abilitiesFor } from './policy.ts'
import { getDecision } from './queries.ts'

/** One decision as it goes out, with what the reader may do next. Throws not-found. */
export async function showOne(tx: Tx, actor: Actor, id: string) {
  const { selfId, ...one } = await getDecision(tx, id)
  return { ...one, can: abilitiesFor(actor, { ...one, selfId }) }
}
