// Who works without signal at all: a young person's wish, a partner's own no, the length of a lease.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { offline } from '@modulus/contracts/offline.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { logReading } from '#db/writes.ts'
import { notFound, Problem } from '#plugins/problems.ts'
import { inTeam } from '#policy.ts'
import { getParticipant } from '../participants/queries.ts'
import { staffOnly } from './commands.ts'
import { isNever, isPartner, readSettings, setLease, setNever, setPartner } from './queries.ts'

const mustAdminister = (actor: Actor) => {
  if (!actor.administrator) throw new Problem('forbidden', { deed: 'set' })
}
const show = async (tx: Tx, actor: Actor) => ({ ...(await readSettings(tx)), can: { set: actor.administrator } })
/** Whoever sees the record and belongs to the team that would take it along. */
async function whom(tx: Tx, actor: Actor, participantId: string) {
  const who = await getParticipant(tx, participantId)
  if (!inTeam(actor, who.programmeId)) throw new Problem('forbidden', { deed: 'setNever' })
  return who
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...offline.settings,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        staffOnly(actor)
        return show(tx, actor)
      }),
  })
  app.route({
    ...offline.setLease,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        mustAdminister(actor)
        await setLease(tx, request.body.hours)
        return show(tx, actor)
      }),
  })
  app.route({
    ...offline.setPartner,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { partnerId } = request.params
        if (!(await isPartner(tx, partnerId))) throw notFound()
        mustAdminister(actor)
        await setPartner(tx, partnerId, request.body.allowed)
        return show(tx, actor)
      }),
  })
  app.route({
    ...offline.isNever,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const who = await whom(tx, actor, request.params.participantId)
        await logReading(tx, 'offline.isNever', [who])
        return { participantId: who.id, never: await isNever(tx, who.id) }
      }),
  })
  app.route({
    ...offline.setNever,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const who = await whom(tx, actor, request.params.participantId)
        await setNever(tx, who.id, request.body.never)
        await logReading(tx, 'offline.setNever', [who])
        return { participantId: who.id, never: request.body.never }
      }),
  })
}
export default routes
