// Raising a concern: kept where its author cannot read it, its draft thrown away, and the safeguarding lead told that something waits.
import type { AgeRoute, ConcernRaised, NewConcern } from '@modulus/contracts/concerns.ts'
import type { Config } from '#config.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { invalid, notFound, Problem } from '#plugins/problems.ts'
import type { Jobs } from '../../jobs.ts'
import { discardDraft } from '../drafts/queries.ts'
import { insertMessage } from '../messages/queries.ts'
import { findWhom, getKeeper, insertConcern } from './queries.ts'

/** Under 18 is child protection; 16 and over may also be adult support and protection, so 16 and 17 are both. */
const routeFor: Record<string, AgeRoute> = { under_16: 'child', '16_17': 'both', '18_20': 'adult', '21_25': 'adult', over_25: 'adult' }

/** In which programme a worry is raised, and which route their age suggests. */
export async function placeConcern(
  tx: Tx,
  actor: Actor,
  { participantId, aboutWhom, programmeId }: NewConcern,
): Promise<{ programmeId: string; ageRoute: AgeRoute }> {
  const mine = [...new Set(actor.memberships.map((one) => one.programmeId))]
  if (participantId) {
    const whom = await findWhom(tx, participantId)
    return { programmeId: whom.programmeId, ageRoute: routeFor[whom.ageBand] ?? 'not_known' }
  }
  if (mine.length === 0) throw new Problem('forbidden', { deed: 'raise' })
  if (programmeId && !mine.includes(programmeId)) throw notFound()
  if (!aboutWhom.trim()) throw invalid('aboutWhom', 'required', 'who are you worried about?')
  if (!programmeId && mine.length > 1) throw invalid('programmeId', 'required', 'in which programme?')
  return { programmeId: programmeId ?? mine[0]!, ageRoute: 'not_known' }
}

export async function raiseConcern(
  tx: Tx,
  actor: Actor,
  id: string,
  where: { programmeId: string; ageRoute: AgeRoute },
  concern: NewConcern,
  { jobs, config }: { jobs: Jobs; config: Config },
): Promise<void> {
  await insertConcern(tx, id, where.programmeId, { ...concern, ageRoute: concern.ageRoute ?? where.ageRoute })
  await discardDraft(tx, id)
  const { addresses, programmeName } = await getKeeper(tx, where.programmeId)
  for (const to of addresses) {
    // Nothing of what was written, and not who it is about.
    const message = await insertMessage(tx, {
      kind: 'notice',
      to,
      subject: `A worry about someone’s safety waits for you in ${programmeName}`,
      body: `Someone raised a concern${concern.immediateDanger ? ' and says there is immediate danger' : ''}. Sign in to read it: ${config.publicUrl}/safeguarding`,
    })
    await jobs.send(tx, 'message.deliver', { partnershipId: actor.partnershipId, id: message })
  }
}

export async function whatHappensNext(tx: Tx, id: string, programmeId: string): Promise<ConcernRaised> {
  const { addresses: _addresses, ...keeper } = await getKeeper(tx, programmeId)
  return { id, ...keeper }
}
