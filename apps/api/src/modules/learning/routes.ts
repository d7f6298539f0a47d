import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { learning, type Learning } from '@modulus/contracts/learning.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { v7 as uuidv7 } from 'uuid'
import { belongs, getLesson, insertUse, listTaken } from '../lessons/queries.ts'
import { learningPolicy } from './policy.ts'
import {
  answerQuestion,
  deleteEvidence,
  getOwnProgramme,
  getQuestion,
  insertChoice,
  insertEvidence,
  insertQuestion,
  insertReading,
  listChoices,
  listEvidence,
  listLine,
  listQuestions,
  listReadings,
} from './queries.ts'

refusals({ plans_are_not_copied: () => new Problem('plan-not-copied') })

async function show(tx: Tx, actor: Actor, programme: { id: string; name: string }): Promise<Learning> {
  const taken = await listTaken(tx, programme.id)
  return {
    programme,
    line: await listLine(tx, programme.id),
    taken: taken.map(({ how, ...lesson }) => ({ how, lesson: { ...lesson, can: { edit: false, share: false } } })),
    questions: await listQuestions(tx, programme.id),
    choices: await listChoices(tx, programme.id),
    readings: await listReadings(tx, programme.id),
    evidence: await listEvidence(tx, programme.id),
    can: abilities(actor, learningPolicy, programme),
  }
}
const mustRestOn = async (tx: Tx, programmeId: string, decisionId: string | null) => {
  if (decisionId && !(await belongs(tx, programmeId, decisionId)))
    throw invalid('decisionId', 'unknown', 'There is no such decision in this programme.')
}
/** What was just written, found again in its list. */
const written = <T extends { id: string }>(all: T[], id: string): T => {
  const one = all.find((each) => each.id === id)
  if (!one) throw notFound()
  return one
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...learning.read,
    handler: (request) => request.transact(async (tx, actor) => show(tx, actor, await getOwnProgramme(tx, request.params.programmeId))),
  })
  app.route({
    ...learning.take,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const programme = await getOwnProgramme(tx, request.params.programmeId)
        permit(actor, learningPolicy, 'learn', programme)
        const lesson = await getLesson(tx, request.params.lessonId)
        if (lesson.programmeId === programme.id) throw invalid('how', 'own', 'This lesson was learned here.')
        const before = await listTaken(tx, programme.id)
        await insertUse(tx, uuidv7(), programme.id, lesson.id, request.body.how)
        if (!before.some((one) => one.id === lesson.id)) {
          if (lesson.question) await insertQuestion(tx, programme.id, uuidv7(), lesson.question, lesson.id)
          reply.code(201)
        }
        return show(tx, actor, programme)
      }),
  })
  app.route({
    ...learning.ask,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { questionId } = request.params,
          programme = await getOwnProgramme(tx, request.params.programmeId)
        permit(actor, learningPolicy, 'learn', programme)
        if (request.body.lessonId) await getLesson(tx, request.body.lessonId)
        if (await firstTime(tx, 'learning.ask', questionId, request.body)) {
          await insertQuestion(tx, programme.id, questionId, request.body.words, request.body.lessonId)
          reply.code(201)
        }
        return getQuestion(tx, programme.id, questionId)
      }),
  })
  app.route({
    ...learning.answer,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const programme = await getOwnProgramme(tx, request.params.programmeId)
        permit(actor, learningPolicy, 'learn', programme)
        const question = await getQuestion(tx, programme.id, request.params.questionId)
        await sameVersion(await answerQuestion(tx, programme.id, question.id, request.body), async () =>
          getQuestion(tx, programme.id, question.id),
        )
        return getQuestion(tx, programme.id, question.id)
      }),
  })
  app.route({
    ...learning.choose,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { ingredient, choiceId } = request.params,
          programme = await getOwnProgramme(tx, request.params.programmeId)
        permit(actor, learningPolicy, 'learn', programme)
        await mustRestOn(tx, programme.id, request.body.decisionId)
        if (await firstTime(tx, 'learning.choose', choiceId, { ingredient, ...request.body })) {
          await insertChoice(tx, programme.id, choiceId, ingredient, request.body)
          reply.code(201)
        }
        return (await listChoices(tx, programme.id)).find((one) => one.ingredient === ingredient)!
      }),
  })
  app.route({
    ...learning.check,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { readingId } = request.params,
          { level } = request.body,
          programme = await getOwnProgramme(tx, request.params.programmeId)
        permit(actor, learningPolicy, level === 'organisation' ? 'read' : 'learn', programme)
        if (await firstTime(tx, 'learning.check', readingId, request.body)) {
          await insertReading(tx, programme.id, readingId, request.body, level === 'organisation' ? actor.partnerId : null)
          reply.code(201)
        }
        return written(await listReadings(tx, programme.id), readingId)
      }),
  })
  app.route({
    ...learning.show,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { evidenceId } = request.params,
          programme = await getOwnProgramme(tx, request.params.programmeId)
        permit(actor, learningPolicy, 'learn', programme)
        await mustRestOn(tx, programme.id, request.body.decisionId)
        if (await firstTime(tx, 'learning.show', evidenceId, request.body)) {
          await insertEvidence(tx, programme.id, evidenceId, request.body)
          reply.code(201)
        }
        return written(await listEvidence(tx, programme.id), evidenceId)
      }),
  })
  app.route({
    ...learning.takeBack,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const programme = await getOwnProgramme(tx, request.params.programmeId)
        permit(actor, learningPolicy, 'learn', programme)
        if (!(await deleteEvidence(tx, programme.id, request.params.evidenceId))) throw notFound()
        reply.code(204)
        return null
      }),
  })
}
export default routes
