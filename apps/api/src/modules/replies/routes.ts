import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { replies, type ReplyToRead } from '@modulus/contracts/replies.ts'
import { withholding } from '@modulus/contracts/withholding.ts'
import { v7 as uuidv7 } from 'uuid'
import { firstTime, logReading } from '#db/writes.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { holdsAnywhere, permit } from '#policy.ts'
import { ownWords, tellParticipant } from '../messages/commands.ts'
import { findEntry } from '../participants/queries.ts'
import { replyPolicy } from './policy.ts'
import {
  getEntryOwner,
  getReply,
  insertAnswer,
  leaveOut,
  listReplies,
  listWithheld,
  reviewWindow,
  shareAgain,
  withhold,
  type ReplyRow,
} from './queries.ts'

refusals({
  own_answers_once: () => new Problem('already-answered'),
  own_answers_once_asked: () => new Problem('already-answered'),
})

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...replies.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listReplies(tx, request.query)
        const people = new Map(items.map((one) => [one.participant.id, { id: one.participant.id, programmeId: one.programmeId }]))
        await logReading(tx, 'replies.list', [...people.values()])
        const shown: ReplyToRead[] = []
        for (const one of items) shown.push(await show(tx, actor, one))
        return { items: shown, next }
      }),
  })

  app.route({
    ...replies.answer,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { replyId, answerId } = request.params,
          { decision, words } = request.body
        const one = await getReply(tx, replyId)
        if (one.ask) throw notFound()
        permit(actor, replyPolicy, 'answer', one)
        if (decision !== 'read' && !words.trim()) throw invalid('words', 'required', 'Say why: they read this')
        if (decision === 'erased' && one.response !== 'leave_out')
          throw invalid('decision', 'not-asked', 'They did not ask to leave it out')
        if (await firstTime(tx, 'replies.answer', answerId, { replyId, body: request.body })) {
          if (decision === 'erased' && !(await leaveOut(tx, replyId))) throw new Problem('nothing-to-leave-out')
          await insertAnswer(tx, answerId, one, decision, words)
          await tellParticipant(tx, app.jobs, actor.partnershipId, one.participant.id, ownWords.news())
          reply.code(201)
        }
        return read(tx, actor, replyId)
      }),
  })

  app.route({
    ...replies.answerAsk,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { askId, answerId } = request.params
        const one = await getReply(tx, askId)
        if (!one.ask) throw notFound()
        permit(actor, replyPolicy, 'answer', one)
        if (await firstTime(tx, 'replies.answerAsk', answerId, { askId, body: request.body })) {
          await insertAnswer(tx, answerId, one, 'read', request.body.words)
          await tellParticipant(tx, app.jobs, actor.partnershipId, one.participant.id, ownWords.news())
          reply.code(201)
        }
        return read(tx, actor, askId)
      }),
  })

  app.route({
    ...withholding.withhold,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { entryId } = request.params,
          { kind, reviewOn } = request.body
        const whose = await getEntryOwner(tx, kind, entryId)
        permit(actor, replyPolicy, 'withhold', whose)
        const { from, to } = await reviewWindow(tx)
        if (reviewOn < from || reviewOn > to) throw invalid('reviewOn', 'ninety-days', 'Look at it again within 90 days')
        await withhold(tx, uuidv7(), whose, entryId, request.body)
        reply.code(204)
        return null
      }),
  })

  app.route({
    ...withholding.share,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { kind } = request.body
        permit(actor, replyPolicy, 'withhold', await getEntryOwner(tx, kind, request.params.entryId))
        await shareAgain(tx, kind, request.params.entryId)
        reply.code(204)
        return null
      }),
  })

  app.route({
    ...withholding.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        if (!holdsAnywhere(actor, 'data_lead', 'programme_lead')) throw new Problem('forbidden', { deed: 'withheld' })
        const items = await listWithheld(tx)
        return { items, pastReview: items.filter((one) => one.pastReview).length }
      }),
  })
}
export default routes

async function show(tx: Tx, actor: Actor, one: ReplyRow): Promise<ReplyToRead> {
  const entry = one.aboutKind && one.aboutId ? await findEntry(tx, one.participant.id, one.aboutKind, one.aboutId) : undefined
  const { id, participant, at, words, ask, response, answer } = one
  const may = replyPolicy.answer(actor, one) && answer === null
  return {
    ...{ id, participant, at, words, ask, response, answer },
    entry: entry
      ? {
          kind: entry.kind,
          params: entry.params,
          id: entry.id,
          at: entry.at,
          by: entry.by,
          theirWords: entry.theirWords,
          staffWords: entry.staffWords,
        }
      : null,
    can: { answer: may, erase: may && response === 'leave_out' && entry !== undefined && hasWords(entry) },
  }
}
const hasWords = ({ theirWords, staffWords }: { theirWords: string[]; staffWords: string }) => theirWords.length > 0 || staffWords !== ''
async function read(tx: Tx, actor: Actor, id: string): Promise<ReplyToRead> {
  const one = await getReply(tx, id)
  await logReading(tx, 'replies.read', [{ id: one.participant.id, programmeId: one.programmeId }])
  return show(tx, actor, one)
}
