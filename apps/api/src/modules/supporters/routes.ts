import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { supporters, type NewSupporter, type Supporter, type SupporterRead } from '@modulus/contracts/supporters.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { invalid, notFound, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { getParticipant } from '../participants/queries.ts'
import { mustBelong, programmePolicy, supporterPolicy } from './policy.ts'
import {
  changeSupporter,
  deleteLink,
  forgetSupporter,
  getSupporter,
  insertLink,
  insertSupporter,
  listLinks,
  listSupporters,
  today,
  type SupporterRow,
} from './queries.ts'

refusals({ supporter_links_once: () => invalid('participantId', 'once', 'They are written down here already') })

const show = (actor: Actor, { programmeId, ...row }: SupporterRow): Supporter => ({
  ...row,
  can: abilities(actor, supporterPolicy, { programmeId }),
})
async function showWhole(tx: Tx, actor: Actor, id: string): Promise<SupporterRead> {
  const supporter = await getSupporter(tx, id),
    links = await listLinks(tx, id)
  await logReading(
    tx,
    'supporters.read',
    links.map((one) => one.participant),
  )
  return { ...show(actor, supporter), links }
}

/** Days that have come, an invitation with who gave it, an answer to an invitation, a step with its day. */
async function check(tx: Tx, body: Omit<NewSupporter, 'programmeId'>) {
  const now = await today(tx)
  for (const day of ['toldOn', 'invitedOn', 'stepOn'] as const)
    if (body[day] !== null && body[day] > now) throw invalid(day, 'future', 'This day has not come yet')
  if ((body.invitedOn === null) !== (body.invitedById === null))
    throw invalid(body.invitedOn === null ? 'invitedOn' : 'invitedById', 'required', 'Say when they were invited, and by whom')
  if (body.answer !== null && body.invitedOn === null) throw invalid('invitedOn', 'required', 'Say when they were invited')
  if ((body.stepOn === null) !== (body.stepTaken.trim() === ''))
    throw invalid(body.stepOn === null ? 'stepOn' : 'stepTaken', 'required', 'Say what was done, and when')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...supporters.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listSupporters(tx, request.query)
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...supporters.read,
    handler: (request) => request.transact((tx, actor) => showWhole(tx, actor, request.params.supporterId)),
  })
  app.route({
    ...supporters.note,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { supporterId } = request.params
        mustBelong(actor, request.body.programmeId)
        permit(actor, programmePolicy, 'note', request.body)
        await check(tx, request.body)
        if (await firstTime(tx, 'supporters.note', supporterId, request.body)) {
          await insertSupporter(tx, actor.partnershipId, supporterId, request.body)
          reply.code(201)
        }
        return showWhole(tx, actor, supporterId)
      }),
  })
  app.route({
    ...supporters.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { supporterId } = request.params
        permit(actor, supporterPolicy, 'amend', await getSupporter(tx, supporterId))
        await check(tx, request.body)
        await sameVersion(await changeSupporter(tx, actor.partnershipId, supporterId, request.body), () =>
          showWhole(tx, actor, supporterId),
        )
        return showWhole(tx, actor, supporterId)
      }),
  })

  app.route({
    ...supporters.takeOut,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { id, programmeId } = await getSupporter(tx, request.params.supporterId)
        permit(actor, supporterPolicy, 'takeOut', { programmeId })
        if (!(await forgetSupporter(tx, id))) throw notFound()
        reply.code(204)
        return null
      }),
  })

  app.route({
    ...supporters.link,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { supporterId, linkId: id } = request.params,
          { participantId, words } = request.body
        const supporter = await getSupporter(tx, supporterId)
        permit(actor, supporterPolicy, 'link', supporter)
        const participant = await getParticipant(tx, participantId)
        if (participant.programmeId !== supporter.programmeId) throw invalid('participantId', 'programme', 'They are in another programme')
        if (await firstTime(tx, 'supporters.link', id, { params: request.params, body: request.body })) {
          await insertLink(tx, { id, programmeId: supporter.programmeId, participantId, supporterId, words })
          reply.code(201)
        }
        return showWhole(tx, actor, supporterId)
      }),
  })
  app.route({
    ...supporters.unlink,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { supporterId, linkId } = request.params
        permit(actor, supporterPolicy, 'link', await getSupporter(tx, supporterId))
        if ((await deleteLink(tx, actor.partnershipId, supporterId, linkId)) === 0) throw notFound()
        reply.code(204)
        return null
      }),
  })
}
export default routes
