import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { sql } from 'drizzle-orm'
import { concerns, type Concern } from '@modulus/contracts/concerns.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { permit } from '#policy.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { placeConcern, raiseConcern, whatHappensNext } from './commands.ts'
import { concernPolicy } from './policy.ts'
import { changeConcern, getConcern, listConcerns, type ConcernChanges, type ConcernFull } from './queries.ts'
import { canNow, type Deed } from './states.ts'

const deeds: Deed[] = ['review', 'passOn', 'keepHere', 'hearBack', 'close', 'note']
const show = (actor: Actor, concern: ConcernFull): Concern => ({
  ...concern,
  can: Object.fromEntries(
    deeds.map((deed) => [deed, concernPolicy[deed](actor, concern) && canNow(deed, concern.status)]),
  ) as Concern['can'],
})
const inOrder = (field: string, at: string, after: string) => {
  if (Date.parse(at) > Date.now() + 5 * 60_000 || at.slice(0, 10) < after.slice(0, 10))
    throw invalid(field, 'order', 'lies before the concern, or in the future')
}

async function change(
  tx: Tx,
  actor: Actor,
  deed: Deed,
  id: string,
  version: number,
  changes: (concern: ConcernFull) => ConcernChanges,
): Promise<Concern> {
  const concern = await getConcern(tx, id)
  permit(actor, concernPolicy, deed, concern)
  if (!canNow(deed, concern.status)) throw new Problem('concern-step-skipped', { stands: concern.status })
  await sameVersion(await changeConcern(tx, id, version, changes(concern)), async () => show(actor, await getConcern(tx, id)))
  return show(actor, await getConcern(tx, id))
}
/** Whatever is done with a concern was read first. */
const looked = (concern: ConcernFull) => (concern.reviewedAt ? {} : { reviewedAt: sql`now()` })

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...concerns.raise,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { concernId },
          body,
        } = request
        const where = await placeConcern(tx, actor, body)
        if (await firstTime(tx, 'concerns.raise', concernId, body)) {
          await raiseConcern(tx, actor, concernId, where, body, app)
          reply.code(201)
        }
        return whatHappensNext(tx, concernId, where.programmeId)
      }),
  })

  app.route({
    ...concerns.list,
    handler: (request) =>
      request.transact(async (tx) => {
        const page = await listConcerns(tx, request.query)
        await logReading(tx, 'concerns.list', [
          ...new Map(
            page.items.flatMap(({ participant, programmeId }) =>
              participant ? [[participant.id, { id: participant.id, programmeId }]] : [],
            ),
          ).values(),
        ])
        return page
      }),
  })

  app.route({
    ...concerns.read,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const concern = await getConcern(tx, request.params.concernId)
        if (concern.participant) await logReading(tx, 'concerns.read', [{ id: concern.participant.id, programmeId: concern.programmeId }])
        return show(actor, concern)
      }),
  })

  app.route({
    ...concerns.review,
    handler: (request) =>
      request.transact((tx, actor) =>
        change(tx, actor, 'review', request.params.concernId, request.body.version, (concern) => ({
          status: 'reviewed_by_lead',
          ...looked(concern),
        })),
      ),
  })
  app.route({
    ...concerns.passOn,
    handler: (request) =>
      request.transact((tx, actor) => {
        const { version, to, how, at, reference, irdRequestedOn = null } = request.body
        return change(tx, actor, 'passOn', request.params.concernId, version, (concern) => {
          inOrder('at', at, concern.raisedAt)
          return {
            status: 'passed_on',
            passedTo: to,
            passedHow: how,
            passedAt: at,
            passedReference: reference,
            irdRequestedOn,
            ...looked(concern),
          }
        })
      }),
  })
  app.route({
    ...concerns.keepHere,
    handler: (request) =>
      request.transact((tx, actor) => {
        const { version, reason, secondReader } = request.body
        return change(tx, actor, 'keepHere', request.params.concernId, version, (concern) => ({
          status: 'not_passed_on',
          notPassedReason: reason,
          secondReader,
          ...looked(concern),
        }))
      }),
  })
  app.route({
    ...concerns.hearBack,
    handler: (request) =>
      request.transact((tx, actor) => {
        const { version, feedback, on } = request.body
        return change(tx, actor, 'hearBack', request.params.concernId, version, (concern) => {
          inOrder('on', on, concern.raisedAt)
          return { status: 'feedback_received', feedback, feedbackOn: on }
        })
      }),
  })
  app.route({
    ...concerns.close,
    handler: (request) =>
      request.transact((tx, actor) =>
        change(tx, actor, 'close', request.params.concernId, request.body.version, () => ({
          status: 'closed',
          closedReason: request.body.reason,
          closedAt: sql`now()`,
        })),
      ),
  })
  app.route({
    ...concerns.note,
    handler: (request) =>
      request.transact((tx, actor) => {
        const { version, leadNote, ageRoute } = request.body
        return change(tx, actor, 'note', request.params.concernId, version, () => ({ leadNote, ...(ageRoute && { ageRoute }) }))
      }),
  })
}
export default routes
