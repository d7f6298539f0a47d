import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { ideas, type NewIdea } from '@modulus/contracts/ideas.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { invalid, notFound } from '#plugins/problems.ts'
import { abilities, inTeam, permit } from '#policy.ts'
import { ideaPolicy, raisePolicy } from './policy.ts'
import { getIdea, knowsVoices, listIdeas, raiseIdea, replyTo, support, unsupport, type IdeaRow } from './queries.ts'

const show = (actor: Actor, idea: IdeaRow) => ({ ...idea, can: abilities(actor, ideaPolicy, idea) })

/** Everyone named beside an idea counts as shown, once. */
const logVoices = (tx: Tx, operation: string, list: IdeaRow[]) =>
  logReading(tx, operation, [
    ...new Map(
      list.flatMap(({ voices, programmeId }) =>
        voices.map(({ participantId }) => [participantId, { id: participantId, programmeId }] as const),
      ),
    ).values(),
  ])
async function showOne(tx: Tx, actor: Actor, operation: string, id: string) {
  const idea = await getIdea(tx, id)
  await logVoices(tx, operation, [idea])
  return show(actor, idea)
}

/** The team names whose words an idea was made from; a young person only their own; nobody else anyone. */
async function checkVoices(tx: Tx, actor: Actor, { programmeId, voices = [] }: NewIdea) {
  if (voices.length === 0) return
  if (!inTeam(actor, programmeId) && !voices.every(({ participantId }) => actor.self.includes(participantId)))
    throw invalid('voices', 'own', 'can only be your own')
  if (!(await knowsVoices(tx, programmeId, voices)))
    throw invalid('voices', 'unknown', 'names someone, or words of theirs, that you cannot see')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...ideas.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listIdeas(tx, request.query)
        await logVoices(tx, 'ideas.list', items)
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...ideas.read,
    handler: (request) => request.transact((tx, actor) => showOne(tx, actor, 'ideas.read', request.params.ideaId)),
  })

  app.route({
    ...ideas.raise,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { ideaId },
          body,
        } = request
        if (!actor.memberships.some((one) => one.programmeId === body.programmeId)) throw notFound()
        permit(actor, raisePolicy, 'raise', body)
        await checkVoices(tx, actor, body)
        if (await firstTime(tx, 'ideas.raise', ideaId, body)) {
          await raiseIdea(tx, ideaId, body)
          reply.code(201)
        }
        return showOne(tx, actor, 'ideas.raise', ideaId)
      }),
  })

  app.route({
    ...ideas.reply,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { ideaId } = request.params
        const idea = await getIdea(tx, ideaId)
        permit(actor, ideaPolicy, 'reply', idea)
        await sameVersion(await replyTo(tx, idea, request.body), () => showOne(tx, actor, 'ideas.reply', ideaId))
        return showOne(tx, actor, 'ideas.reply', ideaId)
      }),
  })

  app.route({
    ...ideas.support,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const idea = await getIdea(tx, request.params.ideaId)
        permit(actor, ideaPolicy, 'support', idea)
        await support(tx, idea)
        return showOne(tx, actor, 'ideas.support', idea.id)
      }),
  })
  app.route({
    ...ideas.unsupport,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const idea = await getIdea(tx, request.params.ideaId)
        await unsupport(tx, actor, idea)
        return showOne(tx, actor, 'ideas.unsupport', idea.id)
      }),
  })
}
export default routes
