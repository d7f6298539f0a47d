// What of an ordinary answer travels: its shape stays, and everything that a doorstep does not need is taken out of it.
import type { CourseElement } from '@modulus/contracts/course-elements.ts'
import type { CourseSession } from '@modulus/contracts/course-sessions.ts'
import type { Course } from '@modulus/contracts/courses.ts'
import type { MyDay } from '@modulus/contracts/day.ts'
import type { Enrolment } from '@modulus/contracts/enrolments.ts'
import type { MentorMatch } from '@modulus/contracts/mentoring.ts'
import type { Register } from '@modulus/contracts/register.ts'
import type { Doorstep, Visit } from '@modulus/contracts/visits.ts'

type Travels = (participantId: string) => boolean

/** Visits of those who travel. Things to do and offers name other people, and wait for signal. */
export const trimDay = (day: MyDay, travels: Travels): MyDay => ({
  date: day.date,
  visits: day.visits.filter((visit) => travels(visit.participant.id)).map((visit) => ({ ...visit, draftId: null })),
  todo: [],
  offers: [],
})
export const trimDoor = (door: Doorstep): Doorstep => ({
  participant: door.participant,
  visit: door.visit,
  address: door.address,
  toldBefore: door.toldBefore,
  attempt: door.attempt,
  safety: door.safety.map(({ whatToDo, reviewOn }) => ({ whatToDo, reviewOn })),
  chips: door.chips,
  heardBefore: door.heardBefore,
  draftId: null,
})
/** A visit of today, to be put right: what it says, and nothing that needs signal. */
export const trimVisit = (visit: Visit): Visit => ({
  ...visit,
  attempt: null,
  rescheduledFromId: null,
  rescheduledToId: null,
  can: { record: false, amend: visit.can.amend, reschedule: false, cancel: false, undo: false },
})
const trimSession = (session: CourseSession): CourseSession => ({ ...session, staffWords: null, groupWords: '', changedWhy: '' })
export const trimRegister = (register: Register, travels: Travels): Register => ({
  courseName: register.courseName,
  session: trimSession(register.session),
  rows: register.rows
    .filter((row) => travels(row.participantId))
    .map(({ participantId, knownAs, mark, reasonKey, said }) => ({
      participantId,
      knownAs,
      familyName: null,
      mark,
      reasonKey,
      hints: [],
      said: said ? { reply: said.reply, words: '' } : null,
    })),
  reasons: register.reasons,
})
/** How they reach each other, what they agreed and how it ended stay behind. */
export const trimMatch = (match: MentorMatch): MentorMatch => ({
  ...match,
  purpose: '',
  goals: [],
  contactRoutes: '',
  boundaries: '',
  swappedFromId: null,
  endedWords: null,
})

/** What a change is written down beside: the course, its parts, what is still to come. Why each is there waits for signal. */
export const trimCourse = (course: Course): Course => ({ ...course, about: '', decisions: [], next: [] })
export const trimElement = (element: CourseElement): CourseElement => ({
  ...element,
  interest: null,
  idea: null,
  decision: null,
  cameFrom: '',
  costPence: null,
})
export const trimSessions = (sessions: CourseSession[], now: string): CourseSession[] =>
  sessions.filter(({ endsAt, status }) => status === 'planned' && endsAt > now).map(trimSession)
export const trimEnrolments = (enrolments: Enrolment[], travels: Travels): Enrolment[] =>
  enrolments.filter((one) => travels(one.participantId)).map((one) => ({ ...one, choicesOffered: '' }))
