// The copy: what was found, masks, decisions, and the package.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { rightsAccess, type FoundEntry } from '@modulus/contracts/rights-access.ts'
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '#db/transact.ts'
import { firstTime } from '#db/writes.ts'
import { invalid, notFound, Problem } from '#plugins/problems.ts'
import { permitDeed } from './policy.ts'
import { factsOf, getRequest } from './queries.ts'
import { placesOf } from './redact.ts'
import { addMasks, readEntries } from './search.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...rightsAccess.entries,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { after = 0, limit = 200 } = request.query
        permitDeed(actor, 'read', factsOf(await getRequest(tx, request.params.requestId)))
        const items = await readEntries(tx, request.params.requestId, after, limit + 1)
        return { items: items.slice(0, limit), next: items.length > limit ? items[limit - 1]!.number : null }
      }),
  })
  app.route({
    ...rightsAccess.mask,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { requestId, maskId } = request.params,
          { foundId, start, length, reason } = request.body
        permitDeed(actor, 'redact', factsOf(await getRequest(tx, requestId)))
        const entries = await readEntries(tx, requestId),
          entry = entries.find(({ id }) => id === foundId)
        if (!entry) throw notFound()
        if (start + length > entry.body.length) throw invalid('length', 'range', 'It goes past the end of the text')
        if (await firstTime(tx, 'rights.mask', maskId, { requestId, body: request.body }))
          await addMasks(tx, requestId, [
            { id: maskId, entryId: foundId, start, length, kind: 'person', reason: reason.trim() },
            ...sameWords(entries, entry, start, length).map((one) => ({ ...one, id: uuidv7(), kind: 'person', reason: reason.trim() })),
          ])
        reply.code(204)
        return null
      }),
  })
  app.route({
    ...rightsAccess.lift,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { requestId, maskId } = request.params
        permitDeed(actor, 'redact', factsOf(await getRequest(tx, requestId)))
        const { rows } = await tx.execute<{ done: boolean }>(
          sql`select app.rights_lift(${requestId}, ${maskId}, ${request.body.reason}) as done`,
        )
        if (!rows[0]!.done) throw notFound()
        reply.code(204)
        return null
      }),
  })
  app.route({
    ...rightsAccess.decideEntry,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { requestId, foundId } = request.params,
          { decision, reason } = request.body
        permitDeed(actor, 'redact', factsOf(await getRequest(tx, requestId)))
        if (decision === 'withhold' && !reason.trim()) throw invalid('reason', 'required', 'Say why it is held back')
        const { rows } = await tx.execute<{ done: boolean }>(
          sql`select app.rights_decide(${requestId}, ${foundId}, ${decision}, ${reason}) as done`,
        )
        if (!rows[0]!.done) throw notFound()
        reply.code(204)
        return null
      }),
  })
  for (const kind of ['pdf', 'json'] as const)
    app.route({
      ...rightsAccess[kind],
      handler: async (request, reply) => {
        const file = await request.transact(async (tx, actor) => {
          const row = await getRequest(tx, request.params.requestId)
          if (!actor.memberships.some((one) => one.programmeId === row.programme.id && ['data_lead', 'programme_lead'].includes(one.role)))
            throw new Problem('forbidden', { deed: 'package' })
          return readPackage(tx, request.params.requestId, kind)
        })
        return sendFile(reply, kind, file)
      },
    })
}
export default routes

/** The other places of the same words, also in earlier versions, that no mask covers from their first letter on. Of single letters only the one. */
function sameWords(entries: FoundEntry[], at: FoundEntry, start: number, length: number) {
  const words = at.body.slice(start, start + length).trim()
  if (words.length < 3) return []
  return entries.flatMap((entry) =>
    placesOf(entry.body, words)
      .filter((place) => !(entry === at && place.start >= start && place.start < start + length))
      .filter((place) => !entry.masks.some((mask) => !mask.lifted && mask.start === place.start && mask.length >= place.length))
      .map((place) => ({ ...place, entryId: entry.id })),
  )
}

/** The bytes of what goes out, noted in the read log; not-found when there is none, or not for the asker. */
export async function readPackage(tx: Tx, requestId: string, kind: 'pdf' | 'json'): Promise<Buffer> {
  const { rows } = await tx.execute<{ bytes: Buffer | null }>(sql`
    with one as (select k.* from rights_packages k where k.partnership_id = app.partnership() and k.request_id = ${requestId} and k.state = 'ready'),
    seen as (insert into access_events (partnership_id, user_id, request_id, programme_id, participant_id, operation)
      select partnership_id, app.user_id(), app.request(), programme_id, participant_id, 'rights.package' from one)
    select ${sql.identifier(kind)} as bytes from one`)
  if (!rows[0]?.bytes) throw notFound()
  return rows[0].bytes
}
/** As a file to keep, never shown by the browser in place; answers under /api are never stored on the way. */
export const sendFile = (reply: FastifyReply, kind: 'pdf' | 'json', bytes: Buffer) =>
  reply
    .type(kind === 'pdf' ? 'application/pdf' : 'application/json; charset=utf-8')
    .header('content-disposition', `attachment; filename="my-record.${kind}"`)
    .send(bytes as never)
