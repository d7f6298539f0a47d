import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { contacts } from '@modulus/contracts/contacts.ts'
import { firstTime, logReading } from '#db/writes.ts'
import { permit } from '#policy.ts'
import { getParticipant } from '../participants/queries.ts'
import { logContact } from './commands.ts'
import { contactPolicy } from './policy.ts'
import { getContact, listContacts } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...contacts.list,
    handler: (request) =>
      request.transact(async (tx) => {
        const who = await getParticipant(tx, request.query.participantId)
        const page = await listContacts(tx, request.query)
        await logReading(tx, 'contacts.list', page.items.length > 0 ? [who] : [])
        return page
      }),
  })

  app.route({
    ...contacts.read,
    handler: (request) =>
      request.transact(async (tx) => {
        const contact = await getContact(tx, request.params.contactId)
        await logReading(tx, 'contacts.read', [{ id: contact.participant.id, programmeId: contact.programmeId }])
        return contact
      }),
  })

  app.route({
    ...contacts.log,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { contactId },
          body,
        } = request
        const who = await getParticipant(tx, body.participantId)
        permit(actor, contactPolicy, 'log', who)
        if (await firstTime(tx, 'contacts.log', contactId, body)) {
          await logContact(tx, contactId, who, body)
          reply.code(201)
        }
        return getContact(tx, contactId)
      }),
  })
}
export default routes
