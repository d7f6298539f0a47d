import { courses } from '@modulus/contracts/courses.ts'
import { decisions, type DecidedBy, type Decision, type DecisionState } from '@modulus/contracts/decisions.ts'
import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { ideas } from '@modulus/contracts/ideas.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { programmes } from '@modulus/contracts/programmes.ts'
import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const decisionKeys = {
  all: ['decisions'] as const,
  list: (filter: object) => [...decisionKeys.all, 'list', filter] as const,
  spread: (filter: object) => [...decisionKeys.all, 'spread', filter] as const,
  one: (id: string) => [...decisionKeys.all, 'one', id] as const,
}
export interface DecisionFilter {
  programmeId?: string | undefined
  courseId?: string | undefined
  state?: DecisionState | undefined
  decidedBy?: DecidedBy | undefined
}
export const useDecisions = (filter: () => DecisionFilter) =>
  useInfiniteQuery({
    key: () => decisionKeys.list(filter()),
    query: ({ pageParam, signal }) => api(decisions.list, { query: { ...filter(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const spreadQuery = defineQueryOptions((filter: { programmeId?: string | undefined }) => ({
  key: decisionKeys.spread(filter),
  query: ({ signal }) => api(decisions.spread, { query: filter as never }, { signal }),
}))
export const decisionQuery = defineQueryOptions((decisionId: string) => ({
  key: decisionKeys.one(decisionId),
  query: ({ signal }) => api(decisions.read, { params: { decisionId } }, { signal }),
}))
/** Who works in a programme, to name the person who listened. */
export const teamQuery = defineQueryOptions((programmeId: string) => ({
  key: ['programmes', 'one', programmeId],
  query: ({ signal }) => api(programmes.read, { params: { programmeId } }, { signal }),
}))
export const courseChoicesQuery = defineQueryOptions((programmeId: string) => ({
  key: ['courses', 'list', { programmeId, limit: 100 }],
  query: ({ signal }) => api(courses.list, { query: { programmeId, limit: 100 } }, { signal }),
}))
export const ideaQuery = defineQueryOptions((ideaId: string) => ({
  key: ['ideas', 'one', ideaId],
  query: ({ signal }) => api(ideas.read, { params: { ideaId } }, { signal }),
}))
/** The young people of a programme, to write down the vote of someone without a phone. */
export const votersQuery = defineQueryOptions((programmeId: string) => ({
  key: ['participants', 'voters', programmeId],
  query: async ({ signal }) => (await api(participants.list, { query: { programmeId, limit: 100 } as never }, { signal })).items,
}))

/** A decision is answered whole, so it is put in place; where it also stands is read afresh. */
const changes = <E extends Endpoint>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: (saved) => {
        const one = saved as unknown as Decision
        cache.setQueryData(decisionKeys.one(one.id), one)
        for (const key of [decisionKeys.all, ['ideas'], ['courses'], ['interests'], ['trace'], ['board']])
          void cache.invalidateQueries({ key })
      },
    })
  })
export const useOpen = changes(decisions.open)
export const usePrepare = changes(decisions.prepare)
export const useDecide = changes(decisions.decide)
export const useAct = changes(decisions.act)
export const useFeedBack = changes(decisions.feedBack)
export const useReview = changes(decisions.review)
export const useShowLundy = changes(decisions.showLundy)
export const useOpenVote = changes(decisions.openVote)
export const useCloseVote = changes(decisions.closeVote)
export const useVote = changes(decisions.vote)
export const useReadPower = changes(decisions.readPower)
