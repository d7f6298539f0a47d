import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { accessReviews, type AccessReviewWhole } from '@modulus/contracts/access-reviews.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime } from '#db/writes.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { linePolicy, reviewPolicy } from './policy.ts'
import { beginReview, confirmLine, getLineOf, getReview, listLines, listReviews, seesProgramme } from './queries.ts'

refusals({
  access_reviews_one_open: () => new Problem('review-under-way'),
  access_review_over: () => new Problem('review-over'),
  access_review_lines_ended_with_a_reason: () => invalid('reason', 'required', 'Say why the role ends'),
})

async function showWhole(tx: Tx, actor: Actor, id: string): Promise<AccessReviewWhole> {
  const review = await getReview(tx, id),
    closed = review.doneAt !== null
  const lines = (await listLines(tx, id)).map(({ userId, programmeId, ...line }) => ({
    ...line,
    can: abilities(actor, linePolicy, { userId, programmeId, role: line.role, decision: line.decision, closed: closed || line.over }),
  }))
  return { ...review, lines }
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({ ...accessReviews.list, handler: (request) => request.transact((tx) => listReviews(tx, request.query)) })
  app.route({
    ...accessReviews.read,
    handler: (request) => request.transact((tx, actor) => showWhole(tx, actor, request.params.reviewId)),
  })
  app.route({
    ...accessReviews.begin,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { reviewId },
          body,
        } = request
        await seesProgramme(tx, body.programmeId)
        permit(actor, reviewPolicy, 'begin', body)
        if (await firstTime(tx, 'accessReviews.begin', reviewId, body)) {
          await beginReview(tx, reviewId, body.programmeId)
          reply.code(201)
        }
        return showWhole(tx, actor, reviewId)
      }),
  })
  app.route({
    ...accessReviews.confirm,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const line = await getLineOf(tx, request.params.lineId)
        if (actor.userId === line.userId) throw new Problem('not-to-yourself', { deed: 'confirm' })
        permit(actor, linePolicy, 'confirm', { ...line, decision: null, closed: false })
        await confirmLine(tx, line.id, request.body)
        return showWhole(tx, actor, line.reviewId)
      }),
  })
}
export default routes
