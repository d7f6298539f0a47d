import type { FastifyInstance } from 'fastify'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { sql } from 'drizzle-orm'
import { concerns, type Concern, type OwnConcern } from '@modulus/contracts/concerns.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { permit } from '#policy.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { placeConcern, raiseConcern, whatHappensNext } from './commands.ts'
import cover from './cover-routes.ts'
import { findSecondReaders } from './keepers.ts'
import { concernPolicy } from './policy.ts'
import {
  changeConcern,
  getConcern,
  listConcerns,
  listOwn,
  listReads,
  logConcerns,
  saySecondReading,
  type ConcernChanges,
  type ConcernFull,
} from './queries.ts'
import { canNow, deeds, type Deed } from './states.ts'
import { askSecondReader, tellRaiser, type Telling } from './telling.ts'

refusals({
  safeguarding_concerns_second_reader_is_another: () => new Problem('second-reader-is-another'),
  safeguarding_concerns_step_by_step: () => new Problem('concern-step-skipped'),
  safeguarding_concerns_ird_in_order: () => invalid('heldOn', 'order', 'is before it was asked for'),
})
const show = (actor: Actor, { keeper, askedReader, notPassedById: _by, secondReaderId: _reader, ...concern }: ConcernFull): Concern => {
  const seen = { programmeId: concern.programmeId, keeper, askedReader }
  return {
    ...concern,
    can: Object.fromEntries(
      deeds.map((deed) => [deed, concernPolicy[deed](actor, seen) && canNow(deed, concern.status)]),
    ) as Concern['can'],
  }
}
const inOrder = (field: string, at: string, after: string) => {
  if (Date.parse(at) > Date.now() + 5 * 60_000 || at.slice(0, 10) < after.slice(0, 10))
    throw invalid(field, 'order', 'lies before the concern, or in the future')
}
const telling = (app: FastifyInstance, { partnershipId }: Actor): Telling => ({ jobs: app.jobs, config: app.config, partnershipId })

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
  await app.register(cover)
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
          await raiseConcern(tx, concernId, where, body, telling(app, actor))
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
        await logConcerns(tx, 'listed', page.items)
        return page
      }),
  })
  app.route({
    ...concerns.read,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const concern = await getConcern(tx, request.params.concernId)
        await logConcerns(tx, concern.keeper ? 'opened' : 'second_reader', [concern])
        return show(actor, concern)
      }),
  })
  app.route({
    ...concerns.mine,
    handler: (request) =>
      request.transact(async (tx) => {
        const own = await listOwn(tx)
        await logConcerns(
          tx,
          'raiser',
          own.filter(({ words }) => words !== null),
        )
        return { items: own.map(({ programmeId: _, ...one }): OwnConcern => one) }
      }),
  })
  app.route({
    ...concerns.reads,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        permit(actor, concernPolicy, 'see', await getConcern(tx, request.params.concernId))
        return { items: await listReads(tx, request.params.concernId) }
      }),
  })

  app.route({
    ...concerns.review,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { concernId } = request.params
        const concern = await change(tx, actor, 'review', concernId, request.body.version, (before) => ({
          status: 'reviewed_by_lead',
          ...looked(before),
        }))
        await tellRaiser(tx, telling(app, actor), concernId, 'reviewed')
        return concern
      }),
  })
  app.route({
    ...concerns.passOn,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, to, toPerson, how, at, reference, irdRequestedOn } = request.body
        let first = false
        const passed = await change(tx, actor, 'passOn', request.params.concernId, version, (concern) => {
          inOrder('at', at, concern.raisedAt)
          first = concern.reviewedAt === null
          return {
            status: 'passed_on',
            passedTo: to,
            passedToPerson: toPerson,
            passedHow: how,
            passedAt: at,
            passedReference: reference,
            ...(irdRequestedOn !== undefined && { irdRequestedOn }),
            ...looked(concern),
          }
        })
        if (first) await tellRaiser(tx, telling(app, actor), passed.id, 'reviewed')
        return passed
      }),
  })
  app.route({
    ...concerns.keepHere,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, reason, secondReaderId } = request.body,
          { concernId } = request.params
        let first = false
        const before = await getConcern(tx, concernId)
        permit(actor, concernPolicy, 'keepHere', before)
        if (secondReaderId === actor.userId) throw new Problem('second-reader-is-another')
        if (!(await findSecondReaders(tx, before)).some(({ id }) => id === secondReaderId))
          throw invalid('secondReaderId', 'unknown', 'is nobody who may read it too')
        const kept = await change(tx, actor, 'keepHere', concernId, version, (concern) => {
          first = concern.reviewedAt === null
          return {
            status: 'reviewed_by_lead',
            notPassedReason: reason,
            notPassedById: actor.userId,
            secondReaderId,
            secondReadAt: null,
            secondReaderAgreed: null,
            secondReaderWords: '',
            ...looked(concern),
          }
        })
        await askSecondReader(tx, telling(app, actor), secondReaderId, concernId)
        if (first) await tellRaiser(tx, telling(app, actor), concernId, 'reviewed')
        return kept
      }),
  })
  app.route({
    ...concerns.secondReaders,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const concern = await getConcern(tx, request.params.concernId)
        permit(actor, concernPolicy, 'see', concern)
        return { items: await findSecondReaders(tx, concern) }
      }),
  })
  app.route({
    ...concerns.secondRead,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const concern = await getConcern(tx, request.params.concernId)
        if (concern.notPassedById === actor.userId) throw new Problem('second-reader-is-another')
        permit(actor, concernPolicy, 'secondRead', concern)
        if (!request.body.agrees && !request.body.words.trim()) throw invalid('words', 'required', 'why not?')
        if ((await saySecondReading(tx, concern.id, request.body)) === null)
          throw new Problem('changed-meanwhile', { current: show(actor, concern) })
        reply.code(204)
        return null
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
      request.transact(async (tx, actor) => {
        const { version, outcome, reason } = request.body
        const closed = await change(tx, actor, 'close', request.params.concernId, version, () => ({
          status: 'closed',
          outcome,
          closedReason: reason,
          closedAt: sql`now()`,
        }))
        await tellRaiser(tx, telling(app, actor), closed.id, 'closed')
        return closed
      }),
  })
  app.route({
    ...concerns.weigh,
    handler: (request) =>
      request.transact((tx, actor) => {
        const { version, ageRoute, reason, ...points } = request.body
        return change(tx, actor, 'weigh', request.params.concernId, version, (concern) => {
          if (ageRoute !== concern.ageSuggested && !reason.trim()) throw invalid('reason', 'required', 'why another route?')
          return { ageRoute, ageRouteReason: reason, ...points }
        })
      }),
  })
  app.route({
    ...concerns.noteIrd,
    handler: (request) =>
      request.transact((tx, actor) => {
        const { version, requestedOn, heldOn } = request.body
        if (heldOn && (!requestedOn || heldOn < requestedOn)) throw invalid('heldOn', 'order', 'is before it was asked for')
        return change(tx, actor, 'noteIrd', request.params.concernId, version, () => ({ irdRequestedOn: requestedOn, irdHeldOn: heldOn }))
      }),
  })
  app.route({
    ...concerns.note,
    handler: (request) =>
      request.transact((tx, actor) => {
        const { version, leadNote } = request.body
        return change(tx, actor, 'note', request.params.concernId, version, () => ({ leadNote }))
      }),
  })
}
export default routes
