import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { interests } from '@modulus/contracts/interests.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { invalid, notFound } from '#plugins/problems.ts'
import { permit } from '#policy.ts'
import { getParticipant } from '../participants/queries.ts'
import { readBoard } from './board.ts'
import { interestPolicy } from './policy.ts'
import {
  amendHeard,
  countInterests,
  getHeard,
  insertAsset,
  insertGoal,
  insertInterest,
  isInterestTag,
  isVisitTo,
  listHeard,
} from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...interests.overview,
    handler: (request) => request.transact(async (tx) => ({ items: await countInterests(tx, request.query.programmeId) })),
  })

  app.route({
    ...interests.board,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId } = request.query
        if (!actor.memberships.some((one) => one.programmeId === programmeId)) throw notFound()
        const board = await readBoard(tx, programmeId)
        const shown = new Set(board.items.flatMap(({ who }) => (who ? [who.id] : [])))
        await logReading(
          tx,
          'interests.board',
          [...shown].map((id) => ({ id, programmeId })),
        )
        return board
      }),
  })

  app.route({
    ...interests.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const who = await getParticipant(tx, request.params.participantId)
        await logReading(tx, 'interests.list', [who])
        return { ...(await listHeard(tx, who.id)), can: { hear: interestPolicy.hear(actor, who) } }
      }),
  })

  app.route({
    ...interests.hear,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          body,
          params: { participantId, interestId },
        } = request
        const who = await hearFrom(tx, actor, participantId)
        await checkTag(tx, body.tag)
        await checkVisit(tx, who.id, body.heardVisitId)
        if (await firstTime(tx, 'interests.hear', interestId, { participantId, body })) {
          await insertInterest(tx, who, interestId, body)
          reply.code(201)
        }
        return ofThem(await getHeard(tx, 'interests', interestId), who.id)
      }),
  })

  app.route({
    ...interests.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        await checkTag(tx, request.body.tag)
        return amend(tx, actor, 'interests', request.params.interestId, request.body)
      }),
  })

  app.route({
    ...interests.hearAsset,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          body,
          params: { participantId, assetId },
        } = request
        const who = await hearFrom(tx, actor, participantId)
        await checkVisit(tx, who.id, body.heardVisitId)
        if (await firstTime(tx, 'interests.hearAsset', assetId, { participantId, body })) {
          await insertAsset(tx, who, assetId, body)
          reply.code(201)
        }
        return ofThem(await getHeard(tx, 'assets', assetId), who.id)
      }),
  })
  app.route({
    ...interests.amendAsset,
    handler: (request) => request.transact((tx, actor) => amend(tx, actor, 'assets', request.params.assetId, request.body)),
  })

  app.route({
    ...interests.setGoal,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          body,
          params: { participantId, goalId },
        } = request
        const who = await hearFrom(tx, actor, participantId)
        if (await firstTime(tx, 'interests.setGoal', goalId, { participantId, body })) {
          await insertGoal(tx, who, goalId, body)
          reply.code(201)
        }
        return ofThem(await getHeard(tx, 'goals', goalId), who.id)
      }),
  })
  app.route({
    ...interests.amendGoal,
    handler: (request) => request.transact((tx, actor) => amend(tx, actor, 'goals', request.params.goalId, request.body)),
  })
}
export default routes

async function hearFrom(tx: Tx, actor: Actor, participantId: string) {
  const who = await getParticipant(tx, participantId)
  permit(actor, interestPolicy, 'hear', who)
  return who
}
/** The same id under another person is not this person's. */
function ofThem<T extends { whom: { id: string } }>(heard: T, participantId: string): T {
  if (heard.whom.id !== participantId) throw notFound()
  return heard
}
async function amend<K extends 'interests' | 'assets' | 'goals'>(tx: Tx, actor: Actor, kind: K, id: string, changes: { version: number }) {
  permit(actor, interestPolicy, 'hear', (await getHeard(tx, kind, id)).whom)
  await sameVersion(await amendHeard(tx, kind, id, changes), () => getHeard(tx, kind, id))
  return getHeard(tx, kind, id)
}
async function checkTag(tx: Tx, tag: string | null | undefined) {
  if (tag && !(await isInterestTag(tx, tag))) throw invalid('tag', 'word', 'is not a live word of the interest list')
}
async function checkVisit(tx: Tx, participantId: string, visitId: string | undefined) {
  if (visitId && !(await isVisitTo(tx, participantId, visitId))) throw invalid('heardVisitId', 'visit', 'is not a visit to this person')
}
