import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { courses, type CourseStatus, type WeeklySlot } from '@modulus/contracts/courses.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { abilities, permit } from '#policy.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import elements from './elements/routes.ts'
import enrolments from './enrolments/routes.ts'
import { coursePolicy, steps } from './policy.ts'
import { amendCourse, getCourse, hasSessions, insertCourse, listCourses, moveCourse, type CourseRow } from './queries.ts'
import register from './register/routes.ts'
import sessions from './sessions/routes.ts'

refusals({
  courses_full: () => new Problem('course-full', { canWait: true }),
  enrolments_once: () => new Problem('already-on-course'),
  course_sessions_end_after_start: () => invalid('endsAt', 'after', 'must be after the start'),
})

const show = (actor: Actor, course: CourseRow) => ({ ...course, next: steps[course.status], can: abilities(actor, coursePolicy, course) })

function checkPattern(pattern: WeeklySlot[] = []) {
  pattern.forEach((slot, n) => {
    if (slot.endsAt <= slot.startsAt) throw invalid(`pattern/${n}/endsAt`, 'after', 'must be after the start')
    if (pattern.findIndex((one) => one.weekday === slot.weekday && one.startsAt === slot.startsAt) < n)
      throw invalid(`pattern/${n}/startsAt`, 'unique', 'is in the pattern already')
  })
}

/** What a course needs before it may stand there; says what is missing. */
async function checkReady(tx: Tx, course: CourseRow, to: CourseStatus) {
  if (!steps[course.status].includes(to)) throw new Problem('course-step-skipped', { from: course.status, next: steps[course.status] })
  if (to === 'agreed_by_group' && !course.groupHasDecided) throw new Problem('group-has-not-decided')
  if (to === 'agreed_by_group' && course.weeks === null) throw new Problem('course-not-ready', { needs: ['weeks'] })
  if (to === 'running' && !(await hasSessions(tx, course.id))) throw new Problem('course-not-ready', { needs: ['sessions'] })
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({ ...courses.list, handler: (request) => request.transact((tx) => listCourses(tx, request.query)) })
  app.route({
    ...courses.read,
    handler: (request) => request.transact(async (tx, actor) => show(actor, await getCourse(tx, request.params.courseId))),
  })

  app.route({
    ...courses.plan,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { courseId },
          body,
        } = request
        if (!actor.memberships.some((one) => one.programmeId === body.programmeId)) throw notFound()
        permit(actor, coursePolicy, 'edit', body)
        checkPattern(body.pattern)
        if (await firstTime(tx, 'courses.plan', courseId, body)) {
          await insertCourse(tx, courseId, body)
          reply.code(201)
        }
        return show(actor, await getCourse(tx, courseId))
      }),
  })

  app.route({
    ...courses.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const {
          params: { courseId },
          body,
        } = request
        const course = await getCourse(tx, courseId)
        permit(actor, coursePolicy, 'edit', course)
        checkPattern(body.pattern)
        if (body.capacity !== undefined && body.capacity < course.taken)
          throw invalid('capacity', 'minimum', `must be at least ${course.taken}: so many are on the course`)
        await sameVersion(await amendCourse(tx, courseId, body), async () => show(actor, await getCourse(tx, courseId)))
        return show(actor, await getCourse(tx, courseId))
      }),
  })

  app.route({
    ...courses.move,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const {
          params: { courseId },
          body: { to, version },
        } = request
        const course = await getCourse(tx, courseId)
        permit(actor, coursePolicy, 'move', course)
        if (course.version === version) await checkReady(tx, course, to)
        await sameVersion(await moveCourse(tx, courseId, to, version), async () => show(actor, course))
        return show(actor, await getCourse(tx, courseId))
      }),
  })

  for (const part of [elements, sessions, enrolments, register]) await app.register(part)
}
export default routes
