// Raising a concern: kept where its author cannot read it, its draft thrown away, and those who keep safety told that something waits.
import type { AboutAge, AgeRoute, ConcernRaised, NewConcern } from '@modulus/contracts/concerns.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { invalid, notFound, Problem } from '#plugins/problems.ts'
import { discardDraft } from '../drafts/queries.ts'
import { getKeepers } from './keepers.ts'
import { findWhom, insertConcern } from './queries.ts'
import { alertKeepers, type Telling } from './telling.ts'

/**
 * Child protection reaches to 18, adult support and protection begins at 16: so 16 and 17 are both, and so is everyone whose age nobody knows.
 * Sources: National Guidance for Child Protection in Scotland; Adult Support and Protection (Scotland) Act 2007, section 53.
 */
const routeFor: Record<string, AgeRoute> = {
  under_16: 'child',
  '16_17': 'both',
  '18_20': 'adult',
  '21_25': 'adult',
  over_25: 'adult',
  over_18: 'adult',
}
export const suggestRoute = (age: AboutAge | string): AgeRoute => routeFor[age] ?? 'both'

export interface Place {
  programmeId: string
  ageRoute: AgeRoute
}
/** In which programme a worry is raised, and which route their age suggests. */
export async function placeConcern(tx: Tx, actor: Actor, concern: NewConcern): Promise<Place> {
  const { participantId, aboutWhom, programmeId, whatSeen, theirWords, toldThem, notToldWhy = '', aboutAge = 'not_known' } = concern
  if (!`${whatSeen}${theirWords}`.trim()) throw invalid('whatSeen', 'required', 'what was seen or heard?')
  if (toldThem === false && !notToldWhy.trim()) throw invalid('notToldWhy', 'required', 'why were they not told?')
  const mine = [...new Set(actor.memberships.map((one) => one.programmeId))]
  if (participantId) {
    const whom = await findWhom(tx, participantId)
    return { programmeId: whom.programmeId, ageRoute: suggestRoute(whom.ageBand) }
  }
  if (mine.length === 0) throw new Problem('forbidden', { deed: 'raise' })
  if (programmeId && !mine.includes(programmeId)) throw notFound()
  if (!aboutWhom.trim()) throw invalid('aboutWhom', 'required', 'who are you worried about?')
  if (!programmeId && mine.length > 1) throw invalid('programmeId', 'required', 'in which programme?')
  return { programmeId: programmeId ?? mine[0]!, ageRoute: suggestRoute(aboutAge) }
}

export async function raiseConcern(tx: Tx, id: string, where: Place, concern: NewConcern, telling: Telling): Promise<void> {
  await insertConcern(tx, id, where.programmeId, { ...concern, ageRoute: where.ageRoute })
  await discardDraft(tx, id)
  await alertKeepers(tx, telling, id)
}

export const whatHappensNext = async (tx: Tx, id: string, programmeId: string): Promise<ConcernRaised> => ({
  id,
  ...(await getKeepers(tx, programmeId)),
})
