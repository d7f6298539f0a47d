import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { power } from '@modulus/contracts/power.ts'
import { permit } from '#policy.ts'
import { powerPolicy } from './policy.ts'
import { countPower, getSharing, listChanges } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...power.board,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const programme = await getSharing(tx, request.params.programmeId)
        permit(actor, powerPolicy, 'board', programme)
        return countPower(tx, programme)
      }),
  })
  app.route({
    ...power.changes,
    handler: (request) =>
      request.transact(async (tx) => {
        const { id, name, cohort } = await getSharing(tx, request.params.programmeId)
        return { programme: { id, name, cohort }, items: await listChanges(tx, id) }
      }),
  })
}
export default routes
