import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { me } from '@modulus/contracts/me.ts'
import { v7 as uuidv7 } from 'uuid'
import { logReading } from '#db/writes.ts'
import { Problem } from '#plugins/problems.ts'
import leaving from './leaving.ts'
import {
  countAnswers,
  findNextSession,
  findNextVisit,
  findSession,
  findWaiting,
  getSelf,
  hasLeft,
  listChanged,
  listDone,
  listSaid,
  removeReply,
  saveReply,
} from './queries.ts'
import record from './record.ts'
import wants from './wants.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(wants)
  await app.register(record)
  await app.register(leaving)

  app.route({
    ...me.read,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor)
        await logReading(tx, 'me.read', [self])
        return {
          knownAs: self.knownAs,
          programme: self.programme,
          worker: self.workerName ? { name: self.workerName } : null,
          nextSession: await findNextSession(tx, actor, self),
          nextVisit: await findNextVisit(tx, actor, self),
          changed: await listChanged(tx, actor, self),
          said: await listSaid(tx, actor, self),
          done: await listDone(tx, actor, self),
          answers: await countAnswers(tx, actor, self),
          waiting: hasLeft(self) ? { vote: false, pulse: false } : await findWaiting(tx, actor, self),
          left: hasLeft(self) ? { erasedOn: self.erasedOn } : null,
          dutyPhone: self.dutyPhone,
        }
      }),
  })

  app.route({
    ...me.reply,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor),
          session = await findSession(tx, actor, self, request.params.sessionId),
          { reply, words = '' } = request.body
        if (!session.open) throw new Problem('session-over')
        await saveReply(tx, self, uuidv7(), session.id, reply, words)
        if (reply === 'coming' && session.remindAt) {
          const data = { partnershipId: actor.partnershipId, id: session.id, userId: actor.userId }
          await app.jobs.send(tx, 'me.remind', data, new Date(session.remindAt))
        }
        return { reply }
      }),
  })

  app.route({
    ...me.takeReplyBack,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor)
        const session = await findSession(tx, actor, self, request.params.sessionId)
        if (!session.open) throw new Problem('session-over')
        await removeReply(tx, self, session.id)
        reply.code(204)
        return null
      }),
  })
}
export default routes
