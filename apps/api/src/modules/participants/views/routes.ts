import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { savedViews } from '@modulus/contracts/saved-views.ts'
import { firstTime } from '#db/writes.ts'
import { Problem, refusals } from '#plugins/problems.ts'
import { deleteView, getView, insertView, listViews } from './queries.ts'

refusals({ saved_views_name_once: () => new Problem('view-name-taken') })

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...savedViews.list,
    handler: (request) => request.transact(async (tx) => ({ items: await listViews(tx, request.query.page) })),
  })

  app.route({
    ...savedViews.keep,
    handler: (request, reply) =>
      request.transact(async (tx) => {
        if (await firstTime(tx, 'saved-views.keep', request.params.viewId, request.body)) {
          await insertView(tx, request.params.viewId, request.body)
          reply.code(201)
        }
        return getView(tx, request.params.viewId)
      }),
  })

  app.route({
    ...savedViews.forget,
    handler: async (request, reply) => {
      await request.transact(async (tx) => {
        await getView(tx, request.params.viewId)
        await deleteView(tx, request.params.viewId)
      })
      reply.code(204)
      return null
    },
  })
}
export default routes
