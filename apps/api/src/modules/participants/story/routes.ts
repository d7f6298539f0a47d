import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { participantStory } from '@modulus/contracts/participant-story.ts'
import { readStory } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...participantStory.story,
    handler: (request) =>
      request.glance(
        (tx) => [readStory(tx, request.params.participantId, request.query.after, request.query.limit)],
        ([page]) => page,
      ),
  })
}
export default routes
