import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { participantContact } from '@modulus/contracts/participant-contact.ts'
import { logReading, sameVersion } from '#db/writes.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { permit } from '#policy.ts'
import { notLaterThanToday } from '../commands.ts'
import { participantPolicy } from '../policy.ts'
import { getParticipant, type ParticipantNow } from '../queries.ts'
import { findContact, keepContact } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const show = async (tx: Tx, actor: Actor, who: ParticipantNow) => {
    const contact = await findContact(tx, who)
    if (!contact) throw notFound()
    await logReading(tx, 'participants.contact', [who])
    return { ...contact, can: { edit: participantPolicy.edit(actor, who) } }
  }

  app.route({
    ...participantContact.contact,
    handler: (request) => request.transact(async (tx, actor) => show(tx, actor, await getParticipant(tx, request.params.participantId))),
  })

  app.route({
    ...participantContact.keepContact,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const who = await getParticipant(tx, request.params.participantId)
        if (!(await findContact(tx, who))) throw notFound()
        permit(actor, participantPolicy, 'edit', who)
        if (request.body.dateOfBirth) await notLaterThanToday(tx, 'dateOfBirth', request.body.dateOfBirth)
        await sameVersion(await keepContact(tx, who, request.body), () => show(tx, actor, who))
        return show(tx, actor, who)
      }),
  })
}
export default routes
