import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { v7 as uuidv7 } from 'uuid'
import { measures, type NewOccasion } from '@modulus/contracts/measures.ts'
import type { Actor } from '#db/transact.ts'
import { firstTime, logReading } from '#db/writes.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { measurePolicy, ratersOf } from './policy.ts'
import { getWhose, insertAnswers, listAnswers, listOpenGoals, occasionsOf, type Whose } from './queries.ts'
import { stepsOf } from './steps.ts'

refusals({
  measures_goal_is_theirs: () => invalid('answers', 'goal', 'One of the goals is not theirs'),
  measures_answered_once: () => invalid('answers', 'once', 'One question was answered twice in this sitting'),
})

/** A goal's answer names the goal, a word's answer the word; and a young person writes only their own view. */
function checkOccasion(actor: Actor, whose: Whose, { ratedBy, answers }: NewOccasion): void {
  answers.forEach(({ framework, item, goalId }, i) => {
    const fits = framework === 'goal' ? goalId !== undefined && item === undefined : item !== undefined && goalId === undefined
    if (!fits) throw invalid(`answers/${i}`, 'question', 'Say which question this answers: a goal by its id, a wellbeing word by its name')
  })
  if (!ratersOf(actor, whose).includes(ratedBy)) throw new Problem('forbidden', { deed: 'score' })
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...measures.steps,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const whose = await getWhose(tx, request.params.participantId)
        permit(actor, measurePolicy, 'see', whose)
        await logReading(tx, 'measures.steps', [whose])
        const [rows, goals] = await Promise.all([listAnswers(tx, whose.id), listOpenGoals(tx, whose.id)])
        const { score } = abilities(actor, measurePolicy, whose)
        return {
          participantId: whose.id,
          knownAs: whose.knownAs,
          steps: stepsOf(rows),
          occasions: occasionsOf(whose.id, rows),
          goals,
          can: { score },
          raters: ratersOf(actor, whose),
        }
      }),
  })

  app.route({
    ...measures.score,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const whose = await getWhose(tx, request.params.participantId),
          { occasionId } = request.params
        permit(actor, measurePolicy, 'score', whose)
        checkOccasion(actor, whose, request.body)
        if (await firstTime(tx, 'measures.score', occasionId, { participantId: whose.id, ...request.body })) {
          await insertAnswers(tx, whose, occasionId, request.body, uuidv7)
          reply.code(201)
        }
        return occasionsOf(whose.id, await listAnswers(tx, whose.id, occasionId))[0]!
      }),
  })
}
export default routes
