// The deal, asking for a change of it, and leaving: by their own word, with what follows said before.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { me } from '@modulus/contracts/me.ts'
import { firstTime, logReading } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { tellTeam } from '../messages/commands.ts'
import { findAsk, insertAsk, leaveProgramme, listDeals, partnerAddresses, planStop } from './leaving-queries.ts'
import { tellOfLeaving } from './commands.ts'
import { getSelf } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...me.deal,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor)
        await logReading(tx, 'me.deal', [self])
        const deals = await listDeals(tx, self)
        return {
          now: deals.find((one) => one.withdrawnOn === null) ?? null,
          before: deals.filter((one) => one.withdrawnOn !== null),
          ask: await findAsk(tx, self, 'change_deal'),
        }
      }),
  })

  app.route({
    ...me.ask,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor),
          { askId } = request.params
        if (await firstTime(tx, 'me.ask', askId, request.body)) {
          await insertAsk(tx, self, askId, request.body)
          await tellTeam(tx, app.jobs, actor.partnershipId, self, {
            subject: 'A young person asked you for something',
            body: `Someone you work with has asked for something on their own page. Read it in Modulus:\n${app.config.publicUrl}/replies\n`,
          })
          reply.code(201)
        }
        const ask = await findAsk(tx, self, request.body.kind, askId)
        if (!ask) throw notFound()
        return ask
      }),
  })

  app.route({
    ...me.stopPlan,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor)
        await logReading(tx, 'me.stopPlan', [self])
        return planStop(tx, self)
      }),
  })

  app.route({
    ...me.stop,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor),
          { words, keepFollowing } = request.body
        // Who works with them where is asked before: afterwards they have no more to do with each other.
        const addresses = await partnerAddresses(tx, self)
        const told = await leaveProgramme(tx, self, words.trim(), keepFollowing)
        await tellOfLeaving(tx, app, actor, self, told, addresses)
        return planStop(tx, await getSelf(tx, actor))
      }),
  })
}
export default routes
