// What becomes of one thing that was written without signal: it is opened, done as its writer, and answered by a receipt; or it is set aside, sealed as
// it came, until a person decides.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ProblemName } from '@modulus/contracts/problems.ts'
import type { OfflineRequest, Receipt, Sealed } from '@modulus/contracts/offline.ts'
import type { Actor } from '#db/transact.ts'
import { Problem } from '#plugins/problems.ts'
import { permit } from '#policy.ts'
import { digestOf, openSealed } from './envelope.ts'
import { carryOut } from './carry-out.ts'
import { askAs, type Answer } from './inside.ts'
import type { Keyring } from './keys.ts'
import { placeRequest } from './operations.ts'
import { setAsidePolicy } from './policy.ts'
import {
  erasedMeanwhile,
  findReceipt,
  getItem,
  keepAside,
  keepReceipt,
  listReceivers,
  markProblem,
  markTaken,
  type Item,
} from './queries.ts'
import { standingOf } from './show.ts'
import { tellReceivers } from './telling.ts'

export const staffOnly = (actor: Actor) => {
  if (!actor.partnerId) throw new Problem('forbidden', { deed: 'workOffline' })
}
const fits = (receipt: Receipt, digest: string): Receipt => {
  if (receipt.digest !== digest) throw new Problem('already-exists')
  return receipt
}

/** Two wrote about the same thing: a person chooses. A visit that a colleague recorded or moved meanwhile is such a thing, too. */
const meets = (operation: string, problem: ProblemName) =>
  problem === 'changed-meanwhile' || (operation.startsWith('visits.') && (problem === 'already-exists' || problem === 'visit-not-open'))
const outcomeOf = (operation: string, { problem }: Answer): Receipt['outcome'] =>
  problem === null ? 'stored' : meets(operation, problem) ? 'conflict' : 'set_aside'
/** The right to do it ended: its writer cannot help it, so a lead decides. */
const lost = new Set<ProblemName>(['forbidden', 'not-found', 'record-restricted'])

/** What builds on words that a person still has to look at is looked at with them: done now, it would pass over a colleague's. */
const builtOnOther: Answer = { problem: 'changed-meanwhile', body: null }
const follows = async (request: FastifyRequest, { after }: OfflineRequest) =>
  !after || (await request.transact((tx) => findReceipt(tx, after)))?.outcome === 'stored'

/**
 * Sent again it gives the same receipt, and nothing is done twice: what it asks for is idempotent by its own id, and one receipt is written.
 * Errors: sealed-not-opened, not-for-offline, written-by-another, already-exists (something else came under this id).
 */
export async function submit(
  app: FastifyInstance,
  request: FastifyRequest,
  keys: Keyring,
  itemId: string,
  sealed: Sealed,
): Promise<Receipt> {
  const digest = digestOf(sealed)
  const before = await request.transact(async (tx, actor) => {
    staffOnly(actor)
    return { userId: actor.userId, receipt: await findReceipt(tx, itemId) }
  })
  if (before.receipt) return fits(before.receipt, digest)
  const inside = await openSealed(keys, itemId, sealed)
  if (inside.userId && inside.userId !== before.userId) throw new Problem('written-by-another')
  const { about } = placeRequest(inside)
  const answer = (await follows(request, inside)) ? await carryOut(askAs(app, request), inside) : builtOnOther,
    outcome = outcomeOf(inside.operation, answer)
  return request.transact(async (tx, actor) => {
    const erased = answer.problem === 'not-found' && about.id !== null && (await erasedMeanwhile(tx, about.id))
    const kept = { digest, outcome, problem: erased ? 'erased-meanwhile' : answer.problem }
    if ((await keepReceipt(tx, itemId, kept)) && kept.problem && !erased) {
      await keepAside(tx, itemId, about, inside, sealed, kept, lost.has(answer.problem!))
      if (outcome === 'set_aside') await tellReceivers(tx, app, actor.partnershipId, await listReceivers(tx, itemId))
    }
    const receipt = await findReceipt(tx, itemId)
    if (!receipt) throw new Problem('already-exists') // somebody else's
    return fits(receipt, digest)
  })
}

/** One that waits, opened for whoever may; the look of another than its writer is kept. */
export async function openItem(keys: Keyring, item: Item): Promise<OfflineRequest> {
  if (!item.sealed) throw new Problem('set-aside-over')
  return openSealed(keys, item.id, item.sealed)
}

/** Hands one in again as whoever does it now, with the words that were sealed or with others in their place. */
export async function takeItem(
  app: FastifyInstance,
  request: FastifyRequest,
  keys: Keyring,
  itemId: string,
  body?: { body: unknown },
): Promise<Receipt> {
  const item = await request.transact(async (tx, actor) => {
    const found = await getItem(tx, itemId)
    mayDo(actor, 'take', found)
    return found
  })
  const inside = await openItem(keys, item)
  placeRequest(inside)
  const answer = await carryOut(askAs(app, request), body ? { ...inside, ...instead(inside, body.body) } : inside),
    outcome = outcomeOf(inside.operation, answer)
  return request.transact(async (tx) => {
    if (answer.problem === null) await markTaken(tx, item.id)
    else await markProblem(tx, item.id, outcome, answer.problem)
    return { itemId: item.id, outcome, digest: item.digest, problem: answer.problem, at: new Date().toISOString() }
  })
}

/** Other words in place of those that were sealed. A record that met a colleague's becomes an edit of that one, if it names its version. */
function instead({ operation, method, path }: OfflineRequest, body: unknown): Pick<OfflineRequest, 'method' | 'path' | 'body'> {
  const edits = operation === 'visits.record' && typeof body === 'object' && body !== null && 'version' in body
  return edits ? { method: 'PATCH', path: path.replace(/\/record$/, ''), body } : { method, path, body }
}

/** Decided already is a rule (409), not mine to decide is 403. */
export function mayDo(actor: Actor, deed: keyof typeof setAsidePolicy, item: Item) {
  const standing = standingOf(item)
  if (!standing.undecided) throw new Problem('set-aside-over', { stands: item.status })
  permit(actor, setAsidePolicy, deed, standing)
}
