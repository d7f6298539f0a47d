import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Words } from './common.ts'
import { CourseStatus } from './courses.ts'
import { endpoints } from './endpoint.ts'
import { Mark } from './register.ts'

export const EnrolmentStatus = Type.Enum(['enrolled', 'waiting', 'left'])
export type EnrolmentStatus = Static<typeof EnrolmentStatus>
export const SaidBy = Type.Enum(['participant', 'worker', 'together', 'parent'])

export const Enrolment = Type.Object({
  id: Id,
  courseId: Id,
  participantId: Id,
  knownAs: Type.String(),
  status: EnrolmentStatus,
  enrolledOn: Day,
  leftOn: Nullable(Day),
  /** What else was on offer when they chose: it is voluntary only if there was a choice. */
  choicesOffered: Type.String(),
  saidBy: SaidBy,
  version: Type.Integer(),
  can: Can('leave', 'takePlace'),
})
export type Enrolment = Static<typeof Enrolment>

/** `wait: true` joins the waiting list when no place is free. */
export const NewEnrolment = Body({
  courseId: Id,
  participantId: Id,
  choicesOffered: Type.Optional(Words(1000)),
  saidBy: Type.Optional(SaidBy),
  enrolledOn: Type.Optional(Day),
  wait: Type.Optional(Type.Boolean()),
})
export type NewEnrolment = Static<typeof NewEnrolment>
/** Who has waited longest: a suggestion, nobody is enrolled unasked. */
const NextWaiting = Type.Object({ enrolmentId: Id, participantId: Id, knownAs: Type.String() })

/** Someone of the programme who has no place on the course yet, nor waits for one. */
export const Candidate = Type.Object({ participantId: Id, knownAs: Type.String(), reference: Type.String() })
export type Candidate = Static<typeof Candidate>

/** A course as one young person has it. */
export const OwnCourse = Type.Object({
  enrolment: Enrolment,
  course: Type.Object({ id: Id, name: Type.String(), status: CourseStatus, place: Type.String() }),
  sessions: Type.Array(
    Type.Object({
      id: Id,
      week: Type.Integer(),
      startsAt: Instant,
      endsAt: Instant,
      title: Type.String(),
      place: Type.String(),
      status: Type.Enum(['planned', 'held', 'cancelled']),
      mark: Nullable(Mark),
    }),
  ),
})
export type OwnCourse = Static<typeof OwnCourse>

const params = Body({ enrolmentId: Id })
export const enrolments = endpoints('enrolments', {
  list: {
    method: 'GET',
    url: '/courses/:courseId/enrolments',
    schema: {
      summary: 'Who is on a course, and who is waiting',
      params: Body({ courseId: Id }),
      response: { 200: Type.Object({ items: Type.Array(Enrolment) }) },
    },
  },
  candidates: {
    method: 'GET',
    url: '/courses/:courseId/candidates',
    schema: {
      summary: 'Who of the programme could still join a course',
      params: Body({ courseId: Id }),
      response: { 200: Type.Object({ items: Type.Array(Candidate) }) },
    },
  },
  ofParticipant: {
    method: 'GET',
    url: '/participants/:participantId/courses',
    schema: {
      summary: 'The courses of one young person, with their sessions and marks',
      params: Body({ participantId: Id }),
      response: { 200: Type.Object({ items: Type.Array(OwnCourse) }) },
    },
  },
  enrol: {
    method: 'PUT',
    url: '/enrolments/:enrolmentId',
    schema: { summary: 'Put someone who wants it on a course', params, body: NewEnrolment, response: { 200: Enrolment, 201: Enrolment } },
  },
  leave: {
    method: 'POST',
    url: '/enrolments/:enrolmentId/leave',
    schema: {
      summary: 'Leave a course, any day, without a reason',
      params,
      body: Body({ leftOn: Type.Optional(Day) }),
      response: { 200: Type.Object({ enrolment: Enrolment, nextWaiting: Nullable(NextWaiting) }) },
    },
  },
  takePlace: {
    method: 'POST',
    url: '/enrolments/:enrolmentId/take-place',
    schema: { summary: 'Give someone who waits a free place', params, body: Body({}), response: { 200: Enrolment } },
  },
})
