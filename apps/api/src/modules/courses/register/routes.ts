import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { register, type WholeRegister } from '@modulus/contracts/register.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { logReading } from '#db/writes.ts'
import { permit } from '#policy.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { scottishHolidays, type HolidayOn } from '../holidays.ts'
import { peoplePolicy, sessionPolicy } from '../policy.ts'
import { getCourse, getSession } from '../queries.ts'
import { showSession } from '../show.ts'
import { matrixOf } from './matrix.ts'
import { holdIfMarked, listReasons, matrixRows, registerRows, removeMark, saveMarks } from './queries.ts'

/** The session, if this person takes its register. */
async function sessionToMark(tx: Tx, actor: Actor, id: string) {
  const session = await getSession(tx, id)
  permit(actor, sessionPolicy, 'mark', session)
  return session
}

async function wholeRegister(tx: Tx, actor: Actor, holidayOn: HolidayOn, sessionId: string, operation: string, familyNames = false) {
  const session = await getSession(tx, sessionId)
  const [course, rows, reasons] = [
    await getCourse(tx, session.courseId),
    await registerRows(tx, session, { familyNames }),
    await listReasons(tx),
  ]
  await logReading(
    tx,
    operation,
    rows.map((row) => ({ id: row.participantId, programmeId: session.programmeId })),
  )
  return { session: showSession(actor, holidayOn, session), courseName: course.name, rows, reasons: reasons.filter((one) => !one.retired) }
}

/** Only people of that day's course can be marked, each once, with a reason from the list. */
async function checkMarks(tx: Tx, expected: Set<string>, marks: WholeRegister['marks'], pointer: (n: number, field: string) => string) {
  const stranger = marks.filter((one) => !expected.has(one.participantId)).map((one) => one.participantId)
  if (stranger.length > 0) throw new Problem('not-on-course', { participantIds: stranger })
  const keys = new Set((await listReasons(tx)).map((one) => one.key))
  marks.forEach((one, n) => {
    if (marks.findIndex((other) => other.participantId === one.participantId) < n)
      throw invalid(pointer(n, 'participantId'), 'unique', 'is in the register already')
    if (one.reasonKey && !keys.has(one.reasonKey)) throw invalid(pointer(n, 'reasonKey'), 'exists', 'is no reason of the list')
  })
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...register.read,
    handler: async (request) => {
      const holidayOn = await scottishHolidays()
      return request.transact(async (tx, actor) => {
        const session = await sessionToMark(tx, actor, request.params.sessionId)
        return wholeRegister(tx, actor, holidayOn, session.id, 'register.read', request.query.familyNames)
      })
    },
  })

  app.route({
    ...register.take,
    handler: async (request) => {
      const holidayOn = await scottishHolidays(),
        { marks } = request.body
      return request.transact(async (tx, actor) => {
        const session = await sessionToMark(tx, actor, request.params.sessionId)
        if (session.status === 'cancelled') throw new Problem('session-cancelled')
        const expected = await registerRows(tx, session)
        await checkMarks(tx, new Set(expected.map((one) => one.participantId)), marks, (n, field) => `marks/${n}/${field}`)
        await saveMarks(tx, session, marks)
        await holdIfMarked(tx, session.id)
        return wholeRegister(tx, actor, holidayOn, session.id, 'register.take')
      })
    },
  })

  app.route({
    ...register.mark,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const {
          params: { sessionId, participantId },
          body,
        } = request
        const session = await sessionToMark(tx, actor, sessionId)
        if (session.status === 'cancelled') throw new Problem('session-cancelled')
        const marks = [{ participantId, ...body }],
          expected = await registerRows(tx, session, { only: participantId })
        await checkMarks(tx, new Set(expected.map((one) => one.participantId)), marks, (_n, field) => field)
        await saveMarks(tx, session, marks)
        const held = await holdIfMarked(tx, session.id)
        await logReading(tx, 'register.mark', [{ id: participantId, programmeId: session.programmeId }])
        return { session: held, row: (await registerRows(tx, session, { only: participantId }))[0]! }
      }),
  })

  app.route({
    ...register.unmark,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { sessionId, participantId } = request.params
        await sessionToMark(tx, actor, sessionId)
        await removeMark(tx, sessionId, participantId)
        await holdIfMarked(tx, sessionId)
        reply.code(204)
        return null
      }),
  })

  app.route({
    ...register.attendance,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const course = await getCourse(tx, request.params.courseId)
        permit(actor, peoplePolicy, 'see', course)
        const matrix = matrixOf(await matrixRows(tx, course.id))
        await logReading(
          tx,
          'register.attendance',
          matrix.people.map((one) => ({ id: one.participantId, programmeId: course.programmeId })),
        )
        return matrix
      }),
  })
}
export default routes
