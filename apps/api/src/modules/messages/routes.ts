import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { messages } from '@modulus/contracts/messages.ts'
import { notFound } from '#plugins/problems.ts'
import { hasMailbox } from './jobs.ts'
import { listMessages } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...messages.list,
    handler: (request) => {
      if (!hasMailbox(app.config)) throw notFound()
      return request.transact((tx) => listMessages(tx, request.query))
    },
  })
}
export default routes
