import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { v5 as uuidv5 } from 'uuid'
import { visits, type Visit } from '@modulus/contracts/visits.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading } from '#db/writes.ts'
import { inTeam, permit } from '#policy.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { maybeChild } from '../pvg/queries.ts'
import { amendVisit, checkRecord, close, insertPlan, mayKnock, moveVisit, recordVisit, undoVisit } from './commands.ts'
import { visitPolicy } from './policy.ts'
import {
  countPatience,
  describeDoor,
  findVisit,
  getDoor,
  getVisit,
  listOfficers,
  listVersions,
  listVisits,
  type VisitFull,
} from './queries.ts'

refusals({ visits_one_at_a_time: () => new Problem('visit-already-booked'), visits_moved_once: () => new Problem('visit-not-open') })

function show(actor: Actor, visit: VisitFull): Visit {
  const may = (deed: keyof typeof visitPolicy) => visitPolicy[deed](actor, visit),
    open = visit.status === 'planned',
    recorded = visit.status === 'recorded'
  const fresh = Date.now() - Date.parse(visit.recordedAt ?? '') < 30 * 60_000
  return {
    ...visit,
    can: {
      record: open && may('record'),
      amend: (open || recorded) && may('amend'),
      reschedule: open && may('reschedule'),
      cancel: open && may('cancel'),
      undo: recorded && fresh && may('undo'),
    },
  }
}
const log = (tx: Tx, operation: string, { participant, programmeId }: Pick<VisitFull, 'participant' | 'programmeId'>) =>
  logReading(tx, operation, [{ id: participant.id, programmeId }])
const standing = (programmeId: string) => ({ programmeId, officerId: '', secondOfficerId: null, recordedById: null })
/** A planned visit and its record share an id, but each is sent on its own. */
const recordOf = (visitId: string) => uuidv5('record', visitId)

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...visits.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { participantId, officerId } = request.query
        const page = await listVisits(tx, { ...request.query, ...(!participantId && !officerId && { officerId: actor.userId }) })
        await logReading(tx, 'visits.list', [
          ...new Map(page.items.map(({ participant, programmeId }) => [participant.id, { id: participant.id, programmeId }])).values(),
        ])
        return { ...page, patience: participantId ? await countPatience(tx, participantId) : null }
      }),
  })

  app.route({
    ...visits.prepare,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { visitId, participantId } = request.query
        if (!visitId && !participantId) throw invalid('participantId', 'required', 'whose door?')
        const visit = visitId ? await getVisit(tx, visitId) : null
        const door = await getDoor(tx, visit?.participant.id ?? participantId!)
        permit(actor, visitPolicy, 'record', standing(door.programmeId))
        await logReading(tx, 'visits.prepare', [door])
        return {
          participant: { id: door.id, knownAs: door.knownAs, programmeId: door.programmeId },
          toldBefore: door.toldBefore,
          visit: visit?.status === 'planned' ? { id: visit.id, startsAt: visit.startsAt, place: visit.place, why: visit.why } : null,
          ...(await describeDoor(tx, door, visitId ?? null)),
        }
      }),
  })

  app.route({
    ...visits.officers,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId, participantId } = request.query
        if (!inTeam(actor, programmeId)) throw notFound()
        const young = participantId ? maybeChild((await getDoor(tx, participantId)).ageBand) : false
        return { items: (await listOfficers(tx, programmeId)).map((one) => ({ ...one, mayGo: !young || one.clear !== null })) }
      }),
  })

  app.route({
    ...visits.read,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const visit = await getVisit(tx, request.params.visitId)
        await log(tx, 'visits.read', visit)
        return show(actor, visit)
      }),
  })

  app.route({
    ...visits.versions,
    handler: (request) =>
      request.transact(async (tx) => {
        const visit = await getVisit(tx, request.params.visitId)
        await log(tx, 'visits.versions', visit)
        return { items: await listVersions(tx, visit.id) }
      }),
  })

  app.route({
    ...visits.plan,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { visitId },
          body,
        } = request
        const door = await getDoor(tx, body.participantId)
        permit(actor, visitPolicy, 'plan', standing(door.programmeId))
        if (await firstTime(tx, 'visits.plan', visitId, body)) {
          const officerId = body.officerId ?? actor.userId
          await mayKnock(tx, door, [officerId, body.secondOfficerId])
          await insertPlan(tx, visitId, door, { ...body, officerId })
          reply.code(201)
        }
        return show(actor, await getVisit(tx, visitId))
      }),
  })

  app.route({
    ...visits.record,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { visitId },
          body: { worry: _worry, ...record },
        } = request // whether anyone is worried goes to the concern form, and nowhere else
        const [door, planned, first] = await Promise.all([
          getDoor(tx, record.participantId),
          findVisit(tx, visitId),
          firstTime(tx, 'visits.record', recordOf(visitId), record),
        ])
        permit(actor, visitPolicy, 'record', standing(door.programmeId))
        if (!first) return show(actor, await getVisit(tx, visitId))
        if (planned && planned.participant.id !== door.id) throw invalid('participantId', 'other', 'the visit was planned to someone else')
        if (planned && planned.status !== 'planned') throw new Problem('visit-not-open')
        checkRecord(record, door.toldBefore)
        reply.code(201)
        return show(actor, await recordVisit(tx, visitId, actor, door, planned, request.body))
      }),
  })

  app.route({
    ...visits.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const visit = await getVisit(tx, request.params.visitId)
        permit(actor, visitPolicy, 'amend', visit)
        return show(actor, await amendVisit(tx, visit, request.body))
      }),
  })

  app.route({
    ...visits.reschedule,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const visit = await getVisit(tx, request.params.visitId)
        permit(actor, visitPolicy, 'reschedule', visit)
        const moved = await moveVisit(tx, visit, await getDoor(tx, visit.participant.id), request.body)
        reply.code(201)
        return show(actor, moved)
      }),
  })

  app.route({
    ...visits.cancel,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const visit = await getVisit(tx, request.params.visitId)
        permit(actor, visitPolicy, 'cancel', visit)
        await close(tx, visit.id, 'cancelled', request.body.reason)
        return show(actor, await getVisit(tx, visit.id))
      }),
  })

  app.route({
    ...visits.undo,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const visit = await getVisit(tx, request.params.visitId)
        permit(actor, visitPolicy, 'undo', visit)
        return show(actor, await undoVisit(tx, visit, request.body.newVisitId))
      }),
  })
}
export default routes
