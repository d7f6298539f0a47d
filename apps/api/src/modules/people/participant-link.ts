import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { people } from '@modulus/contracts/people.ts'
import { invalid, notFound } from '#plugins/problems.ts'
import { permit } from '#policy.ts'
import { sendParticipantLink } from './commands.ts'
import { participantPolicy } from './policy.ts'
import { findParticipant } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const post = { jobs: app.jobs, publicUrl: app.config.publicUrl }
  app.route({
    ...people.inviteParticipant,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const person = await findParticipant(tx, request.params.participantId)
        if (!person) throw notFound()
        permit(actor, participantPolicy, 'link', person)
        const to = request.body.email || person.email
        if (!to) throw invalid('email', 'required', 'There is no e-mail address among their contacts: give one')
        await sendParticipantLink(tx, actor, post, person, to)
        return { sentTo: to }
      }),
  })
}
export default routes
