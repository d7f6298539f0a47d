import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { barriers, type Barrier, type BarrierRead } from '@modulus/contracts/barriers.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { abilities, permit } from '#policy.ts'
import { invalid, notFound } from '#plugins/problems.ts'
import { barrierPolicy, mustBelong, programmePolicy, strategyPolicy } from './policy.ts'
import {
  changeBarrier,
  changeStrategy,
  countShifts,
  getBarrier,
  insertBarrier,
  insertStrategy,
  listBarriers,
  listStrategies,
  today,
  type BarrierRow,
} from './queries.ts'
import survey from './survey.ts'

const show = (actor: Actor, { programmeId, createdBy, ...row }: BarrierRow): Barrier => ({
  ...row,
  can: abilities(actor, barrierPolicy, { programmeId, createdBy }),
})
async function showWhole(tx: Tx, actor: Actor, id: string): Promise<BarrierRead> {
  const barrier = await getBarrier(tx, id)
  const strategies = (await listStrategies(tx, id)).map(({ programmeId, createdBy, ...one }) => ({
    ...one,
    can: abilities(actor, strategyPolicy, { programmeId, createdBy }),
  }))
  return { ...show(actor, barrier), strategies }
}
async function checkTriedOn(tx: Tx, triedOn: string) {
  if (triedOn > (await today(tx))) throw invalid('triedOn', 'future', 'This day has not come yet')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(survey)
  app.route({
    ...barriers.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listBarriers(tx, request.query)
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...barriers.read,
    handler: (request) => request.transact((tx, actor) => showWhole(tx, actor, request.params.barrierId)),
  })
  app.route({
    ...barriers.raise,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { barrierId } = request.params
        mustBelong(actor, request.body.programmeId)
        permit(actor, programmePolicy, 'raise', request.body)
        if (await firstTime(tx, 'barriers.raise', barrierId, request.body)) {
          await insertBarrier(tx, actor.partnershipId, barrierId, request.body)
          reply.code(201)
        }
        return showWhole(tx, actor, barrierId)
      }),
  })
  app.route({
    ...barriers.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { barrierId } = request.params
        permit(actor, barrierPolicy, 'amend', await getBarrier(tx, barrierId))
        await sameVersion(await changeBarrier(tx, actor.partnershipId, barrierId, request.body), () => showWhole(tx, actor, barrierId))
        return showWhole(tx, actor, barrierId)
      }),
  })

  app.route({
    ...barriers.try,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { barrierId, strategyId: id } = request.params
        const barrier = await getBarrier(tx, barrierId)
        permit(actor, barrierPolicy, 'try', barrier)
        await checkTriedOn(tx, request.body.triedOn)
        if (await firstTime(tx, 'barriers.try', id, { params: request.params, body: request.body })) {
          await insertStrategy(tx, actor.partnershipId, { ...request.body, id, barrierId, programmeId: barrier.programmeId })
          reply.code(201)
        }
        return showWhole(tx, actor, barrierId)
      }),
  })
  app.route({
    ...barriers.amendStrategy,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { barrierId, strategyId } = request.params
        const strategy = (await listStrategies(tx, barrierId)).find(({ id }) => id === strategyId)
        if (!strategy) throw notFound()
        permit(actor, strategyPolicy, 'amend', strategy)
        await checkTriedOn(tx, request.body.triedOn)
        await sameVersion(await changeStrategy(tx, actor.partnershipId, strategyId, request.body), () => showWhole(tx, actor, barrierId))
        return showWhole(tx, actor, barrierId)
      }),
  })

  app.route({
    ...barriers.shifts,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        mustBelong(actor, request.params.programmeId)
        return { items: await countShifts(tx, request.params.programmeId), can: abilities(actor, programmePolicy, request.params) }
      }),
  })
}
export default routes
