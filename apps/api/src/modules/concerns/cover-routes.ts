// Who keeps safety, and being away from it.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { concerns } from '@modulus/contracts/concerns.ts'
import { firstTime } from '#db/writes.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { endAbsence, getCover, insertAbsence } from './keepers.ts'

refusals({ safeguarding_absences_have_an_end: () => invalid('untilAt', 'range', 'is within the next 60 days') })

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({ ...concerns.cover, handler: (request) => request.transact(getCover) })
  app.route({
    ...concerns.beAway,
    handler: (request, reply) =>
      request.transact(async (tx) => {
        if ((await getCover(tx)).programmes.length === 0) throw new Problem('forbidden', { deed: 'beAway' })
        if (await firstTime(tx, 'concerns.beAway', request.params.absenceId, request.body)) {
          await insertAbsence(tx, request.params.absenceId, request.body.untilAt)
          reply.code(201)
        }
        return getCover(tx)
      }),
  })
  app.route({
    ...concerns.beBack,
    handler: (request) =>
      request.transact(async (tx) => {
        if (!(await endAbsence(tx, request.params.absenceId))) throw notFound()
        return getCover(tx)
      }),
  })
}
export default routes
