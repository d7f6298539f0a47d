import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { words, type Word } from '@modulus/contracts/words.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { invalid, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { wordPolicy } from './policy.ts'
import { getWord, insertWord, listWords, orderWords, relabelWord, setWordRetired, type WordRow } from './queries.ts'

refusals({ word_lists_key_once: () => invalid('key', 'taken', 'This list has this word already, perhaps among the retired ones') })

const show = (actor: Actor, row: WordRow): Word => ({ ...row, can: abilities(actor, wordPolicy, row) })

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...words.list,
    handler: (request) =>
      request.transact(async (tx, actor) => ({ items: (await listWords(tx, request.query)).map((one) => show(actor, one)) })),
  })
  app.route({
    ...words.add,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { wordId },
          body,
        } = request
        permit(actor, wordPolicy, 'amend', {})
        if (await firstTime(tx, 'words.add', wordId, body)) {
          await insertWord(tx, wordId, body)
          reply.code(201)
        }
        return show(actor, await getWord(tx, wordId))
      }),
  })
  app.route({
    ...words.relabel,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const {
          params: { wordId },
          body,
        } = request
        permit(actor, wordPolicy, 'amend', await getWord(tx, wordId))
        const done = await relabelWord(tx, wordId, body.label, body.version)
        return show(actor, await sameVersion(done, async () => show(actor, await getWord(tx, wordId))))
      }),
  })
  app.route({
    ...words.reorder,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { list, ids } = request.body
        permit(actor, wordPolicy, 'amend', {})
        await orderWords(tx, list, ids)
        return { items: (await listWords(tx, { list, retired: true })).map((one) => show(actor, one)) }
      }),
  })
  const retire = (retired: boolean) => async (tx: Tx, actor: Actor, id: string) => {
    const word = await getWord(tx, id)
    permit(actor, wordPolicy, 'amend', word)
    await setWordRetired(tx, word.id, retired)
    return show(actor, await getWord(tx, word.id))
  }
  app.route({ ...words.retire, handler: (request) => request.transact((tx, actor) => retire(true)(tx, actor, request.params.wordId)) })
  app.route({ ...words.bringBack, handler: (request) => request.transact((tx, actor) => retire(false)(tx, actor, request.params.wordId)) })
}
export default routes
