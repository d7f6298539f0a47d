import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { chronology } from '@modulus/contracts/chronology.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { permit } from '#policy.ts'
import { getParticipant } from '../participants/queries.ts'
import { chronologyPolicy } from './policy.ts'
import { deleteEvent, editEvent, findRecord, getEvent, insertEvent, listEvents } from './queries.ts'

refusals({ significant_events_once: () => new Problem('already-exists') })

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...chronology.read,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const who = await getParticipant(tx, request.params.participantId)
        if (!chronologyPolicy.read(actor, who)) throw notFound()
        const items = await listEvents(tx, who.id, actor.self.includes(who.id))
        await logReading(tx, 'chronology.read', [who])
        return { items, can: { mark: chronologyPolicy.mark(actor, who) } }
      }),
  })
  app.route({
    ...chronology.mark,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { params, body } = request
        const who = await getParticipant(tx, params.participantId)
        permit(actor, chronologyPolicy, 'mark', who)
        const marked = await findRecord(tx, who.id, body.kind, body.aboutId)
        if (!marked) throw invalid('aboutId', 'unknown', 'is not in their story')
        if (await firstTime(tx, 'chronology.mark', params.eventId, { params, body })) {
          await insertEvent(tx, who, params.eventId, body, marked)
          reply.code(201)
        }
        return getEvent(tx, who.id, params.eventId)
      }),
  })
  app.route({
    ...chronology.edit,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { participantId, eventId } = request.params
        const who = await getParticipant(tx, participantId)
        await getEvent(tx, who.id, eventId)
        permit(actor, chronologyPolicy, 'mark', who)
        await sameVersion(await editEvent(tx, eventId, request.body), () => getEvent(tx, who.id, eventId))
        return getEvent(tx, who.id, eventId)
      }),
  })
  app.route({
    ...chronology.unmark,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { participantId, eventId } = request.params
        const who = await getParticipant(tx, participantId)
        await getEvent(tx, who.id, eventId)
        permit(actor, chronologyPolicy, 'mark', who)
        await deleteEvent(tx, eventId)
        reply.code(204)
        return null
      }),
  })
}
export default routes
