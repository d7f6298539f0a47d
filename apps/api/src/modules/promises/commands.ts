// What a deed writes: the promise as it stands now, and the step that is never changed again.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { NewPromise, PromiseHandOver } from '@modulus/contracts/promises.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { inTeam } from '#policy.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { insertMessage } from '../messages/queries.ts'
import { getParticipant } from '../participants/queries.ts'
import type { Jobs } from '../../jobs.ts'
import { addressOf, findOwn, listPromisePeople, participantAddress, placeStands, programmeName, type PromiseRow } from './queries.ts'
import { promiseSteps } from './table.ts'

type Step = Omit<typeof promiseSteps.$inferInsert, 'partnershipId' | 'id' | 'promiseId' | 'programmeId' | 'participantId'>
/** Shares the readers of the promise, as its two sides stand in `promise`. */
export const addStep = (
  tx: Tx,
  actor: Actor,
  promise: { id: string; programmeId: string; participant: { id: string } | null },
  step: Partial<Step>,
) =>
  tx.insert(promiseSteps).values({
    ...step,
    id: uuidv7(),
    partnershipId: actor.partnershipId,
    promiseId: promise.id,
    programmeId: promise.programmeId,
    participantId: promise.participant?.id ?? null,
  } as typeof promiseSteps.$inferInsert)
export const sidesOf = ({ from, to }: PromiseRow) => ({ fromUserId: from.userId, toUserId: to.userId })

const participantSide = { kind: 'participant' as const, userId: null }

/** Whose promise it is and to whom. Refuses to promise for another, and names the answer that does not fit. */
export async function settleSides(tx: Tx, actor: Actor, body: NewPromise) {
  await programmeName(tx, body.programmeId)
  const people = await listPromisePeople(tx, body.programmeId)
  const colleague = (id: string) => {
    const found = people.find(({ userId }) => userId === id)
    if (!found) throw invalid('toUserId', 'unknown', 'Choose someone who works in this programme')
    return found
  }
  const own = actor.self.length > 0 ? await findOwn(tx, body.programmeId) : undefined
  if (own) {
    if (body.how !== null || (body.participantId !== null && body.participantId !== own.id))
      throw new Problem('forbidden', { deed: 'make' })
    if (body.toUserId === null) throw invalid('toUserId', 'required', 'Say who it is for')
    return { from: participantSide, to: colleague(body.toUserId), participantId: own.id, saidBy: 'self' as const }
  }
  const about = body.participantId === null ? null : await getParticipant(tx, body.participantId)
  if (about && about.programmeId !== body.programmeId) throw invalid('participantId', 'unknown', 'They are in another programme')
  if (body.how !== null) {
    if (!inTeam(actor, body.programmeId)) throw new Problem('forbidden', { deed: 'make' })
    if (!about) throw invalid('participantId', 'required', 'Say who promised it')
    return { from: participantSide, to: colleague(body.toUserId ?? actor.userId), participantId: about.id, saidBy: 'participant' as const }
  }
  const from = people.find(({ userId }) => userId === actor.userId)
  if (!from) throw new Problem('forbidden', { deed: 'make' })
  if (about) {
    if (body.toUserId !== null) throw invalid('toUserId', 'unknown', 'A promise is to one person')
    return { from, to: participantSide, participantId: about.id, saidBy: 'self' as const }
  }
  if (body.toUserId === null) throw invalid('toUserId', 'required', 'Say who it is for')
  if (body.toUserId === actor.userId) throw invalid('toUserId', 'same', 'A promise is to someone else')
  return { from, to: colleague(body.toUserId), participantId: null, saidBy: 'self' as const }
}
export type Sides = Awaited<ReturnType<typeof settleSides>>

export async function checkPlace(tx: Tx, { madeIn, madeInId, programmeId }: NewPromise, participantId: string | null) {
  if (madeInId !== null && !(await placeStands(tx, madeIn, madeInId, programmeId, participantId)))
    throw invalid('madeInId', 'unknown', 'That is not here, or it was about someone else')
}

/** Somebody of the programme who is not on the other side already. */
export async function newHandFor(tx: Tx, promise: PromiseRow, { newUserId }: PromiseHandOver) {
  const people = await listPromisePeople(tx, promise.programmeId),
    found = people.find(({ userId }) => userId === newUserId),
    other = promise.newHand === 'maker' ? promise.to.userId : promise.from.userId,
    now = promise.newHand === 'maker' ? promise.from.userId : promise.to.userId
  if (!found || found.userId === now) throw invalid('newUserId', 'unknown', 'Choose someone who works in this programme')
  if (found.userId === other) throw invalid('newUserId', 'same', 'That person is on the other side of this promise')
  return found
}

interface Post {
  jobs: Jobs
  publicUrl: string
}
/** Says that a promise has another hand, and nothing of what it is about: a message may be read over a shoulder. */
export async function tellOfNewHand(tx: Tx, actor: Actor, { jobs, publicUrl }: Post, promise: PromiseRow, newUserId: string) {
  const send = async (to: { name: string; email: string } | undefined, subject: string, text: string, page: string) => {
    if (!to) return
    const id = await insertMessage(tx, {
      kind: 'notice',
      to: to.email,
      subject,
      ...(page === '/promises' ? { programmeId: promise.programmeId } : {}),
      body: `Hello ${to.name},\n\n${text}\n${publicUrl}${page}\n`,
    })
    await jobs.send(tx, 'message.deliver', { partnershipId: actor.partnershipId, id })
  }
  const programme = await programmeName(tx, promise.programmeId),
    other = promise.newHand === 'maker' ? promise.to : promise.from
  const yours = promise.newHand === 'maker' ? 'is now yours to keep' : 'is now made to you'
  await send(
    await addressOf(tx, newUserId),
    'A promise has come to you',
    `A promise in ${programme} ${yours}, because a colleague has moved on. See what it says:`,
    '/promises',
  )
  if (other.kind === 'participant')
    return send(
      await participantAddress(tx, promise.participant!.id),
      'There is something new on your page',
      'There is something new on your own page:',
      '/me/promises',
    )
  await send(
    await addressOf(tx, other.userId!),
    'A promise has a new person',
    `A promise of yours in ${programme} has a new person on the other side. See who it is:`,
    '/promises',
  )
}

/** Sets now() on the database's own clock, so that a step and what it tells of are never out of order. */
export const rightNow = sql`now()`
