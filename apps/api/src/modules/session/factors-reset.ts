// Somebody lost everything they sign in with. An administrator, who knows that it is really them, takes it all away: passkeys, app, recovery
// codes, the password and every session. They come back by a link in their own post and enrol again.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { factorReset } from '@modulus/contracts/factors.ts'
import { notFound, Problem } from '#plugins/problems.ts'
import { tellReset } from './factors-messages.ts'
import { makePasswordLink, personName, resetFactors } from './factors-queries.ts'
import { newSecret } from './forgotten.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...factorReset.resetFactors,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const userId = request.params.personId,
          name = await personName(tx, userId)
        if (!name) throw notFound()
        if (!actor.administrator) throw new Problem('forbidden', { deed: 'resetFactors' })
        if (userId === actor.userId) throw new Problem('not-to-yourself', { deed: 'resetFactors' })
        const { email, hadPassword } = await resetFactors(tx, userId)
        const { token, digest } = newSecret()
        if (hadPassword) await makePasswordLink(tx, userId, digest, 1)
        const owner = { partnershipId: actor.partnershipId, name, email }
        await tellReset(tx, app.jobs, owner, actor.name, hadPassword ? `${app.config.publicUrl}/i/${token}` : null)
        reply.code(204)
        return null
      }),
  })
}
export default routes
