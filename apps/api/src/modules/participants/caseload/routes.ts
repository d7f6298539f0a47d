import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { participants } from '@modulus/contracts/participants.ts'
import { findByName, listCaseload, listWorkers, summariseCaseload } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...participants.list,
    handler: (request) =>
      request.glance(
        (tx) => [listCaseload(tx, request.query)],
        ([page]) => page,
      ),
  })

  app.route({
    ...participants.summary,
    handler: (request) =>
      request.glance(
        (tx) => [summariseCaseload(tx, request.query.programmeId)],
        ([summary]) => summary,
      ),
  })

  app.route({ ...participants.workers, handler: (request) => request.transact(async (tx) => ({ items: await listWorkers(tx) })) })

  app.route({
    ...participants.find,
    handler: (request) =>
      request.glance(
        (tx) => [findByName(tx, request.body.words, request.body.programmeId)],
        ([items]) => ({ items }),
      ),
  })
}
export default routes
