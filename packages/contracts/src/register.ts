import { Type, type Static } from 'typebox'
import { Body, Day, Id, Instant, Nullable } from './common.ts'
import { CourseSession, SessionStatus } from './course-sessions.ts'
import { endpoints } from './endpoint.ts'

/** The words of attendance. `chose_other` is a signal, never a fault. */
export const Mark = Type.Enum([
  'came',
  'came_part',
  'came_late',
  'kept_in_touch',
  'told_us_cant',
  'didnt_come',
  'chose_other',
  'not_expected',
  'cancelled_by_us',
])
export type Mark = Static<typeof Mark>
/** something_else: they chose other, do they want something else? check_in: twice not there, check in kindly. */
export const RegisterHint = Type.Enum(['something_else', 'check_in'])
export type RegisterHint = Static<typeof RegisterHint>

export const RegisterRow = Type.Object({
  participantId: Id,
  knownAs: Type.String(),
  /** Only when asked for, and only for those who may see contact details. */
  familyName: Nullable(Type.String()),
  mark: Nullable(Mark),
  reasonKey: Nullable(Type.String()),
  hints: Type.Array(RegisterHint),
  /** What they said themselves beforehand; the mark stays the officer's. */
  said: Type.Optional(Nullable(Type.Object({ reply: Type.Enum(['coming', 'cant']), words: Type.String() }))),
})
export type RegisterRow = Static<typeof RegisterRow>
export const Register = Type.Object({
  session: CourseSession,
  courseName: Type.String(),
  rows: Type.Array(RegisterRow),
  reasons: Type.Array(Type.Object({ key: Type.String(), label: Type.String() })),
})
export type Register = Static<typeof Register>

/** One row after a tap; the first marks make the session held, which is a change of the session. */
export const Marked = Type.Object({ row: RegisterRow, session: Type.Object({ status: SessionStatus, version: Type.Integer() }) })

const ReasonKey = Type.Optional(Nullable(Type.String({ maxLength: 40 })))
export const OneMark = Body({ mark: Mark, reasonKey: ReasonKey })
export type OneMark = Static<typeof OneMark>
export const WholeRegister = Body({ marks: Type.Array(Body({ participantId: Id, mark: Mark, reasonKey: ReasonKey }), { maxItems: 200 }) })
export type WholeRegister = Static<typeof WholeRegister>

/**
 * Person by session. A mark counts only for someone enrolled on that day; `counted` leaves out not_expected, cancelled_by_us and what
 * nobody wrote down (unknown is not absent); `came` is came, came_part and came_late.
 */
export const AttendanceMatrix = Type.Object({
  sessions: Type.Array(
    Type.Object({
      id: Id,
      week: Type.Integer(),
      on: Day,
      startsAt: Instant,
      title: Type.String(),
      status: SessionStatus,
      counted: Type.Integer(),
      came: Type.Integer(),
    }),
  ),
  people: Type.Array(
    Type.Object({
      participantId: Id,
      knownAs: Type.String(),
      counted: Type.Integer(),
      came: Type.Integer(),
      cells: Type.Array(Type.Object({ sessionId: Id, enrolled: Type.Boolean(), mark: Nullable(Mark) })),
    }),
  ),
  counted: Type.Integer(),
  came: Type.Integer(),
})
export type AttendanceMatrix = Static<typeof AttendanceMatrix>

const params = Body({ sessionId: Id })
const one = Body({ sessionId: Id, participantId: Id })
export const register = endpoints('register', {
  read: {
    method: 'GET',
    url: '/course-sessions/:sessionId/register',
    schema: {
      summary: 'The register of a session: who is expected, and the marks so far',
      params,
      querystring: Body({ familyNames: Type.Optional(Type.Boolean()) }),
      response: { 200: Register },
    },
  },
  take: {
    method: 'PUT',
    url: '/course-sessions/:sessionId/register',
    schema: { summary: 'Save the whole register', params, body: WholeRegister, response: { 200: Register } },
  },
  mark: {
    method: 'PUT',
    url: '/course-sessions/:sessionId/register/:participantId',
    schema: { summary: 'Mark one person', params: one, body: OneMark, response: { 200: Marked } },
  },
  unmark: {
    method: 'DELETE',
    url: '/course-sessions/:sessionId/register/:participantId',
    schema: { summary: 'Take a mark back', params: one, response: { 204: Type.Null() } },
  },
  attendance: {
    method: 'GET',
    url: '/courses/:courseId/attendance',
    schema: { summary: 'Who came to what, person by session', params: Body({ courseId: Id }), response: { 200: AttendanceMatrix } },
  },
})
