import { adaptations } from '@modulus/contracts/adaptations.ts'
import { courseElements } from '@modulus/contracts/course-elements.ts'
import { courseSessions } from '@modulus/contracts/course-sessions.ts'
import { courses } from '@modulus/contracts/courses.ts'
import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { ideas } from '@modulus/contracts/ideas.ts'
import { enrolments } from '@modulus/contracts/enrolments.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { register, type Register } from '@modulus/contracts/register.ts'
import { trace } from '@modulus/contracts/trace.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const courseKeys = {
  all: ['courses'] as const,
  list: (filters: object) => [...courseKeys.all, 'list', filters] as const,
  one: (id: string) => [...courseKeys.all, 'one', id] as const,
  part: (id: string, part: string) => [...courseKeys.all, 'one', id, part] as const,
  register: (sessionId: string, familyNames: boolean) => [...courseKeys.all, 'register', sessionId, familyNames] as const,
  ofPerson: (id: string) => [...courseKeys.all, 'person', id] as const,
}

export const courseQuery = defineQueryOptions((courseId: string) => ({
  key: courseKeys.one(courseId),
  query: ({ signal }) => api(courses.read, { params: { courseId } }, { signal }),
}))
export const elementsQuery = defineQueryOptions((courseId: string) => ({
  key: courseKeys.part(courseId, 'elements'),
  query: ({ signal }) => api(courseElements.list, { params: { courseId } }, { signal }),
}))
export const seedsQuery = defineQueryOptions((courseId: string) => ({
  key: courseKeys.part(courseId, 'seeds'),
  query: ({ signal }) => api(courseElements.seeds, { params: { courseId } }, { signal }),
}))
export const sessionsQuery = defineQueryOptions((courseId: string) => ({
  key: courseKeys.part(courseId, 'sessions'),
  query: ({ signal }) => api(courseSessions.list, { params: { courseId } }, { signal }),
}))
export const ranQuery = defineQueryOptions((courseId: string) => ({
  key: courseKeys.part(courseId, 'ran'),
  query: ({ signal }) => api(courseSessions.ran, { params: { courseId } }, { signal }),
}))
/** What changed in this course, latest first; and what its registers ask. */
export const changesQuery = defineQueryOptions((courseId: string) => ({
  key: ['adaptations', 'of-course', courseId],
  query: ({ signal }) => api(adaptations.list, { query: { courseId, limit: 50 } }, { signal }),
}))
export const hintsQuery = defineQueryOptions((courseId: string) => ({
  key: ['adaptations', 'hints', courseId],
  query: ({ signal }) => api(adaptations.hints, { query: { courseId } }, { signal }),
}))
export const attendanceQuery = defineQueryOptions((courseId: string) => ({
  key: courseKeys.part(courseId, 'attendance'),
  query: ({ signal }) => api(register.attendance, { params: { courseId } }, { signal }),
}))
export const enrolmentsQuery = defineQueryOptions((courseId: string) => ({
  key: courseKeys.part(courseId, 'enrolments'),
  query: ({ signal }) => api(enrolments.list, { params: { courseId } }, { signal }),
}))
export const candidatesQuery = defineQueryOptions((courseId: string) => ({
  key: courseKeys.part(courseId, 'candidates'),
  query: ({ signal }) => api(enrolments.candidates, { params: { courseId } }, { signal }),
}))
export const registerQuery = defineQueryOptions(({ sessionId, familyNames = false }: { sessionId: string; familyNames?: boolean }) => ({
  key: courseKeys.register(sessionId, familyNames),
  query: ({ signal }) => api(register.read, { params: { sessionId }, query: familyNames ? { familyNames } : {} }, { signal }),
}))
export const personCoursesQuery = defineQueryOptions((participantId: string) => ({
  key: courseKeys.ofPerson(participantId),
  query: ({ signal }) => api(enrolments.ofParticipant, { params: { participantId } }, { signal }),
}))
export const ideaChoicesQuery = defineQueryOptions((programmeId: string) => ({
  key: ['ideas', 'choices', programmeId],
  query: ({ signal }) => api(ideas.list, { query: { programmeId, limit: 100 } }, { signal }),
}))
/** "This session exists because ...": back to the words it came from. */
export const whyQuery = defineQueryOptions((sessionId: string) => ({
  key: ['trace', 'session', sessionId],
  query: ({ signal }) => api(trace.session, { params: { sessionId } }, { signal }),
}))
export const partnerChoicesQuery = defineQueryOptions(() => ({
  key: ['courses', 'partners'],
  query: ({ signal }) => api(partners.list, { query: { limit: 100 } }, { signal }),
}))

/** Every change of a course may show on any of its pages, so all of them are read afresh. */
const changes = <E extends Endpoint>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => {
        void cache.invalidateQueries({ key: courseKeys.all })
      },
    })
  })

export const usePlanCourse = changes(courses.plan)
export const useAmendCourse = changes(courses.amend)
export const useMoveCourse = changes(courses.move)
export const useAddElement = changes(courseElements.add)
export const useAmendElement = changes(courseElements.amend)
export const useGenerateSessions = changes(courseSessions.generate)
export const useAddSession = changes(courseSessions.add)
export const useAmendSession = changes(courseSessions.amend)
export const useCancelSession = changes(courseSessions.cancel)
export const useReviewSession = changes(courseSessions.review)
export const useEnrol = changes(enrolments.enrol)
export const useLeaveCourse = changes(enrolments.leave)
export const useTakePlace = changes(enrolments.takePlace)
export const useTakeRegister = changes(register.take)

/** A tap in the register: only its own row is written into what was read, so nothing moves under the next tap. */
export const useMark = defineMutation(() => {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<typeof register.mark>) => api(register.mark, call),
    onSuccess: ({ row, session }, { params }) => {
      const key = courseKeys.register(params.sessionId, false),
        read = cache.getQueryData<Register>(key)
      if (read)
        cache.setQueryData(key, {
          ...read,
          session: { ...read.session, ...session },
          rows: read.rows.map((one) => (one.participantId === row.participantId ? { ...row, familyName: one.familyName } : one)),
        })
    },
  })
})
