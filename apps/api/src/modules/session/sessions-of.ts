// Where somebody is signed in, for administrators of their partnership: seen, and ended from the next request on.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { sessionsOf } from '@modulus/contracts/sessions-of.ts'
import { sql } from 'drizzle-orm'
import type { Actor, Tx } from '#db/transact.ts'
import { notFound, Problem } from '#plugins/problems.ts'
import { findPerson } from '../people/queries.ts'

interface Row {
  id: string
  device: string
  started_at: string | Date
  last_seen_at: string | Date
}
const routes: FastifyPluginAsyncTypebox = async (app) => {
  /** Somebody the reader knows of; then, whether it is theirs to see. */
  async function administered(tx: Tx, actor: Actor, personId: string, deed: string): Promise<string> {
    const person = await findPerson(tx, personId)
    if (!person) throw notFound()
    if (!actor.administrator) throw new Problem('forbidden', { deed })
    return person.userId
  }
  const end = (tx: Tx, userId: string, sessionId: string | null) =>
    tx.execute<{ ended: number }>(sql`select app.end_their_sessions(${userId}, ${sessionId}) as ended`).then(({ rows }) => rows[0]!.ended)

  app.route({
    ...sessionsOf.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const userId = await administered(tx, actor, request.params.personId, 'seeSessions')
        const { rows } = await tx.execute<Row & Record<string, unknown>>(sql`select * from app.sessions_of(${userId})`)
        return {
          items: rows.map((one) => ({
            id: one.id,
            device: one.device,
            startedAt: new Date(one.started_at).toISOString(),
            lastSeenAt: new Date(one.last_seen_at).toISOString(),
            thisOne: one.id === request.user.sid,
          })),
        }
      }),
  })
  app.route({
    ...sessionsOf.endOne,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const userId = await administered(tx, actor, request.params.personId, 'endSessions')
        if ((await end(tx, userId, request.params.deviceId)) === 0) throw notFound()
        reply.code(204)
        return null
      }),
  })
  app.route({
    ...sessionsOf.endAll,
    handler: (request) =>
      request.transact(async (tx, actor) => ({
        ended: await end(tx, await administered(tx, actor, request.params.personId, 'endSessions'), null),
      })),
  })
}
export default routes
