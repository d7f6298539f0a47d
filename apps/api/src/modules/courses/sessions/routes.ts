import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { courseSessions, type CourseSession } from '@modulus/contracts/course-sessions.ts'
import type { FastifyRequest } from 'fastify'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { permit } from '#policy.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { scottishHolidays, type HolidayOn } from '../holidays.ts'
import { coursePolicy, sessionPolicy } from '../policy.ts'
import { getCourse, getSession, listSessions, type SessionRow } from '../queries.ts'
import { showSession } from '../show.ts'
import { editSession, generateSessions } from './commands.ts'
import { cancelSession, elementTitle, holdSession, insertSession, plannedAndRan, reviewSession } from './queries.ts'

interface Work {
  tx: Tx
  actor: Actor
  show: (session: SessionRow) => CourseSession
  holidayOn: HolidayOn
}
/** A transaction that knows the bank holidays: they are loaded before it begins. */
async function transact<T>(request: Pick<FastifyRequest, 'transact'>, work: (tools: Work) => Promise<T>): Promise<T> {
  const holidayOn = await scottishHolidays()
  return request.transact((tx, actor) => work({ tx, actor, holidayOn, show: (one) => showSession(actor, holidayOn, one) }))
}
/** A deed on one session that is there and that the asker may do it to. */
const on = <T>(
  request: Pick<FastifyRequest, 'transact'>,
  sessionId: string,
  deed: keyof typeof sessionPolicy,
  work: (session: SessionRow, tools: Work) => Promise<T>,
) =>
  transact(request, async (tools) => {
    const session = await getSession(tools.tx, sessionId)
    permit(tools.actor, sessionPolicy, deed, session)
    return work(session, tools)
  })

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...courseSessions.list,
    handler: (request) =>
      transact(request, async ({ tx, show }) => {
        const course = await getCourse(tx, request.params.courseId)
        return { items: (await listSessions(tx, course.id)).map(show) }
      }),
  })

  app.route({
    ...courseSessions.generate,
    handler: (request) =>
      transact(request, async ({ tx, actor, show, holidayOn }) => {
        const course = await getCourse(tx, request.params.courseId)
        permit(actor, coursePolicy, 'edit', course)
        const { items, ...counts } = await generateSessions(tx, course, holidayOn, request.body.keep ?? [])
        return { ...counts, items: items.map(show) }
      }),
  })

  app.route({
    ...courseSessions.ran,
    handler: (request) =>
      request.transact(async (tx) => ({ items: await plannedAndRan(tx, (await getCourse(tx, request.params.courseId)).id) })),
  })

  app.route({
    ...courseSessions.read,
    handler: (request) => transact(request, async ({ tx, show }) => show(await getSession(tx, request.params.sessionId))),
  })

  app.route({
    ...courseSessions.add,
    handler: (request, reply) =>
      transact(request, async ({ tx, actor, show }) => {
        const {
          params: { sessionId },
          body,
        } = request
        const course = await getCourse(tx, body.courseId)
        permit(actor, coursePolicy, 'edit', course)
        if (body.elementId && (await elementTitle(tx, course.id, body.elementId)) === undefined)
          throw invalid('elementId', 'exists', 'is not part of this course')
        if (await firstTime(tx, 'course-sessions.add', sessionId, body)) {
          await insertSession(tx, sessionId, course, body)
          reply.code(201)
        }
        return show(await getSession(tx, sessionId))
      }),
  })

  app.route({
    ...courseSessions.amend,
    handler: (request) =>
      on(request, request.params.sessionId, 'edit', async (session, { tx, show, holidayOn }) => {
        if (session.status === 'cancelled') throw new Problem('session-cancelled')
        await sameVersion(await holdSession(tx, session.id, request.body.version), async () => show(session))
        const done = await editSession(tx, session, request.body, holidayOn)
        return { ...done, session: show(await getSession(tx, session.id)) }
      }),
  })

  app.route({
    ...courseSessions.cancel,
    handler: (request) =>
      on(request, request.params.sessionId, 'edit', async (session, { tx, show }) => {
        if (session.status !== 'planned') throw new Problem(session.status === 'held' ? 'session-held' : 'session-cancelled')
        await sameVersion(await cancelSession(tx, session.id, request.body.version, request.body.why), async () => show(session))
        return show(await getSession(tx, session.id))
      }),
  })

  app.route({
    ...courseSessions.review,
    handler: (request) =>
      on(request, request.params.sessionId, 'mark', async (session, { tx, show }) => {
        if (session.status === 'cancelled') throw new Problem('session-cancelled')
        await sameVersion(await reviewSession(tx, session, request.body), async () => show(session))
        return show(await getSession(tx, session.id))
      }),
  })
}
export default routes
