// Voting, and how much of the deciding was theirs: what single people say, which nobody else reads.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { decisions } from '@modulus/contracts/decisions.ts'
import { sameVersion } from '#db/writes.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { inTeam } from '#policy.ts'
import { allow } from './policy.ts'
import { castVote, getDecision, keepReading, moveVote } from './queries.ts'
import { showOne } from './show.ts'

refusals({
  decision_votes_open: () => new Problem('vote-closed'),
  decision_votes_their_own: () => new Problem('vote-their-own'),
})

const routes: FastifyPluginAsyncTypebox = async (app) => {
  for (const deed of ['openVote', 'closeVote'] as const)
    app.route({
      ...decisions[deed],
      handler: (request) =>
        request.transact(async (tx, actor) => {
          const one = await getDecision(tx, request.params.decisionId)
          allow(actor, deed, one)
          await sameVersion(await moveVote(tx, one.id, request.body.version, deed === 'openVote'), () => showOne(tx, actor, one.id))
          return showOne(tx, actor, one.id)
        }),
    })

  app.route({
    ...decisions.vote,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { optionId, participantId } = request.body
        const one = await getDecision(tx, request.params.decisionId)
        const voter = participantId ?? one.selfId
        // Nobody votes for themselves but a young person: a representative who is none is told so by that name.
        const theirOwn = voter === one.selfId && !(voter === null && inTeam(actor, one.programmeId))
        allow(actor, theirOwn ? 'vote' : 'recordVote', one)
        if (voter === null) throw invalid('participantId', 'required', 'Say whose vote this is.')
        if (!one.options.some(({ id }) => id === optionId)) throw invalid('optionId', 'unknown', 'This is none of the options.')
        await castVote(tx, one.id, optionId, voter)
        return showOne(tx, actor, one.id)
      }),
  })

  app.route({
    ...decisions.readPower,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { level, group = false } = request.body
        const one = await getDecision(tx, request.params.decisionId)
        allow(actor, group ? 'readForGroup' : 'read', one)
        const side = group || actor.self.length > 0 ? 'participants' : 'partners'
        await keepReading(tx, one, side, level, group ? null : actor.userId)
        return showOne(tx, actor, one.id)
      }),
  })
}
export default routes
