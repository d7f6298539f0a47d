import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { participantDeals, type NewDeal } from '@modulus/contracts/participant-deal.ts'
import { firstTime, logReading } from '#db/writes.ts'
import type { Tx } from '#db/transact.ts'
import { Problem, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { notLaterThanToday, step } from '../commands.ts'
import { participantPolicy } from '../policy.ts'
import { getParticipant, type ParticipantNow } from '../queries.ts'
import { isEnded } from '../states.ts'
import { changeDeal, getDeal, insertDeal, listDeals, nameSuccessor, stepBack, today } from './queries.ts'

refusals({ participation_agreements_one_live: () => new Problem('agreement-live') })

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...participantDeals.deals,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const who = await getParticipant(tx, request.params.participantId)
        await logReading(tx, 'participants.deals', [who])
        const items = await listDeals(tx, who.id)
        const { agree, withdraw } = abilities(actor, participantPolicy, who)
        return {
          items,
          needsParent: who.ageBand === 'under_16',
          can: { agree, withdraw: withdraw && items.some((one) => one.withdrawnOn === null) },
        }
      }),
  })

  app.route({
    ...participantDeals.agree,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { participantId, agreementId } = request.params
        const who = await getParticipant(tx, participantId)
        permit(actor, participantPolicy, 'agree', who)
        if (await firstTime(tx, 'participants.agree', agreementId, { params: request.params, body: request.body })) {
          await agree(tx, who, agreementId, request.body)
          reply.code(201)
        }
        return getDeal(tx, who.id, agreementId)
      }),
  })

  app.route({
    ...participantDeals.withdraw,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { participantId, agreementId } = request.params
        const who = await getParticipant(tx, participantId)
        permit(actor, participantPolicy, 'withdraw', who)
        const deal = await getDeal(tx, who.id, agreementId)
        if (deal.withdrawnOn) throw new Problem('agreement-withdrawn')
        const { on = await today(tx), reason = '', saidBy, how } = request.body
        await notLaterThanToday(tx, 'on', on)
        if (!(await stepBack(tx, deal.id, on, reason, saidBy, how))) throw new Problem('agreement-withdrawn')
        return getDeal(tx, who.id, agreementId)
      }),
  })
}
export default routes

/** A yes counts at once: someone who was only talking is now someone who agreed. */
async function agree(tx: Tx, who: ParticipantNow, id: string, deal: NewDeal): Promise<void> {
  if (who.ageBand === 'under_16' && !deal.parentAgreed) throw new Problem('parent-agreement-missing')
  await notLaterThanToday(tx, 'agreedOn', deal.agreedOn)
  if (deal.changes && !(await changeDeal(tx, who.id, deal.changes, deal.agreedOn))) throw new Problem('agreement-withdrawn')
  await insertDeal(tx, who, id, deal)
  if (deal.changes) await nameSuccessor(tx, deal.changes, id)
  // Whoever had left and agrees anew has come back to talk first.
  const saying = { on: deal.agreedOn, saidBy: deal.saidBy, how: deal.how }
  const back = isEnded(who.status)
  if (back) await step(tx, who, 'in_conversation', saying)
  if (back || who.status === 'in_conversation' || who.status === 'interested')
    await step(tx, back ? { ...who, status: 'in_conversation' } : who, 'agreed', saying)
}
