import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { participants } from '@modulus/contracts/participants.ts'
import { sameVersion } from '#db/writes.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { permit } from '#policy.ts'
import access from './access/routes.ts'
import caseload from './caseload/routes.ts'
import { moveParticipant } from './commands.ts'
import contact from './contact/routes.ts'
import deals from './deals/routes.ts'
import { participantPolicy } from './policy.ts'
import { editParticipant, getParticipant, isWorker, readPerson, showPerson, whyHidden } from './queries.ts'
import safety from './safety/routes.ts'
import story from './story/routes.ts'
import views from './views/routes.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const show = async (tx: Tx, actor: Actor, id: string, operation: string) => showPerson(actor, (await readPerson(tx, id, operation))[0])

  for (const part of [caseload, story, deals, contact, safety, access, views]) await app.register(part)

  app.route({
    ...participants.read,
    handler: (request) =>
      request
        .glance(
          (tx) => [readPerson(tx, request.params.participantId)],
          ([rows], actor) => showPerson(actor, rows[0]),
        )
        .catch(async (error: unknown) => {
          if (!(error instanceof Problem) || error.slug !== 'not-found') throw error
          throw await request.transact((tx) => whyHidden(tx, request.params.participantId))
        }),
  })

  app.route({
    ...participants.edit,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const who = await getParticipant(tx, request.params.participantId)
        permit(actor, participantPolicy, 'edit', who)
        const { workerId } = request.body
        if (workerId && !(await isWorker(tx, who.programmeId, workerId)))
          throw invalid('workerId', 'worker', 'is not an officer or lead of this programme')
        await sameVersion(await editParticipant(tx, who.id, request.body), () => show(tx, actor, who.id, 'participants.edit'))
        return show(tx, actor, who.id, 'participants.edit')
      }),
  })

  app.route({
    ...participants.move,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const who = await getParticipant(tx, request.params.participantId)
        permit(actor, participantPolicy, 'move', who)
        await moveParticipant(tx, who, request.body)
        return show(tx, actor, who.id, 'participants.move')
      }),
  })
}
export default routes
