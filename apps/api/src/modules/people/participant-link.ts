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
        const { text, email } = request.body,
          address = text ? person.mobile : email || person.email
        if (!address && text) throw invalid('text', 'required', 'There is no mobile number among their contacts that is safe to use')
        if (!address) throw invalid('email', 'required', 'There is no e-mail address among their contacts: give one')
        await sendParticipantLink(tx, actor, post, person, { channel: text ? 'text' : 'email', address })
        return { sentTo: address }
      }),
  })
}
export default routes
