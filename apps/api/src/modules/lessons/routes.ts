import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { lessons, type Lesson } from '@modulus/contracts/lessons.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { invalid, notFound } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { lessonPolicy } from './policy.ts'
import { belongs, editLesson, getLesson, insertLesson, listLessons, shareLesson, type LessonRow } from './queries.ts'

const show = (actor: Actor, row: LessonRow): Lesson => ({ ...row, can: abilities(actor, lessonPolicy, row) })
const mustRestOn = async (tx: Tx, programmeId: string, decisionId: string | null) => {
  if (decisionId && !(await belongs(tx, programmeId, decisionId)))
    throw invalid('decisionId', 'unknown', 'There is no such decision in this programme.')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...lessons.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listLessons(tx, request.query)
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...lessons.write,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { lessonId },
          body,
        } = request
        if (!actor.memberships.some((one) => one.programmeId === body.programmeId)) throw notFound()
        permit(actor, lessonPolicy, 'edit', body)
        await mustRestOn(tx, body.programmeId, body.decisionId)
        if (await firstTime(tx, 'lessons.write', lessonId, body)) {
          await insertLesson(tx, lessonId, body)
          reply.code(201)
        }
        return show(actor, await getLesson(tx, lessonId))
      }),
  })
  app.route({
    ...lessons.edit,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const lesson = await getLesson(tx, request.params.lessonId)
        permit(actor, lessonPolicy, 'edit', lesson)
        await mustRestOn(tx, lesson.programmeId, request.body.decisionId)
        await sameVersion(await editLesson(tx, lesson.id, request.body), async () => show(actor, await getLesson(tx, lesson.id)))
        return show(actor, await getLesson(tx, lesson.id))
      }),
  })
  app.route({
    ...lessons.share,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const lesson = await getLesson(tx, request.params.lessonId)
        permit(actor, lessonPolicy, 'share', lesson)
        await shareLesson(tx, lesson.id, request.body.shared)
        return show(actor, await getLesson(tx, lesson.id))
      }),
  })
}
export default routes
