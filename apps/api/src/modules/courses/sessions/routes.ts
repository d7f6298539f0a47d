import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { courseSessions } from '@modulus/contracts/course-sessions.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { permit } from '#policy.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { scottishHolidays } from '../holidays.ts'
import { coursePolicy, sessionPolicy } from '../policy.ts'
import { getCourse, getSession, listSessions } from '../queries.ts'
import { showSession } from '../show.ts'
import { editSession, generateSessions } from './commands.ts'
import { cancelSession, elementTitle, holdSession, insertSession, plannedAndRan, reviewSession } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...courseSessions.list,
    handler: async (request) => {
      const holidayOn = await scottishHolidays()
      return request.transact(async (tx, actor) => {
        const course = await getCourse(tx, request.params.courseId)
        return { items: (await listSessions(tx, course.id)).map((one) => showSession(actor, holidayOn, one)) }
      })
    },
  })

  app.route({
    ...courseSessions.generate,
    handler: async (request) => {
      const holidayOn = await scottishHolidays()
      return request.transact(async (tx, actor) => {
        const course = await getCourse(tx, request.params.courseId)
        permit(actor, coursePolicy, 'edit', course)
        const { items, ...counts } = await generateSessions(tx, course, holidayOn, request.body.keep ?? [])
        return { ...counts, items: items.map((one) => showSession(actor, holidayOn, one)) }
      })
    },
  })

  app.route({
    ...courseSessions.ran,
    handler: (request) =>
      request.transact(async (tx) => ({ items: await plannedAndRan(tx, (await getCourse(tx, request.params.courseId)).id) })),
  })

  app.route({
    ...courseSessions.read,
    handler: async (request) => {
      const holidayOn = await scottishHolidays()
      return request.transact(async (tx, actor) => showSession(actor, holidayOn, await getSession(tx, request.params.sessionId)))
    },
  })

  app.route({
    ...courseSessions.add,
    handler: async (request, reply) => {
      const {
          params: { sessionId },
          body,
        } = request,
        holidayOn = await scottishHolidays()
      return request.transact(async (tx, actor) => {
        const course = await getCourse(tx, body.courseId)
        permit(actor, coursePolicy, 'edit', course)
        if (body.elementId && (await elementTitle(tx, course.id, body.elementId)) === undefined)
          throw invalid('elementId', 'exists', 'is not part of this course')
        if (await firstTime(tx, 'course-sessions.add', sessionId, body)) {
          await insertSession(tx, sessionId, course, body)
          reply.code(201)
        }
        return showSession(actor, holidayOn, await getSession(tx, sessionId))
      })
    },
  })

  app.route({
    ...courseSessions.amend,
    handler: async (request) => {
      const {
          params: { sessionId },
          body,
        } = request,
        holidayOn = await scottishHolidays()
      return request.transact(async (tx, actor) => {
        const session = await getSession(tx, sessionId)
        permit(actor, sessionPolicy, 'edit', session)
        if (session.status === 'cancelled') throw new Problem('session-cancelled')
        await sameVersion(await holdSession(tx, sessionId, body.version), async () => showSession(actor, holidayOn, session))
        const changed = await editSession(tx, session, body)
        return { changed, session: showSession(actor, holidayOn, await getSession(tx, sessionId)) }
      })
    },
  })

  app.route({
    ...courseSessions.cancel,
    handler: async (request) => {
      const {
          params: { sessionId },
          body,
        } = request,
        holidayOn = await scottishHolidays()
      return request.transact(async (tx, actor) => {
        const session = await getSession(tx, sessionId)
        permit(actor, sessionPolicy, 'edit', session)
        if (session.status !== 'planned') throw new Problem(session.status === 'held' ? 'session-held' : 'session-cancelled')
        await sameVersion(await cancelSession(tx, sessionId, body.version, body.why), async () => showSession(actor, holidayOn, session))
        return showSession(actor, holidayOn, await getSession(tx, sessionId))
      })
    },
  })

  app.route({
    ...courseSessions.review,
    handler: async (request) => {
      const {
          params: { sessionId },
          body,
        } = request,
        holidayOn = await scottishHolidays()
      return request.transact(async (tx, actor) => {
        const session = await getSession(tx, sessionId)
        permit(actor, sessionPolicy, 'mark', session)
        if (session.status === 'cancelled') throw new Problem('session-cancelled')
        await sameVersion(await reviewSession(tx, session, body), async () => showSession(actor, holidayOn, session))
        return showSession(actor, holidayOn, await getSession(tx, sessionId))
      })
    },
  })
}
export default routes
