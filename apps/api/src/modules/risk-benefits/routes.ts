import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { riskBenefits, type RiskBenefit } from '@modulus/contracts/risk-benefits.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { abilities, permit } from '#policy.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { ask, weigh, whoCan } from './commands.ts'
import { riskBenefitPolicy, weighPolicy } from './policy.ts'
import {
  answerBacking,
  changeRiskBenefit,
  findAbout,
  getRiskBenefit,
  listBackers,
  listRiskBenefits,
  type RiskBenefitRow,
} from './queries.ts'
import { today } from '../adaptations/queries.ts'

refusals({
  risk_benefits_answered_by_themselves: () => new Problem('forbidden', { deed: 'back' }),
  risk_benefits_backed_by_another: () => invalid('carriedById', 'same', 'Whoever is asked to stand behind it does not carry it too'),
  risk_benefits_not_doing_said: () => invalid('riskOfNotDoing', 'required', 'Say what may happen if it is not done'),
})

const show = (actor: Actor, row: RiskBenefitRow): RiskBenefit => {
  const { participantId: _person, carriedById: _carries, backedById: _backs, ...one } = row
  return { ...one, can: abilities(actor, riskBenefitPolicy, row) }
}
async function showWhole(tx: Tx, actor: Actor, id: string): Promise<RiskBenefit> {
  const row = await getRiskBenefit(tx, id)
  if (row.participantId) await logReading(tx, 'risk-benefits.read', [{ id: row.participantId, programmeId: row.programmeId }])
  return show(actor, row)
}
const change = async (tx: Tx, actor: Actor, id: string, version: number, values: Parameters<typeof changeRiskBenefit>[4]) =>
  sameVersion(await changeRiskBenefit(tx, actor, id, version, values), () => showWhole(tx, actor, id))

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...riskBenefits.list,
    handler: (request) =>
      request.transact(async (tx) => {
        const page = await listRiskBenefits(tx, request.query)
        const named = new Map(
          page.items.flatMap(({ participant, programmeId }) =>
            participant ? [[participant.id, { id: participant.id, programmeId }]] : [],
          ),
        )
        await logReading(tx, 'risk-benefits.list', [...named.values()])
        return page
      }),
  })
  app.route({
    ...riskBenefits.people,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId } = request.params
        if (!(await findAbout(tx, 'programme', programmeId))) throw notFound()
        permit(actor, weighPolicy, 'weigh', { programmeId })
        return { items: (await listBackers(tx, programmeId)).map(({ email: _address, ...one }) => one) }
      }),
  })
  app.route({
    ...riskBenefits.read,
    handler: (request) => request.transact((tx, actor) => showWhole(tx, actor, request.params.riskBenefitId)),
  })

  app.route({
    ...riskBenefits.weigh,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { riskBenefitId },
          body,
        } = request
        if (!actor.memberships.some(({ programmeId }) => programmeId === body.programmeId)) throw notFound()
        permit(actor, weighPolicy, 'weigh', body)
        if (await firstTime(tx, 'risk-benefits.weigh', riskBenefitId, body)) {
          await weigh(tx, actor, riskBenefitId, body, app)
          reply.code(201)
        }
        return showWhole(tx, actor, riskBenefitId)
      }),
  })
  app.route({
    ...riskBenefits.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, ...weighed } = request.body
        const row = await getRiskBenefit(tx, request.params.riskBenefitId)
        permit(actor, riskBenefitPolicy, 'amend', row)
        await whoCan(tx, row.programmeId, weighed.carriedById, row.participantId !== null, 'carriedById')
        await change(tx, actor, row.id, version, weighed)
        return showWhole(tx, actor, row.id)
      }),
  })
  app.route({
    ...riskBenefits.askBacking,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, personId } = request.body
        const row = await getRiskBenefit(tx, request.params.riskBenefitId)
        permit(actor, riskBenefitPolicy, 'askBacking', row)
        if (personId === row.carriedById) throw invalid('personId', 'same', 'Ask someone other than the person who carries it')
        const asked = await whoCan(tx, row.programmeId, personId, row.participantId !== null, 'personId')
        await change(tx, actor, row.id, version, { backing: 'asked', backedById: personId, backingWords: '', backedOn: null })
        await ask(tx, actor, row, asked.email, app)
        return showWhole(tx, actor, row.id)
      }),
  })
  app.route({
    ...riskBenefits.back,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, yes, words = '' } = request.body
        const row = await getRiskBenefit(tx, request.params.riskBenefitId)
        permit(actor, riskBenefitPolicy, 'back', row)
        await sameVersion(await answerBacking(tx, row.id, version, yes, words), () => showWhole(tx, actor, row.id))
        return showWhole(tx, actor, row.id)
      }),
  })
  app.route({
    ...riskBenefits.sayWhatHappened,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, words } = request.body
        const row = await getRiskBenefit(tx, request.params.riskBenefitId)
        permit(actor, riskBenefitPolicy, 'sayWhatHappened', row)
        await change(tx, actor, row.id, version, { whatHappened: words, whatHappenedOn: await today(tx) })
        return showWhole(tx, actor, row.id)
      }),
  })
}
export default routes
