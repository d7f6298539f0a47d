// Estimates, for their own page and for the board: two queries for a whole programme.
import type { Estimate } from '@modulus/contracts/community.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { abilities } from '#policy.ts'
import { estimateOf } from './estimate.ts'
import { comparisonPolicy } from './policy.ts'
import { getComparison, listComparisons, listRests, listRestsOf } from './queries.ts'

export async function estimateComparison(tx: Tx, actor: Actor, id: string): Promise<Estimate> {
  const found = await getComparison(tx, id)
  return estimateOf(found, await listRestsOf(tx, id), abilities(actor, comparisonPolicy, found))
}

export async function estimateProgramme(tx: Tx, actor: Actor, programmeId: string): Promise<Estimate[]> {
  const [comparisons, rests] = await Promise.all([listComparisons(tx, programmeId), listRests(tx, programmeId)])
  return comparisons.map((one) => estimateOf(one, rests, abilities(actor, comparisonPolicy, one)))
}
