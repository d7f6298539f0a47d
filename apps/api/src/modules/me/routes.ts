import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { me } from '@modulus/contracts/me.ts'
import { logReading } from '#db/writes.ts'
import { findDeal, findNextSession, getSelf, listSaid } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...me.read,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor)
        const [nextSession, deal, said] = [
          await findNextSession(tx, actor, self),
          await findDeal(tx, actor, self),
          await listSaid(tx, actor, self),
        ]
        await logReading(tx, 'me.read', [self])
        return {
          knownAs: self.knownAs,
          programme: self.programme,
          worker: self.workerName ? { name: self.workerName } : null,
          nextSession,
          deal,
          said,
          dutyPhone: self.dutyPhone,
        }
      }),
  })
}
export default routes
