import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { decisions } from '@modulus/contracts/decisions.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { permit } from '#policy.ts'
import { checkMade, checkQuestion } from './checks.ts'
import { allow, openPolicy } from './policy.ts'
import {
  changeDecision,
  getDecision,
  insertDecision,
  listDecisions,
  makeDecision,
  prepareDecision,
  seesPerson,
  setOptions,
  spreadOf,
  standAtOptions,
  today,
} from './queries.ts'
import { showOne } from './show.ts'
import votes from './votes.ts'

refusals({
  decisions_facts_stand: () => new Problem('decision-stands'),
  decisions_one_step: () => new Problem('decision-step-skipped'),
  decisions_limits_first: () => new Problem('limits-not-answered'),
  decisions_vote_running: () => new Problem('vote-running'),
  decisions_vote_stands: () => new Problem('vote-running'),
  decisions_vote_ready: () => new Problem('vote-not-ready'),
})

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({ ...decisions.list, handler: (request) => request.transact((tx) => listDecisions(tx, request.query)) })
  app.route({
    ...decisions.spread,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId } = request.query
        const mine = actor.memberships.filter((one) => !programmeId || one.programmeId === programmeId)
        return { ...(await spreadOf(tx, request.query)), can: { open: mine.some((one) => openPolicy.open(actor, one)) } }
      }),
  })
  app.route({
    ...decisions.read,
    handler: (request) => request.transact((tx, actor) => showOne(tx, actor, request.params.decisionId)),
  })

  app.route({
    ...decisions.open,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { decisionId },
          body,
        } = request
        if (!actor.memberships.some((one) => one.programmeId === body.programmeId)) throw notFound()
        permit(actor, openPolicy, 'open', body)
        await checkQuestion(tx, body.programmeId, body)
        if (body.made)
          await checkMade(tx, { options: body.options ?? [], vote: null, limitsStated: body.limitsStated ?? null }, body.made, 'made/')
        if (await firstTime(tx, 'decisions.open', decisionId, body)) {
          await insertDecision(tx, decisionId, body)
          await setOptions(tx, { id: decisionId, programmeId: body.programmeId }, body.options ?? [])
          await standAtOptions(tx, decisionId)
          if (body.made) await makeDecision(tx, decisionId, { ...body.made, version: (await getDecision(tx, decisionId)).version })
          reply.code(201)
        }
        return showOne(tx, actor, decisionId)
      }),
  })

  app.route({
    ...decisions.prepare,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { body } = request
        const one = await getDecision(tx, request.params.decisionId)
        allow(actor, 'prepare', one)
        await checkQuestion(tx, one.programmeId, body, one)
        await sameVersion(await prepareDecision(tx, one.id, body), () => showOne(tx, actor, one.id))
        if (body.options) {
          await setOptions(tx, one, body.options)
          await standAtOptions(tx, one.id)
        }
        return showOne(tx, actor, one.id)
      }),
  })

  app.route({
    ...decisions.decide,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const one = await getDecision(tx, request.params.decisionId)
        allow(actor, 'decide', one)
        await checkMade(tx, one, request.body)
        await sameVersion(await makeDecision(tx, one.id, request.body), () => showOne(tx, actor, one.id))
        return showOne(tx, actor, one.id)
      }),
  })

  /** The steps after a decision differ only in what they write down, and on which day. */
  async function step(
    tx: Tx,
    actor: Actor,
    id: string,
    deed: 'act' | 'feedBack' | 'review',
    day: [field: string, on: string],
    change: { version: number },
  ) {
    const one = await getDecision(tx, id)
    allow(actor, deed, one)
    if (day[1] > (await today(tx))) throw invalid(day[0], 'future', 'This day has not come yet.')
    if (one.decidedOn && day[1] < one.decidedOn) throw invalid(day[0], 'order', 'This comes after the decision.')
    const state = ({ act: 'acted_on', feedBack: 'fed_back', review: 'reviewed' } as const)[deed]
    await sameVersion(await changeDecision(tx, id, change.version, { ...change, state }), () => showOne(tx, actor, id))
    return showOne(tx, actor, id)
  }
  app.route({
    ...decisions.act,
    handler: (request) =>
      request.transact((tx, actor) => step(tx, actor, request.params.decisionId, 'act', ['actedOn', request.body.actedOn], request.body)),
  })
  app.route({
    ...decisions.feedBack,
    handler: (request) =>
      request.transact((tx, actor) =>
        step(tx, actor, request.params.decisionId, 'feedBack', ['fedBackOn', request.body.fedBackOn], request.body),
      ),
  })
  app.route({
    ...decisions.review,
    handler: (request) =>
      request.transact((tx, actor) =>
        step(tx, actor, request.params.decisionId, 'review', ['reviewedOn', request.body.reviewedOn], request.body),
      ),
  })

  app.route({
    ...decisions.showLundy,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, audiencePersonId, ...four } = request.body
        const one = await getDecision(tx, request.params.decisionId)
        allow(actor, 'showLundy', one)
        if (four.audience.yes && !audiencePersonId) throw invalid('audiencePersonId', 'required', 'Name the person who listened.')
        if (audiencePersonId && !(await seesPerson(tx, one.programmeId, audiencePersonId)))
          throw invalid('audiencePersonId', 'unknown', 'is nobody in this programme')
        const change = Object.fromEntries(
          Object.entries(four).flatMap(([name, { yes, evidence }]) => [
            [name, yes],
            [`${name}Evidence`, evidence],
          ]),
        )
        await sameVersion(await changeDecision(tx, one.id, version, { ...change, audiencePersonId }), () => showOne(tx, actor, one.id))
        return showOne(tx, actor, one.id)
      }),
  })

  await app.register(votes)
}
export default routes
