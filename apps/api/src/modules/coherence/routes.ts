import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { coherence, type CoherenceReading } from '@modulus/contracts/coherence.ts'
import type { Actor } from '#db/transact.ts'
import { firstTime } from '#db/writes.ts'
import { Problem, refusals } from '#plugins/problems.ts'
import { permit } from '#policy.ts'
import { countMonths, getMonth } from '../pulse/queries.ts'
import { levelPolicy, mustBelong } from './policy.ts'
import { getPartnerName, getReading, insertReading, listReadings } from './queries.ts'

refusals({ coherence_readings_once: () => new Problem('reading-signed') })

/** What the actor may sign: for each level they speak for, with whether this month has its reading already. */
function mineOf(actor: Actor, programmeId: string, month: string, readings: CoherenceReading[]) {
  return (['programme', 'organisation'] as const)
    .filter((level) => levelPolicy.sign(actor, { programmeId, level }))
    .map((level) => {
      const partnerId = level === 'organisation' ? actor.partnerId : null
      return {
        level,
        partnerId,
        signed: readings.some((one) => one.level === level && one.month === month && (one.partner?.id ?? null) === partnerId),
      }
    })
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...coherence.read,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId } = request.params
        mustBelong(actor, programmeId)
        const month = await getMonth(tx),
          readings = await listReadings(tx, programmeId)
        const officers = (await countMonths(tx, programmeId)).find((one) => one.asked === 'officers' && one.people !== null)
        const name = actor.partnerId ? await getPartnerName(tx, actor.partnerId) : ''
        return {
          month,
          officers: officers ? { month: officers.month, people: officers.people!, counts: officers.counts! } : null,
          readings,
          mine: mineOf(actor, programmeId, month, readings).map(({ partnerId, ...one }) => ({
            ...one,
            partner: partnerId ? { id: partnerId, name } : null,
          })),
        }
      }),
  })
  app.route({
    ...coherence.sign,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { readingId } = request.params,
          { programmeId, level } = request.body
        mustBelong(actor, programmeId)
        permit(actor, levelPolicy, 'sign', request.body)
        if (await firstTime(tx, 'coherence.sign', readingId, request.body)) {
          const partnerId = level === 'organisation' ? actor.partnerId : null
          await insertReading(tx, readingId, { ...request.body, programmeId, partnerId, month: await getMonth(tx) })
          reply.code(201)
        }
        return getReading(tx, readingId)
      }),
  })
}
export default routes
