import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { contacts, type ContactEvent } from '@modulus/contracts/contacts.ts'
import type { Actor } from '#db/transact.ts'
import { firstTime, logReading } from '#db/writes.ts'
import { abilities, permit } from '#policy.ts'
import { notFound, Problem } from '#plugins/problems.ts'
import { getParticipant } from '../participants/queries.ts'
import { amendContact, logContact } from './commands.ts'
import { contactPolicy } from './policy.ts'
import { getContact, listContacts, takeBack, type ContactRow } from './queries.ts'

function show(actor: Actor, { writerId, fresh, ...contact }: ContactRow): ContactEvent {
  const { amend, takeBack } = abilities(actor, contactPolicy, { programmeId: contact.programmeId, writerId })
  return { ...contact, can: { amend: fresh && amend, takeBack: fresh && takeBack && contact.outcome !== 'asked_to_stop' } }
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...contacts.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const who = await getParticipant(tx, request.query.participantId)
        const page = await listContacts(tx, request.query)
        await logReading(tx, 'contacts.list', page.items.length > 0 ? [who] : [])
        return { ...page, items: page.items.map((one) => show(actor, one)) }
      }),
  })

  app.route({
    ...contacts.read,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const contact = await getContact(tx, request.params.contactId)
        await logReading(tx, 'contacts.read', [{ id: contact.participant.id, programmeId: contact.programmeId }])
        return show(actor, contact)
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
        permit(actor, contactPolicy, 'log', { ...who, writerId: actor.userId })
        if (await firstTime(tx, 'contacts.log', contactId, body)) {
          await logContact(tx, contactId, who, body)
          reply.code(201)
        }
        return show(actor, await getContact(tx, contactId))
      }),
  })

  app.route({
    ...contacts.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const contact = await getContact(tx, request.params.contactId),
          now = async () => show(actor, await getContact(tx, contact.id))
        permit(actor, contactPolicy, 'amend', contact)
        const who = await getParticipant(tx, contact.participant.id)
        await amendContact(tx, contact, who, request.body, now)
        await logReading(tx, 'contacts.amend', [who])
        return now()
      }),
  })
  app.route({
    ...contacts.takeBack,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const contact = await getContact(tx, request.params.contactId)
        permit(actor, contactPolicy, 'takeBack', contact)
        const gone = await takeBack(tx, contact.id)
        if (gone === null) throw notFound()
        if (!gone) throw new Problem(contact.fresh ? 'stop-stands' : 'too-late-to-change')
        reply.code(204)
        return null
      }),
  })
}
export default routes
