import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { pulse, pulseQuestions, type PulseAsked } from '@modulus/contracts/pulse.ts'
import type { Actor } from '#db/transact.ts'
import { refuseNamed } from '#nameless.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { holds } from '#policy.ts'
import { countMonths, getMonth, hasAnswered, keepAnswer, markAnswered } from './queries.ts'
import { readTicket, writeTicket } from './ticket.ts'

refusals({ pulse_marks_once: () => new Problem('pulse-answered') })

/** Young people and officers are asked, each their own questions; nobody else is. */
const askedOf = (actor: Actor, programmeId: string): PulseAsked | null =>
  holds(actor, programmeId, 'participant') ? 'participants' : holds(actor, programmeId, 'outreach_officer') ? 'officers' : null
const mustBelong = (actor: Actor, programmeId: string) => {
  if (!actor.memberships.some((one) => one.programmeId === programmeId)) throw notFound()
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...pulse.read,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId } = request.params
        mustBelong(actor, programmeId)
        const asked = askedOf(actor, programmeId),
          month = await getMonth(tx)
        return {
          mine: asked && { asked, month, answered: await hasAnswered(tx, programmeId, asked, month) },
          months: await countMonths(tx, programmeId),
        }
      }),
  })

  app.route({
    ...pulse.take,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId } = request.params
        mustBelong(actor, programmeId)
        const asked = askedOf(actor, programmeId)
        if (!asked) throw new Problem('pulse-not-asked')
        const month = await getMonth(tx)
        await markAnswered(tx, programmeId, asked, month)
        return { asked, ticket: writeTicket(app.sealOf, { partnershipId: actor.partnershipId, programmeId, asked, month }) }
      }),
  })

  app.route({
    ...pulse.answer,
    config: { public: true, unlogged: true },
    handler: async (request, reply) => {
      refuseNamed(request)
      const { ticket, answers, why } = request.body
      const read = readTicket(app.sealOf, ticket)
      if (!read) throw new Problem('ticket-spent')
      if (answers.length !== pulseQuestions[read.asked].length) throw invalid('answers', 'length', 'There is one answer for each question')
      if (!(await request.doorOfNobody.transact((tx) => keepAnswer(tx, { ...read, answers, why })))) throw new Problem('ticket-spent')
      reply.code(204)
      return null
    },
  })
}
export default routes
