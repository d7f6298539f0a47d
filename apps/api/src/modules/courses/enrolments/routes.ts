import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { enrolments, type NewEnrolment } from '@modulus/contracts/enrolments.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading } from '#db/writes.ts'
import { abilities, permit } from '#policy.ts'
import { invalid, notFound, Problem } from '#plugins/problems.ts'
import { coursePolicy, enrolmentPolicy, ownCoursesPolicy, peoplePolicy } from '../policy.ts'
import { getCourse, type CourseRow } from '../queries.ts'
import {
  coursesOf,
  getEnrolment,
  getParticipant,
  insertEnrolment,
  leaveCourse,
  listCandidates,
  listEnrolments,
  longestWaiting,
  placeIsFree,
  takePlace,
  type EnrolmentRow,
} from './queries.ts'

const show = (actor: Actor, { programmeId, ...one }: EnrolmentRow) => ({
  ...one,
  can: abilities(actor, enrolmentPolicy, { ...one, programmeId }),
})

async function showOne(tx: Tx, actor: Actor, operation: string, id: string) {
  const one = await getEnrolment(tx, id)
  await logReading(tx, operation, [{ id: one.participantId, programmeId: one.programmeId }])
  return show(actor, one)
}

/** The count of places moves with the row, so the last place cannot be taken twice; whoever asked to wait waits when there is none. */
async function enrol(tx: Tx, id: string, course: CourseRow, wish: NewEnrolment) {
  if (course.status === 'finished' || course.status === 'co_assessed') throw new Problem('course-over')
  const participant = await getParticipant(tx, wish.participantId)
  if (participant.programmeId !== course.programmeId) throw notFound()
  const waits = wish.wait === true && !(await placeIsFree(tx, course.id))
  await insertEnrolment(tx, id, course.programmeId, waits ? 'waiting' : 'enrolled', wish)
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...enrolments.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const course = await getCourse(tx, request.params.courseId)
        permit(actor, peoplePolicy, 'see', course)
        const items = await listEnrolments(tx, course.id)
        await logReading(
          tx,
          'enrolments.list',
          [...new Set(items.map((one) => one.participantId))].map((id) => ({ id, programmeId: course.programmeId })),
        )
        return { items: items.map((one) => show(actor, one)) }
      }),
  })

  app.route({
    ...enrolments.candidates,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const course = await getCourse(tx, request.params.courseId)
        permit(actor, coursePolicy, 'enrol', course)
        const items = await listCandidates(tx, course.programmeId, course.id)
        await logReading(
          tx,
          'enrolments.candidates',
          items.map((one) => ({ id: one.participantId, programmeId: course.programmeId })),
        )
        return { items }
      }),
  })

  app.route({
    ...enrolments.ofParticipant,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const participant = await getParticipant(tx, request.params.participantId)
        permit(actor, ownCoursesPolicy, 'see', participant)
        await logReading(tx, 'enrolments.ofParticipant', [participant])
        return {
          items: (await coursesOf(tx, participant.id)).map(({ enrolment, ...rest }) => ({ ...rest, enrolment: show(actor, enrolment) })),
        }
      }),
  })

  app.route({
    ...enrolments.enrol,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { enrolmentId },
          body,
        } = request
        const course = await getCourse(tx, body.courseId)
        permit(actor, coursePolicy, 'enrol', course)
        if (await firstTime(tx, 'enrolments.enrol', enrolmentId, body)) {
          await enrol(tx, enrolmentId, course, body)
          reply.code(201)
        }
        return showOne(tx, actor, 'enrolments.enrol', enrolmentId)
      }),
  })

  app.route({
    ...enrolments.leave,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const before = await getEnrolment(tx, request.params.enrolmentId)
        permit(actor, enrolmentPolicy, 'leave', { ...before, status: 'enrolled' as const }) // asked twice is no fault
        if (before.status !== 'left') {
          if (!(await leaveCourse(tx, before.id, request.body.leftOn)))
            throw invalid('leftOn', 'between', 'must be a day from the first day on the course until today')
        }
        const nextWaiting = before.status === 'enrolled' ? await longestWaiting(tx, before.courseId) : null
        if (nextWaiting) await logReading(tx, 'enrolments.leave', [{ id: nextWaiting.participantId, programmeId: before.programmeId }])
        return { enrolment: await showOne(tx, actor, 'enrolments.leave', before.id), nextWaiting }
      }),
  })

  app.route({
    ...enrolments.takePlace,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const before = await getEnrolment(tx, request.params.enrolmentId)
        permit(actor, enrolmentPolicy, 'takePlace', before.status === 'enrolled' ? { ...before, status: 'waiting' as const } : before)
        await takePlace(tx, before.id)
        return showOne(tx, actor, 'enrolments.takePlace', before.id)
      }),
  })
}
export default routes
