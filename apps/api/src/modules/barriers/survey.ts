// The barrier survey: everyone is asked without a name, each kind is counted by itself, and only from five answers in a month that is over.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { barrierSurvey, type SurveyAsked, type SurveyMonth } from '@modulus/contracts/barrier-survey.ts'
import type { BarrierSource, FallsOn } from '@modulus/contracts/barriers.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { csvOf } from '#csv.ts'
import type { Actor } from '#db/transact.ts'
import { readTicket, refuseNamed, writeTicket } from '#nameless.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { abilities, holds, permit } from '#policy.ts'
import { getMonth } from '../pulse/queries.ts'
import { mustBelong, surveyPolicy } from './policy.ts'
import { codebookRows, surveyRows } from './survey-file.ts'
import { countSurvey, hasAnswered, keepAnswer, markAnswered, type SurveyCount } from './survey-queries.ts'

refusals({ survey_marks_once: () => new Problem('survey-answered') })
const purpose = 'survey'

const askedOf = (actor: Actor, programmeId: string): SurveyAsked | null =>
  holds(actor, programmeId, 'participant')
    ? 'participants'
    : holds(actor, programmeId, 'programme_lead', 'outreach_officer', 'mentor')
      ? 'staff'
      : holds(actor, programmeId, 'partner_contact', 'placement_supervisor')
        ? 'partners'
        : null

/** Choices by source, most often first; equals by name, so that the order tells nothing of when they came. */
function tally({ choices, ...month }: SurveyCount): SurveyMonth {
  const bySource = Map.groupBy(choices ?? [], (one) => one.source)
  const sources = [...bySource].map(([source, chosen]: [BarrierSource, { howMuch: number; fallsOn: FallsOn }[]]) => ({
    source,
    chosen: chosen.length,
    howMuch: [1, 2, 3, 4].map((value) => chosen.filter((one) => one.howMuch === value).length),
    fallsOn: [...Map.groupBy(chosen, (one) => one.fallsOn)]
      .map(([on, all]) => ({ on, chosen: all.length }))
      .sort((a, b) => b.chosen - a.chosen || (a.on < b.on ? -1 : 1)),
  }))
  return { ...month, sources: choices && sources.sort((a, b) => b.chosen - a.chosen || (a.source < b.source ? -1 : 1)) }
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...barrierSurvey.read,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId } = request.params
        mustBelong(actor, programmeId)
        const asked = askedOf(actor, programmeId),
          month = await getMonth(tx)
        return {
          mine: asked && { asked, month, answered: await hasAnswered(tx, programmeId, month) },
          months: (await countSurvey(tx, programmeId)).map(tally),
          can: abilities(actor, surveyPolicy, request.params),
        }
      }),
  })
  app.route({
    ...barrierSurvey.take,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId } = request.params
        mustBelong(actor, programmeId)
        const asked = askedOf(actor, programmeId)
        if (!asked) throw new Problem('survey-not-asked')
        const month = await getMonth(tx)
        await markAnswered(tx, programmeId, asked, month)
        return { asked, ticket: writeTicket(app.sealOf, purpose, [actor.partnershipId, programmeId, asked, month]) }
      }),
  })
  app.route({
    ...barrierSurvey.answer,
    config: { public: true, unlogged: true },
    handler: async (request, reply) => {
      refuseNamed(request)
      const { ticket, choices, words } = request.body
      const read = readTicket(app.sealOf, purpose, ticket)
      if (!read) throw new Problem('ticket-spent')
      if (new Set(choices.map((one) => one.source)).size < choices.length) throw invalid('choices', 'uniqueItems', 'Each is chosen once')
      const [partnershipId, programmeId, asked, month] = read.parts as [string, string, SurveyAsked, string]
      const answer = { partnershipId, programmeId, asked, month, ticketId: read.ticketId, choices, words }
      if (!(await request.doorOfNobody.transact((tx) => keepAnswer(tx, answer)))) throw new Problem('ticket-spent')
      reply.code(204)
      return null
    },
  })

  type ForProgramme = FastifyRequest<{ Params: { programmeId: string } }>
  const sendFile = (
    request: ForProgramme,
    reply: FastifyReply,
    name: string,
    rowsFor: (months: SurveyCount[], actor: Actor) => string[][],
  ) =>
    request.transact(async (tx, actor) => {
      mustBelong(actor, request.params.programmeId)
      permit(actor, surveyPolicy, 'export', request.params)
      const months = await countSurvey(tx, request.params.programmeId)
      reply.type('text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`)
      return csvOf(rowsFor(months, actor))
    })
  app.route({
    ...barrierSurvey.file,
    handler: (request, reply) =>
      sendFile(request, reply, 'survey.csv', (months, actor) =>
        surveyRows(months, holds(actor, request.params.programmeId, 'programme_lead')),
      ),
  })
  app.route({ ...barrierSurvey.codebook, handler: (request, reply) => sendFile(request, reply, 'codebook.csv', () => codebookRows()) })
}
export default routes
