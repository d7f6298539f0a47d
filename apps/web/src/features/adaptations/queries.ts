import { adaptations, type AdaptationStatus, type AdaptationTrigger } from '@modulus/contracts/adaptations.ts'
import { courseElements } from '@modulus/contracts/course-elements.ts'
import { courseSessions } from '@modulus/contracts/course-sessions.ts'
import { courses } from '@modulus/contracts/courses.ts'
import { decisions } from '@modulus/contracts/decisions.ts'
import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { enrolments } from '@modulus/contracts/enrolments.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { riskBenefits } from '@modulus/contracts/risk-benefits.ts'
import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'
import { every } from '#lib/every.ts'

export const changeKeys = {
  all: ['adaptations'] as const,
  list: (filter: object) => [...changeKeys.all, 'list', filter] as const,
  one: (id: string) => [...changeKeys.all, 'one', id] as const,
  hints: () => [...changeKeys.all, 'hints'] as const,
}
export interface ChangeFilter {
  programmeId?: string | undefined
  status?: AdaptationStatus | undefined
  trigger?: AdaptationTrigger | undefined
  trialEnding?: boolean | undefined
}
export const useChanges = (filter: () => ChangeFilter) =>
  useInfiniteQuery({
    key: () => changeKeys.list(filter()),
    query: ({ pageParam, signal }) => api(adaptations.list, { query: { ...filter(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const changeQuery = defineQueryOptions((adaptationId: string) => ({
  key: changeKeys.one(adaptationId),
  query: ({ signal }) => api(adaptations.read, { params: { adaptationId } }, { signal }),
}))
export const hintsQuery = defineQueryOptions(() => ({
  key: changeKeys.hints(),
  query: ({ signal }) => api(adaptations.hints, { query: {} }, { signal }),
}))
export const weighingsQuery = defineQueryOptions((adaptationId: string) => ({
  key: ['risk-benefits', 'of', adaptationId],
  query: ({ signal }) => api(riskBenefits.list, { query: { aboutId: adaptationId, limit: 100 } }, { signal }),
}))

/** A course as the form needs it: what it is made of, what is still to come, who is on it. */
export const courseFactsQuery = defineQueryOptions((courseId: string) => ({
  key: ['courses', 'one', courseId, 'change-facts'],
  query: async ({ signal }) => {
    const params = { courseId }
    const [course, elements, sessions, people] = await Promise.all([
      api(courses.read, { params }, { signal }),
      api(courseElements.list, { params }, { signal }),
      api(courseSessions.list, { params }, { signal }),
      api(enrolments.list, { params }, { signal }),
    ])
    return { course, elements: elements.items, sessions: sessions.items, people: people.items }
  },
}))
export const coursesQuery = defineQueryOptions(() => ({
  key: ['courses', 'all'],
  query: async ({ signal }) => every((after) => api(courses.list, { query: { limit: 100, ...(after ? { after } : {}) } }, { signal })),
}))
export const partnersQuery = defineQueryOptions(() => ({
  key: ['partners', 'all'],
  query: ({ signal }) => api(partners.list, { query: { limit: 100 } }, { signal }),
}))

/** What was decided in this programme already, latest first. */
export const decisionsQuery = defineQueryOptions((programmeId: string) => ({
  key: ['decisions', 'made', programmeId],
  query: async ({ signal }) => {
    const { items } = await api(decisions.list, { query: { programmeId, limit: 100 } }, { signal })
    return items.filter(({ decidedBy }) => decidedBy !== null)
  },
}))

/** A change moves the course, My day and what the group sees, so all of them are read afresh. */
const changing = <E extends Endpoint>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => {
        for (const key of [changeKeys.all, ['courses'], ['day']]) void cache.invalidateQueries({ key: [...key] })
      },
    })
  })
export const useRaise = changing(adaptations.raise)
export const useTalkOver = changing(adaptations.talkOver)
export const useAgree = changing(adaptations.agree)
export const useNotAgree = changing(adaptations.notAgree)
export const useBeginTrial = changing(adaptations.beginTrial)
export const useExtendTrial = changing(adaptations.extendTrial)
export const useSettle = changing(adaptations.settle)
export const useCorrect = changing(adaptations.correct)
export const useTell = changing(adaptations.tell)
export const useAddVoice = changing(adaptations.addVoice)
