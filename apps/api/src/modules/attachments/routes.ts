import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { attachmentLimits, attachments, type Attachment } from '@modulus/contracts/attachments.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { abilities, holds, inTeam, permit } from '#policy.ts'
import { getParticipant } from '../participants/queries.ts'
import { inspect, refused } from './inspect.ts'
import { attachmentPolicy } from './policy.ts'
import {
  getAttachment,
  insertAttachment,
  isTheirs,
  keepBytes,
  listAttachments,
  readBytes,
  removeAttachment,
  type AttachmentRow,
} from './queries.ts'

const show = (actor: Actor, { programmeId, addedById, ...one }: AttachmentRow): Attachment => ({
  ...one,
  can: abilities(actor, attachmentPolicy, { ...one, programmeId, addedById }),
})
/** RFC 6266 and RFC 8187: a plain name for old programs, the true one for the others; nothing of it can end the header. */
const disposition = (name: string) =>
  `attachment; filename="${name.replace(/[^\w .()-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...attachments.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const person = await getParticipant(tx, request.params.participantId)
        await logReading(tx, 'attachments.list', [person])
        const items = (await listAttachments(tx, person.id)).map((one) => show(actor, one))
        return {
          items,
          can: {
            addToPerson: inTeam(actor, person.programmeId),
            add: inTeam(actor, person.programmeId) || holds(actor, person.programmeId, 'partner_contact', 'placement_supervisor'),
          },
          maxBytes: attachmentLimits.bytes,
        }
      }),
  })
  app.route({
    ...attachments.announce,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { participantId, attachmentId: id } = request.params,
          { about, aboutId } = request.body
        const person = await getParticipant(tx, participantId)
        if (about === 'person' && aboutId !== undefined)
          throw invalid('aboutId', 'unknown', 'A file about the person has nothing else that it is about')
        if (about !== 'person' && (aboutId === undefined || !(await isTheirs(tx, person.id, about, aboutId))))
          throw invalid('aboutId', 'missing', 'There is no such visit or placement of theirs')
        if (await firstTime(tx, 'attachments.announce', id, { participantId, ...request.body })) {
          await insertAttachment(tx, id, person, request.body)
          reply.code(201)
        }
        return show(actor, await getAttachment(tx, person.id, id))
      }),
  })
  app.route({
    ...attachments.send,
    bodyLimit: attachmentLimits.bytes + 1024 * 1024, // a little more is let in, to be refused by its own name
    handler: async (request) => {
      const { participantId, attachmentId } = request.params,
        { body } = request
      if (!Buffer.isBuffer(body)) throw new Problem('wrong-content-type')
      const find = async (tx: Tx, actor: Actor) => {
        const one = await getAttachment(tx, participantId, attachmentId)
        if (one.status === 'announced') permit(actor, attachmentPolicy, 'send', one)
        return one
      }
      const before = await request.transact(find) // nothing is unpacked for someone who may not send it
      const inside = await inspect(body),
        digest = createHash('sha256').update(inside.bytes).digest('hex')
      if (before.status !== 'announced' && before.digest !== digest) throw new Problem('already-exists')
      return request.transact(async (tx, actor) => {
        const one = await find(tx, actor)
        const status = app.config.clamav ? 'checking' : 'kept'
        if (await keepBytes(tx, one, { ...inside, digest, status })) {
          if (status === 'checking') await app.jobs.send(tx, 'attachment.scan', { partnershipId: actor.partnershipId, id: one.id })
        }
        return show(actor, await getAttachment(tx, participantId, attachmentId))
      })
    },
  })
  app.route({
    ...attachments.bytes,
    handler: (request, reply) =>
      request.transact(async (tx) => {
        const one = await getAttachment(tx, request.params.participantId, request.params.attachmentId)
        if (one.status === 'quarantined') throw refused('quarantined')
        if (one.status !== 'kept') throw new Problem('file-not-ready')
        const bytes = await readBytes(tx, one.id)
        if (!bytes) throw new Problem('file-not-ready')
        await logReading(tx, 'attachments.bytes', [{ id: one.participantId, programmeId: one.programmeId }])
        // Whatever is inside, it is a file to save and a picture to show, never a page of this address.
        reply
          .type(one.mediaType!)
          .header('content-disposition', disposition(one.name))
          .header('content-security-policy', "default-src 'none'; sandbox")
          .header('cross-origin-resource-policy', 'same-origin')
        return bytes as never
      }),
  })
  app.route({
    ...attachments.remove,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { participantId, attachmentId } = request.params
        const one = await getAttachment(tx, participantId, attachmentId)
        permit(actor, attachmentPolicy, 'remove', one)
        const now = async () => show(actor, await getAttachment(tx, participantId, attachmentId))
        await sameVersion(await removeAttachment(tx, one.id, request.body.version, request.body.reason), now)
        return now()
      }),
  })
}
export default routes
