import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { destinations } from '@modulus/contracts/destinations.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { invalid, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { destinationPolicy, followUpPolicy, whereaboutsPolicy } from './policy.ts'
import {
  amendDestination,
  answerFollowUp,
  getDestination,
  getFollowUp,
  getPerson,
  insertDestination,
  listDestinations,
  listDue,
  listFollowUps,
  scheduleFollowUps,
  type DestinationRow,
  type FollowUpRow,
} from './queries.ts'

refusals({
  destinations_in_order: () => invalid('endsOn', 'order', 'The end is before the start'),
  destinations_placement_is_theirs: () => invalid('placementId', 'theirs', 'That placement is not theirs'),
})
const show = (actor: Actor, one: DestinationRow) => ({ ...one, can: abilities(actor, destinationPolicy, one) })
const showFollowUp = (actor: Actor, one: FollowUpRow) => ({ ...one, can: abilities(actor, followUpPolicy, one) })
const reread = async (tx: Tx, actor: Actor, id: string) => showFollowUp(actor, await getFollowUp(tx, id))

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...destinations.whereabouts,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const person = await getPerson(tx, request.params.participantId)
        permit(actor, whereaboutsPolicy, 'see', person)
        await logReading(tx, 'destinations.whereabouts', [person])
        const [went, asked] = await Promise.all([listDestinations(tx, person.id), listFollowUps(tx, person.id)])
        const { record, schedule } = abilities(actor, whereaboutsPolicy, person)
        return {
          participantId: person.id,
          knownAs: person.knownAs,
          destinations: went.map((one) => show(actor, one)),
          followUps: asked.map((one) => showFollowUp(actor, one)),
          can: { record, schedule },
        }
      }),
  })

  app.route({
    ...destinations.record,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const person = await getPerson(tx, request.params.participantId),
          id = request.params.destinationId
        permit(actor, whereaboutsPolicy, 'record', person)
        if (await firstTime(tx, 'destinations.record', id, { participantId: person.id, ...request.body })) {
          await insertDestination(tx, actor, id, person, request.body)
          reply.code(201)
        }
        return show(actor, await getDestination(tx, id))
      }),
  })

  app.route({
    ...destinations.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const found = await getDestination(tx, request.params.destinationId)
        permit(actor, destinationPolicy, 'amend', found)
        const current = async () => show(actor, await getDestination(tx, found.id))
        await sameVersion(await amendDestination(tx, actor, found.id, request.body), current)
        return current()
      }),
  })

  app.route({
    ...destinations.schedule,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const person = await getPerson(tx, request.params.participantId)
        permit(actor, whereaboutsPolicy, 'schedule', person)
        await scheduleFollowUps(tx, person, request.body.from)
        return { items: (await listFollowUps(tx, person.id)).map((one) => showFollowUp(actor, one)) }
      }),
  })

  app.route({
    ...destinations.due,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listDue(tx, request.query)
        await logReading(
          tx,
          'destinations.due',
          items.map(({ participantId, programmeId }) => ({ id: participantId, programmeId })),
        )
        return { items: items.map((one) => showFollowUp(actor, one)), next }
      }),
  })

  app.route({
    ...destinations.done,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const asked = await getFollowUp(tx, request.params.followUpId),
          { version, doneOn, words, destination } = request.body
        permit(actor, followUpPolicy, 'answer', asked)
        if (destination) {
          const { id, ...went } = destination
          if (await firstTime(tx, 'destinations.record', id, { participantId: asked.participantId, ...went }))
            await insertDestination(tx, actor, id, { id: asked.participantId, programmeId: asked.programmeId }, went)
        }
        await sameVersion(
          await answerFollowUp(tx, actor, asked.id, version, { status: 'done', doneOn, words, destinationId: destination?.id ?? null }),
          () => reread(tx, actor, asked.id),
        )
        return reread(tx, actor, asked.id)
      }),
  })

  app.route({
    ...destinations.unreachable,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const asked = await getFollowUp(tx, request.params.followUpId),
          { version, triedOn, words } = request.body
        permit(actor, followUpPolicy, 'answer', asked)
        await sameVersion(await answerFollowUp(tx, actor, asked.id, version, { status: 'unreachable', doneOn: triedOn, words }), () =>
          reread(tx, actor, asked.id),
        )
        return reread(tx, actor, asked.id)
      }),
  })

  app.route({
    ...destinations.reopen,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const asked = await getFollowUp(tx, request.params.followUpId)
        permit(actor, followUpPolicy, 'answer', asked)
        await sameVersion(
          await answerFollowUp(tx, actor, asked.id, request.body.version, { status: 'due', doneOn: null, destinationId: null }),
          () => reread(tx, actor, asked.id),
        )
        return reread(tx, actor, asked.id)
      }),
  })
}
export default routes
