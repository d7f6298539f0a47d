import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { trace, type TraceVoice } from '@modulus/contracts/trace.ts'
import type { Tx } from '#db/transact.ts'
import { logReading } from '#db/writes.ts'
import {
  findDecision,
  findDecisionAbout,
  findDecisionOfCourse,
  findElement,
  findIdea,
  getSession,
  getVoice,
  listDecisions,
  listElements,
  listIdeas,
  listLinks,
  listSessions,
  listVoices,
} from './queries.ts'

/** Whoever is named counts as shown. */
const logWho = (tx: Tx, operation: string, programmeId: string, voices: TraceVoice[]) =>
  logReading(
    tx,
    operation,
    [...new Set(voices.flatMap(({ who }) => (who ? [who.id] : [])))].map((id) => ({ id, programmeId })),
  )
/** Only what the shape names goes out. */
const without = <T extends object, K extends keyof T>(one: T, ...names: K[]): Omit<T, K> => {
  const copy = { ...one }
  for (const name of names) delete copy[name]
  return copy
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...trace.session,
    handler: (request) =>
      request.transact(async (tx) => {
        const session = await getSession(tx, request.params.sessionId)
        const element = session.elementId ? await findElement(tx, session.elementId) : null
        const about = element?.decisionId
          ? await findDecision(tx, element.decisionId)
          : element?.ideaId
            ? await findDecisionAbout(tx, element.ideaId)
            : null
        const decision = about ?? (await findDecisionOfCourse(tx, session.courseId))
        const ideaId = element?.ideaId ?? decision?.ideaId ?? null
        const idea = ideaId ? await findIdea(tx, ideaId) : null
        const links = idea ? (await listLinks(tx, session.programmeId)).filter((one) => one.ideaId === idea.id) : []
        const heard = [...new Set([...(element?.interestId ? [element.interestId] : []), ...links.map(({ interestId }) => interestId)])]
        const voices = await listVoices(tx, session.programmeId, heard)
        await logWho(tx, 'trace.session', session.programmeId, voices)
        return {
          session: without(session, 'programmeId', 'elementId'),
          element: element && without(element, 'ideaId', 'decisionId', 'interestId'),
          decision: decision && without(decision, 'ideaId'),
          decisionOfCourse: decision !== null && about === null,
          idea,
          voices,
        }
      }),
  })

  app.route({
    ...trace.interest,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { interestId } = request.params
        const mine = [...new Set(actor.memberships.map((one) => one.programmeId))]
        const { programmeId, voice } = await getVoice(tx, mine, interestId)
        const ideaIds = (await listLinks(tx, programmeId)).filter((one) => one.interestId === interestId).map(({ ideaId }) => ideaId)
        const elements = await listElements(tx, interestId, ideaIds)
        const linked = elements.flatMap(({ decisionId }) => decisionId ?? [])
        const [ideas, decisions, sessions] = [
          await listIdeas(tx, ideaIds),
          await listDecisions(tx, ideaIds, linked),
          await listSessions(
            tx,
            elements.map(({ id }) => id),
          ),
        ]
        await logWho(tx, 'trace.interest', programmeId, [voice])
        return {
          voice,
          ideas,
          decisions: decisions.map((one) => without(one, 'ideaId')),
          elements: elements.map((one) => without(one, 'ideaId', 'decisionId', 'interestId')),
          sessions: sessions.map((one) => without(one, 'programmeId', 'elementId')),
        }
      }),
  })
}
export default routes
