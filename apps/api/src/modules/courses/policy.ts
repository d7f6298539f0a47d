import type { CourseStatus } from '@modulus/contracts/courses.ts'
import type { EnrolmentStatus } from '@modulus/contracts/enrolments.ts'
import { holds, inTeam, type Policy } from '#policy.ts'

interface OfProgramme {
  programmeId: string
}

export const coursePolicy = {
  edit: (actor, course) => inTeam(actor, course.programmeId),
  move: (actor, course) => inTeam(actor, course.programmeId),
  decide: (actor, course) => inTeam(actor, course.programmeId),
  enrol: (actor, course) => inTeam(actor, course.programmeId),
  mark: (actor, course) => inTeam(actor, course.programmeId),
} satisfies Policy<OfProgramme>

/** Whether names are shown beside places and marks: to the team, and to young people, who see only themselves. */
export const peoplePolicy = {
  see: (actor, course) => inTeam(actor, course.programmeId) || holds(actor, course.programmeId, 'participant'),
} satisfies Policy<OfProgramme>

/** One young person's courses: theirs to see, and their mentor's, if that is what the database shows. */
export const ownCoursesPolicy = {
  see: (actor, one) => inTeam(actor, one.programmeId) || holds(actor, one.programmeId, 'mentor') || actor.self.includes(one.id),
} satisfies Policy<OfProgramme & { id: string }>

export const sessionPolicy = {
  edit: (actor, session) => inTeam(actor, session.programmeId),
  mark: (actor, session) => inTeam(actor, session.programmeId),
} satisfies Policy<OfProgramme>

export const elementPolicy = { edit: (actor, element) => inTeam(actor, element.programmeId) } satisfies Policy<OfProgramme>

/** Leaving is the young person's own to do, any day, without a reason. */
export const enrolmentPolicy = {
  leave: (actor, one) => one.status !== 'left' && (inTeam(actor, one.programmeId) || actor.self.includes(one.participantId)),
  takePlace: (actor, one) => one.status === 'waiting' && inTeam(actor, one.programmeId),
} satisfies Policy<OfProgramme & { participantId: string; status: EnrolmentStatus }>

/** One step on, or back while the group may still change its mind. A course that goes on longer than planned runs again. */
export const steps: Record<CourseStatus, CourseStatus[]> = {
  co_designing: ['proposed'],
  proposed: ['agreed_by_group', 'co_designing'],
  agreed_by_group: ['running', 'proposed'],
  running: ['finished'],
  finished: ['co_assessed', 'running'],
  co_assessed: [],
}
/** Until the group has agreed, changing a session changes the plan; afterwards it changes what runs. */
export const planIsOpen = (status: CourseStatus) => status === 'co_designing' || status === 'proposed'
