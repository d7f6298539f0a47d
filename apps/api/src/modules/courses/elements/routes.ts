import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { courseElements } from '@modulus/contracts/course-elements.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { abilities, permit } from '#policy.ts'
import { invalid } from '#plugins/problems.ts'
import { coursePolicy, elementPolicy } from '../policy.ts'
import { getCourse } from '../queries.ts'
import {
  amendElement,
  getElement,
  insertElement,
  knowsInterest,
  knowsPartner,
  knowsSource,
  listElements,
  listSeeds,
  type ElementRow,
} from './queries.ts'

const show = (actor: Actor, { programmeId, participantId: _whose, ...element }: ElementRow) => ({
  ...element,
  can: abilities(actor, elementPolicy, { programmeId }),
})

/** Whose words are shown counts as shown, once for each young person. */
const logVoices = (tx: Tx, operation: string, programmeId: string, voices: { participantId: string | null }[]) =>
  logReading(
    tx,
    operation,
    [...new Set(voices.map((one) => one.participantId))].filter((id) => id !== null).map((id) => ({ id, programmeId })),
  )

async function showOne(tx: Tx, actor: Actor, operation: string, id: string) {
  const element = await getElement(tx, id)
  await logVoices(tx, operation, element.programmeId, [element])
  return show(actor, element)
}

async function checkLinks(
  tx: Tx,
  programmeId: string,
  {
    partnerId,
    interestId,
    ideaId,
    decisionId,
  }: { partnerId?: string | null; interestId?: string | null; ideaId?: string | null; decisionId?: string | null },
) {
  if (partnerId && !(await knowsPartner(tx, partnerId))) throw invalid('partnerId', 'exists', 'is no partner you know')
  if (interestId && !(await knowsInterest(tx, programmeId, interestId)))
    throw invalid('interestId', 'exists', 'is no interest you can see in this programme')
  if (ideaId && !(await knowsSource(tx, 'ideas', programmeId, ideaId))) throw invalid('ideaId', 'exists', 'is no idea of this programme')
  if (decisionId && !(await knowsSource(tx, 'decisions', programmeId, decisionId)))
    throw invalid('decisionId', 'exists', 'is no decision of this programme')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...courseElements.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const course = await getCourse(tx, request.params.courseId)
        const items = await listElements(tx, course.id)
        await logVoices(tx, 'course-elements.list', course.programmeId, items)
        return { items: items.map((one) => show(actor, one)) }
      }),
  })

  app.route({
    ...courseElements.seeds,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const course = await getCourse(tx, request.params.courseId)
        permit(actor, coursePolicy, 'edit', course)
        const items = await listSeeds(tx, course.programmeId)
        await logVoices(tx, 'course-elements.seeds', course.programmeId, items)
        return { items }
      }),
  })

  app.route({
    ...courseElements.add,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { elementId },
          body,
        } = request
        const course = await getCourse(tx, body.courseId)
        permit(actor, coursePolicy, 'edit', course)
        await checkLinks(tx, course.programmeId, body)
        if (await firstTime(tx, 'course-elements.add', elementId, body)) {
          await insertElement(tx, elementId, course.programmeId, body)
          reply.code(201)
        }
        return showOne(tx, actor, 'course-elements.add', elementId)
      }),
  })

  app.route({
    ...courseElements.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const {
          params: { elementId },
          body,
        } = request
        const element = await getElement(tx, elementId)
        permit(actor, elementPolicy, 'edit', element)
        await checkLinks(tx, element.programmeId, body)
        await sameVersion(await amendElement(tx, elementId, body), async () => show(actor, await getElement(tx, elementId)))
        return showOne(tx, actor, 'course-elements.amend', elementId)
      }),
  })
}
export default routes
