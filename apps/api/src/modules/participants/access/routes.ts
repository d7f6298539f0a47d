import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { participantAccess } from '@modulus/contracts/participant-access.ts'
import { getParticipant } from '../queries.ts'
import { whoSees } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...participantAccess.access,
    handler: (request) =>
      request.transact(async (tx) => {
        const who = await getParticipant(tx, request.params.participantId)
        return { partners: await whoSees(tx, who.id), ownAccount: who.hasAccount }
      }),
  })
}
export default routes
