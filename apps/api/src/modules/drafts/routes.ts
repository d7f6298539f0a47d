import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { drafts, type DraftText } from '@modulus/contracts/drafts.ts'
import type { Tx } from '#db/transact.ts'
import { sameVersion } from '#db/writes.ts'
import { notFound, Problem } from '#plugins/problems.ts'
import { discardDraft, getDraft, insertDraft, listDrafts, rewriteDraft } from './queries.ts'

const largest = 64 * 1024

/** Makes or rewrites. A draft that was named by its version and is gone stays gone: it was sent from elsewhere, or thrown away. */
async function keepDraft(tx: Tx, id: string, text: DraftText, isNew: () => void) {
  if (Buffer.byteLength(JSON.stringify(text.body)) > largest) throw new Problem('too-large')
  const made = text.version === undefined ? await insertDraft(tx, id, text) : undefined
  if (made) {
    isNew()
    return made
  }
  const kept = await rewriteDraft(tx, id, text)
  if (!kept && text.version === undefined) throw notFound()
  return sameVersion(kept, () => getDraft(tx, id))
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({ ...drafts.list, handler: (request) => request.transact(async (tx) => ({ items: await listDrafts(tx, request.query) })) })
  app.route({ ...drafts.read, handler: (request) => request.transact((tx) => getDraft(tx, request.params.draftId)) })
  app.route({
    ...drafts.keep,
    handler: (request, reply) =>
      request.transact((tx) => keepDraft(tx, request.params.draftId, request.body as DraftText, () => void reply.code(201))),
  })
  app.route({
    ...drafts.discard,
    handler: (request, reply) =>
      request.transact(async (tx) => {
        if (!(await discardDraft(tx, request.params.draftId))) throw notFound()
        reply.code(204)
        return null
      }),
  })
}
export default routes
