// Their own wish to be deleted, from their own pages (UK GDPR article 17).
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ownErasure } from '@modulus/contracts/retention.ts'
import { firstTime, logReading } from '#db/writes.ts'
import { Problem } from '#plugins/problems.ts'
import { getSelf } from '../me/queries.ts'
import { post } from '../messages/commands.ts'
import { dataLeadAddresses, findOwnErasure, insertOwnErasure, takeBackOwnErasure } from './own-queries.ts'

const own: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...ownErasure.erasure,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor)
        await logReading(tx, 'me.erasure', [self])
        return { request: await findOwnErasure(tx, self) }
      }),
  })
  app.route({
    ...ownErasure.askErasure,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor),
          { requestId } = request.params
        if (await firstTime(tx, 'me.askErasure', requestId, request.body)) {
          await insertOwnErasure(tx, self, requestId, request.body.words.trim())
          for (const to of await dataLeadAddresses(tx, self.programmeId))
            await post(tx, app.jobs, actor.partnershipId, {
              kind: 'notice',
              to,
              programmeId: self.programmeId,
              subject: 'A young person asked to be deleted',
              body: `Somebody asked you to delete what is held about them. The law gives one month to answer. Read it in Modulus:\n${app.config.publicUrl}/retention/requests\n`,
            })
          reply.code(201)
        }
        return { request: await findOwnErasure(tx, self) }
      }),
  })
  app.route({
    ...ownErasure.takeBackErasure,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor)
        if (!(await takeBackOwnErasure(tx, self))) throw new Problem('erasure-answered')
        return { request: await findOwnErasure(tx, self) }
      }),
  })
}
export default own
