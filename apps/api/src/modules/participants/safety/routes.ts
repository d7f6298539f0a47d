import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { participantSafety } from '@modulus/contracts/participant-safety.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { permit } from '#policy.ts'
import { notLaterThanToday } from '../commands.ts'
import { participantPolicy } from '../policy.ts'
import { getParticipant, isWorker, type ParticipantNow } from '../queries.ts'
import { endFlag, findSafety, getFlag, insertCheck, insertFlag, renewFlag } from './queries.ts'

refusals({ visit_risk_flags_ninety_days: () => invalid('reviewOn', 'ninety-days', 'must be within 90 days of the day it was agreed') })

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const show = async (tx: Tx, actor: Actor, who: ParticipantNow) => {
    const safety = await findSafety(tx, who)
    if (!safety) throw notFound()
    await logReading(tx, 'participants.safety', [who])
    return { ...safety, can: { keepSafe: participantPolicy.keepSafe(actor, who) } }
  }
  /** Whoever may not see alerts finds none; whoever sees them may still not be one who decides. */
  const whom = async (tx: Tx, actor: Actor, id: string) => {
    const who = await getParticipant(tx, id)
    if (!(await findSafety(tx, who))) throw notFound()
    permit(actor, participantPolicy, 'keepSafe', who)
    return who
  }
  const live = async (tx: Tx, actor: Actor, { participantId, flagId }: { participantId: string; flagId: string }) => {
    const flag = await getFlag(tx, (await whom(tx, actor, participantId)).id, flagId)
    if (flag.endedOn) throw new Problem('safety-flag-ended')
    return flag
  }

  app.route({
    ...participantSafety.safety,
    handler: (request) => request.transact(async (tx, actor) => show(tx, actor, await getParticipant(tx, request.params.participantId))),
  })

  app.route({
    ...participantSafety.flag,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { flagId } = request.params,
          { body } = request
        const who = await whom(tx, actor, request.params.participantId)
        if (body.decidedById && !(await isWorker(tx, who.programmeId, body.decidedById)))
          throw invalid('decidedById', 'worker', 'is not an officer or lead of this programme')
        await notLaterThanToday(tx, 'agreedOn', body.agreedOn)
        if (await firstTime(tx, 'participants.flag', flagId, { params: request.params, body })) {
          await insertFlag(tx, who, flagId, body, body.decidedById ?? actor.userId)
          reply.code(201)
        }
        return getFlag(tx, who.id, flagId)
      }),
  })

  app.route({
    ...participantSafety.renewFlag,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { participantId, flagId } = request.params
        await live(tx, actor, request.params)
        await notLaterThanToday(tx, 'agreedOn', request.body.agreedOn)
        await sameVersion(await renewFlag(tx, flagId, request.body, actor.userId), () => getFlag(tx, participantId, flagId))
        return getFlag(tx, participantId, flagId)
      }),
  })

  app.route({
    ...participantSafety.endFlag,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { participantId, flagId } = request.params
        await live(tx, actor, request.params)
        await notLaterThanToday(tx, 'endedOn', request.body.endedOn)
        await sameVersion(await endFlag(tx, flagId, request.body), () => getFlag(tx, participantId, flagId))
        return getFlag(tx, participantId, flagId)
      }),
  })

  app.route({
    ...participantSafety.checkSafety,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const who = await whom(tx, actor, request.params.participantId)
        await notLaterThanToday(tx, 'checkedOn', request.body.checkedOn)
        if (await firstTime(tx, 'participants.checkSafety', request.params.checkId, { params: request.params, body: request.body })) {
          await insertCheck(tx, who, request.params.checkId, request.body.checkedOn)
          reply.code(201)
        }
        return show(tx, actor, who)
      }),
  })
}
export default routes
