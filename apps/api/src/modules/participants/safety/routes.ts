import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { participantSafety } from '@modulus/contracts/participant-safety.ts'
import { firstTime, logReading } from '#db/writes.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { permit } from '#policy.ts'
import { notLaterThanToday } from '../commands.ts'
import { participantPolicy } from '../policy.ts'
import { getParticipant, type ParticipantNow } from '../queries.ts'
import { findSafety, insertCheck } from './queries.ts'

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

  app.route({
    ...participantSafety.safety,
    handler: (request) => request.transact(async (tx, actor) => show(tx, actor, await getParticipant(tx, request.params.participantId))),
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
