import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'
import { DecidedBy, DecidedHow } from './decisions.ts'

export const CourseStatus = Type.Enum(['co_designing', 'proposed', 'agreed_by_group', 'running', 'finished', 'co_assessed'])
export type CourseStatus = Static<typeof CourseStatus>
/** A time of day as the clock on the wall shows it, Europe/London. */
export const ClockTime = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' })

/** One slot of the weekly pattern; weekday 1 is Monday, 7 Sunday. */
export const WeeklySlot = Body({
  weekday: Type.Integer({ minimum: 1, maximum: 7 }),
  startsAt: ClockTime,
  endsAt: ClockTime,
  place: Type.Optional(Words(200)),
})
export type WeeklySlot = Static<typeof WeeklySlot>

export const CourseLine = Type.Object({
  id: Id,
  programmeId: Id,
  programmeName: Type.String(),
  name: Type.String(),
  status: CourseStatus,
  weeks: Nullable(Type.Integer()),
  startsOn: Nullable(Day),
  place: Type.String(),
  capacity: Type.Integer(),
  /** Places taken. */
  taken: Type.Integer(),
  nextSession: Nullable(Type.Object({ id: Id, startsAt: Instant, endsAt: Instant, title: Type.String(), place: Type.String() })),
})
export type CourseLine = Static<typeof CourseLine>

export const CourseDecision = Type.Object({
  id: Id,
  title: Type.String(),
  decidedBy: DecidedBy,
  how: DecidedHow,
  decidedOn: Day,
  words: Type.String(),
})
export type CourseDecision = Static<typeof CourseDecision>

export const Course = Type.Object({
  ...CourseLine.properties,
  about: Type.String(),
  pattern: Type.Array(WeeklySlot),
  version: Type.Integer(),
  /** At least one decision about this course was made by the young people, or together with them. */
  groupHasDecided: Type.Boolean(),
  /** What was decided about this course, as far as the reader may see it; newest first. */
  decisions: Type.Array(CourseDecision),
  /** Where the course may go from here. */
  next: Type.Array(CourseStatus),
  can: Can('edit', 'move', 'decide', 'enrol', 'mark'),
})
export type Course = Static<typeof Course>

const plan = {
  name: Said(160),
  about: Type.Optional(Words()),
  /** Left open until the group has agreed. */
  weeks: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 52 }))),
  startsOn: Type.Optional(Nullable(Day)),
  pattern: Type.Optional(Type.Array(WeeklySlot, { maxItems: 14 })),
  place: Type.Optional(Words(200)),
  capacity: Type.Integer({ minimum: 1, maximum: 200 }),
}
/** There is no way to copy a course: each group makes its own. */
export const NewCourse = Body({ programmeId: Id, ...plan })
export type NewCourse = Static<typeof NewCourse>
export const CourseEdit = Body({ version: Type.Integer(), ...plan, name: Type.Optional(plan.name), capacity: Type.Optional(plan.capacity) })
export type CourseEdit = Static<typeof CourseEdit>

const params = Body({ courseId: Id })
export const courses = endpoints('courses', {
  list: {
    method: 'GET',
    url: '/courses',
    schema: {
      summary: 'Courses of my programmes, newest start first',
      querystring: Body({ ...Paging, programmeId: Type.Optional(Id), status: Type.Optional(CourseStatus) }),
      response: { 200: Page(CourseLine) },
    },
  },
  read: {
    method: 'GET',
    url: '/courses/:courseId',
    schema: { summary: 'One course with its plan and what the group decided', params, response: { 200: Course } },
  },
  plan: {
    method: 'PUT',
    url: '/courses/:courseId',
    schema: { summary: 'Start a course with a group', params, body: NewCourse, response: { 200: Course, 201: Course } },
  },
  amend: {
    method: 'PATCH',
    url: '/courses/:courseId',
    schema: { summary: 'Change the plan of a course', params, body: CourseEdit, response: { 200: Course } },
  },
  move: {
    method: 'POST',
    url: '/courses/:courseId/move',
    schema: {
      summary: 'Move a course one step on, or back',
      description: 'Agreed by the group needs a decision of the young people, or together with them, and the number of weeks.',
      params,
      body: Body({ to: CourseStatus, version: Type.Integer() }),
      response: { 200: Course },
    },
  },
})
