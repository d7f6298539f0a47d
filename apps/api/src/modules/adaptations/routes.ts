import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { adaptations, type Adaptation } from '@modulus/contracts/adaptations.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading } from '#db/writes.ts'
import { inTeam, permit } from '#policy.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { agree, correct, dayOf, lastMoved, notAgree, raise, takeStep, tryOut } from './commands.ts'
import { restoreCourse } from './course.ts'
import { abilitiesFor, allow, raisePolicy, voicePolicy } from './policy.ts'
import {
  getAdaptation,
  getVoice,
  insertVoice,
  knowsPartner,
  listAdaptations,
  listSigns,
  seesParticipant,
  type AdaptationRow,
} from './queries.ts'

refusals({
  adaptation_steps_follow: () => new Problem('adaptation-step-skipped'),
  adaptation_steps_in_turn: () => new Problem('changed-meanwhile'),
  adaptation_steps_trial_within_a_year: () => invalid('trialUntil', 'far', 'A trial ends within a year of its beginning'),
  adaptation_steps_no_with_a_reason: () => invalid('words', 'required', 'Say why not'),
})

const show = (actor: Actor, { courseId: _course, elementId: _element, newPartnerId: _partner, ...one }: AdaptationRow): Adaptation => ({
  ...one,
  can: abilitiesFor(actor, one),
})
async function showWhole(tx: Tx, actor: Actor, id: string): Promise<Adaptation> {
  const one = await getAdaptation(tx, id)
  const heard = new Map(one.voices.map(({ participant }) => [participant.id, { id: participant.id, programmeId: one.programmeId }]))
  await logReading(tx, 'adaptations.read', [...heard.values()])
  return show(actor, one)
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...adaptations.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const page = await listAdaptations(tx, request.query)
        const mine = [...new Set(actor.memberships.map(({ programmeId }) => programmeId))]
        return { ...page, can: { raise: mine.some((programmeId) => inTeam(actor, programmeId)) } }
      }),
  })
  app.route({
    ...adaptations.hints,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const found = (await listSigns(tx, request.query)).filter(({ programmeId }) => inTeam(actor, programmeId))
        const named = new Map(
          found.flatMap(({ participant, programmeId }) => (participant ? [[participant.id, { id: participant.id, programmeId }]] : [])),
        )
        await logReading(tx, 'adaptations.hints', [...named.values()])
        return { items: found.map(({ workerId: _worker, ...sign }) => sign) }
      }),
  })
  app.route({
    ...adaptations.read,
    handler: (request) => request.transact((tx, actor) => showWhole(tx, actor, request.params.adaptationId)),
  })

  app.route({
    ...adaptations.raise,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { adaptationId },
          body,
        } = request
        if (!actor.memberships.some(({ programmeId }) => programmeId === body.programmeId)) throw notFound()
        permit(actor, raisePolicy, 'raise', body)
        if (await firstTime(tx, 'adaptations.raise', adaptationId, body)) {
          await raise(tx, actor, adaptationId, body, app)
          reply.code(201)
        }
        return showWhole(tx, actor, adaptationId)
      }),
  })

  app.route({
    ...adaptations.talkOver,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, on, words, quote } = request.body
        const one = await getAdaptation(tx, request.params.adaptationId)
        allow(actor, 'talkOver', one)
        if (!words.trim() && !quote.trim()) throw invalid('quote', 'required', 'What did they say?')
        const happenedOn = await dayOf(tx, on, lastMoved(one))
        await takeStep(tx, actor, one, version, { kind: 'talk_over', status: 'talked_over', happenedOn, words, quote })
        return showWhole(tx, actor, one.id)
      }),
  })
  app.route({
    ...adaptations.agree,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const one = await getAdaptation(tx, request.params.adaptationId)
        allow(actor, 'agree', one)
        await agree(tx, actor, one, request.body, app)
        return showWhole(tx, actor, one.id)
      }),
  })
  app.route({
    ...adaptations.notAgree,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const one = await getAdaptation(tx, request.params.adaptationId)
        allow(actor, 'notAgree', one)
        await notAgree(tx, actor, one, request.body)
        return showWhole(tx, actor, one.id)
      }),
  })
  app.route({
    ...adaptations.beginTrial,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const one = await getAdaptation(tx, request.params.adaptationId)
        allow(actor, 'beginTrial', one)
        await tryOut(tx, actor, one, 'begin_trial', request.body)
        return showWhole(tx, actor, one.id)
      }),
  })
  app.route({
    ...adaptations.extendTrial,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const one = await getAdaptation(tx, request.params.adaptationId)
        allow(actor, 'extendTrial', one)
        await tryOut(tx, actor, one, 'extend_trial', request.body)
        return showWhole(tx, actor, one.id)
      }),
  })
  app.route({
    ...adaptations.settle,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, on, result, decidedBy, words, quote } = request.body
        const one = await getAdaptation(tx, request.params.adaptationId)
        allow(actor, 'settle', one)
        const happenedOn = await dayOf(tx, on, lastMoved(one))
        await takeStep(tx, actor, one, version, { kind: 'settle', status: result, happenedOn, decidedBy, words, quote })
        if (result === 'reversed') await restoreCourse(tx, one)
        return showWhole(tx, actor, one.id)
      }),
  })
  app.route({
    ...adaptations.correct,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const one = await getAdaptation(tx, request.params.adaptationId)
        allow(actor, 'correct', one)
        await correct(tx, actor, one, request.body)
        return showWhole(tx, actor, one.id)
      }),
  })
  app.route({
    ...adaptations.tell,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, on, partnerId, toldHow, words = '' } = request.body
        const one = await getAdaptation(tx, request.params.adaptationId)
        allow(actor, 'tell', one)
        if (!(await knowsPartner(tx, partnerId))) throw invalid('partnerId', 'unknown', 'Choose a partner of the partnership')
        const happenedOn = await dayOf(tx, on, lastMoved(one))
        await takeStep(tx, actor, one, version, { kind: 'tell', status: one.status, happenedOn, partnerId, toldHow, words })
        return showWhole(tx, actor, one.id)
      }),
  })

  app.route({
    ...adaptations.addVoice,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { voiceId },
          body: { adaptationId, participantId, words, saidOn },
        } = request
        const one = await getAdaptation(tx, adaptationId)
        if (!(await seesParticipant(tx, one.programmeId, participantId))) throw notFound()
        permit(actor, voicePolicy, 'addVoice', { programmeId: one.programmeId, participantId })
        if (await firstTime(tx, 'adaptations.addVoice', voiceId, request.body)) {
          const saidBy = actor.self.includes(participantId) ? 'participant' : 'worker'
          await insertVoice(tx, voiceId, {
            programmeId: one.programmeId,
            adaptationId,
            participantId,
            words,
            saidBy,
            saidOn: await dayOf(tx, saidOn, '2000-01-01', 'saidOn'),
          })
          reply.code(201)
        }
        await logReading(tx, 'adaptations.addVoice', [{ id: participantId, programmeId: one.programmeId }])
        return getVoice(tx, voiceId)
      }),
  })
}
export default routes
