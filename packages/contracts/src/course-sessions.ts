import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Said, Words } from './common.ts'
import { ClockTime } from './courses.ts'
import { endpoints } from './endpoint.ts'

export const SessionStatus = Type.Enum(['planned', 'held', 'cancelled'])
export type SessionStatus = Static<typeof SessionStatus>

export const CourseSession = Type.Object({
  id: Id,
  programmeId: Id,
  courseId: Id,
  week: Type.Integer(),
  startsAt: Instant,
  endsAt: Instant,
  title: Type.String(),
  place: Type.String(),
  element: Nullable(Type.Object({ id: Id, title: Type.String() })),
  /** What the plan said once the group had agreed it; stays when the title changes. */
  plannedTitle: Type.String(),
  changedWhy: Type.String(),
  status: SessionStatus,
  /** What the group said of it afterwards, in their words, and 0-10. */
  groupWords: Type.String(),
  groupScore: Nullable(Type.Integer()),
  /** For the team only. */
  staffWords: Nullable(Type.String()),
  /** The Scottish bank holiday it falls on, if any. */
  holiday: Nullable(Type.String()),
  /** It belongs to a weekly series, and has not been changed on its own. */
  inSeries: Type.Boolean(),
  version: Type.Integer(),
  can: Can('edit', 'mark'),
})
export type CourseSession = Static<typeof CourseSession>

/** Dates to hold a session on although they are bank holidays. */
export const Generation = Body({ keep: Type.Optional(Type.Array(Day, { maxItems: 60 })) })
export type Generation = Static<typeof Generation>
export const Generated = Type.Object({
  made: Type.Integer(),
  skipped: Type.Array(Type.Object({ on: Day, holiday: Type.String() })),
  items: Type.Array(CourseSession),
})
export type Generated = Static<typeof Generated>

export const NewSession = Body({
  courseId: Id,
  startsAt: Instant,
  endsAt: Instant,
  title: Said(200),
  place: Type.Optional(Words(200)),
  elementId: Type.Optional(Nullable(Id)),
})
export type NewSession = Static<typeof NewSession>
/** `on` moves one session; for a series its weekday shift applies to each later one. Times are those of the clock on the wall. */
export const SessionEdit = Body({
  version: Type.Integer(),
  scope: Type.Enum(['this', 'this_and_later']),
  on: Type.Optional(Day),
  startsAt: Type.Optional(ClockTime),
  endsAt: Type.Optional(ClockTime),
  title: Type.Optional(Said(200)),
  place: Type.Optional(Words(200)),
  elementId: Type.Optional(Nullable(Id)),
  changedWhy: Type.Optional(Words(500)),
})
export type SessionEdit = Static<typeof SessionEdit>
/** `left`: later sessions whose new day would have been a bank holiday. They keep their day `stays`, and leave the series. */
export const Amended = Type.Object({
  session: CourseSession,
  changed: Type.Integer(),
  left: Type.Array(Type.Object({ stays: Day, on: Day, holiday: Type.String() })),
})
export type Amended = Static<typeof Amended>
export const SessionReview = Body({
  version: Type.Integer(),
  groupWords: Words(500),
  groupScore: Nullable(Type.Integer({ minimum: 0, maximum: 10 })),
  staffWords: Type.Optional(Words()),
})
export type SessionReview = Static<typeof SessionReview>

/**
 * One session of the plan beside what really ran; `ran` is null when it was cancelled or has not been yet. `comes` is what one that is still to
 * come is called now, `adaptationId` the change that it follows from, where there is one.
 */
export const PlannedAndRan = Type.Object({
  sessionId: Id,
  week: Type.Integer(),
  startsAt: Instant,
  planned: Type.String(),
  ran: Nullable(Type.String()),
  comes: Nullable(Type.String()),
  status: SessionStatus,
  changed: Type.Boolean(),
  changedWhy: Type.String(),
  adaptationId: Nullable(Id),
})
export type PlannedAndRan = Static<typeof PlannedAndRan>

const params = Body({ sessionId: Id })
const ofCourse = Body({ courseId: Id })
export const courseSessions = endpoints('course-sessions', {
  list: {
    method: 'GET',
    url: '/courses/:courseId/sessions',
    schema: {
      summary: 'All sessions of a course in order',
      params: ofCourse,
      response: { 200: Type.Object({ items: Type.Array(CourseSession) }) },
    },
  },
  generate: {
    method: 'POST',
    url: '/courses/:courseId/generate-sessions',
    schema: {
      summary: 'Make the sessions of the weekly pattern',
      description: 'Leaves out Scottish bank holidays and says which; asked again it adds only what is missing.',
      params: ofCourse,
      body: Generation,
      response: { 200: Generated },
    },
  },
  ran: {
    method: 'GET',
    url: '/courses/:courseId/ran',
    schema: {
      summary: 'What was planned beside what ran',
      params: ofCourse,
      response: { 200: Type.Object({ items: Type.Array(PlannedAndRan) }) },
    },
  },
  read: { method: 'GET', url: '/course-sessions/:sessionId', schema: { summary: 'One session', params, response: { 200: CourseSession } } },
  add: {
    method: 'PUT',
    url: '/course-sessions/:sessionId',
    schema: { summary: 'Add one session to a course', params, body: NewSession, response: { 200: CourseSession, 201: CourseSession } },
  },
  amend: {
    method: 'PATCH',
    url: '/course-sessions/:sessionId',
    schema: {
      summary: 'Change one session, or it and the later ones of its series',
      description: 'A later session is not moved onto a Scottish bank holiday: it keeps its day, and the answer says which.',
      params,
      body: SessionEdit,
      response: { 200: Amended },
    },
  },
  cancel: {
    method: 'POST',
    url: '/course-sessions/:sessionId/cancel',
    schema: {
      summary: 'Cancel one session and say why',
      params,
      body: Body({ version: Type.Integer(), why: Said(500) }),
      response: { 200: CourseSession },
    },
  },
  review: {
    method: 'POST',
    url: '/course-sessions/:sessionId/review',
    schema: { summary: 'What the group and the staff say of a session', params, body: SessionReview, response: { 200: CourseSession } },
  },
})
