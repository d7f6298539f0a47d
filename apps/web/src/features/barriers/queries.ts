import { barriers, type BarrierLevel, type BarrierSource, type BarrierStatus, type FallsOn } from '@modulus/contracts/barriers.ts'
import { barrierSurvey } from '@modulus/contracts/barrier-survey.ts'
import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const barrierKeys = { all: ['barriers'] as const }
export interface BarrierFilter {
  programmeId?: string | undefined
  source?: BarrierSource | undefined
  level?: BarrierLevel | undefined
  fallsOn?: FallsOn | undefined
  status?: BarrierStatus | undefined
}
export const useBarriers = (filter: () => BarrierFilter) =>
  useInfiniteQuery({
    key: () => [...barrierKeys.all, 'list', filter() as Record<string, string>],
    query: ({ pageParam, signal }) => api(barriers.list, { query: { ...filter(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const barrierQuery = defineQueryOptions((barrierId: string) => ({
  key: [...barrierKeys.all, 'one', barrierId],
  query: ({ signal }) => api(barriers.read, { params: { barrierId } }, { signal }),
}))
export const shiftsQuery = defineQueryOptions((programmeId: string) => ({
  key: [...barrierKeys.all, 'shifts', programmeId],
  query: ({ signal }) => api(barriers.shifts, { params: { programmeId } }, { signal }),
}))
export const surveyQuery = defineQueryOptions((programmeId: string) => ({
  key: [...barrierKeys.all, 'survey', programmeId],
  query: ({ signal }) => api(barrierSurvey.read, { params: { programmeId } }, { signal }),
}))

const changes = <E extends Endpoint>(endpoint: E, nameless = false) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call, { nameless }),
      onSuccess: () => cache.invalidateQueries({ key: barrierKeys.all }),
    })
  })
export const useRaise = changes(barriers.raise)
export const useAmend = changes(barriers.amend)
export const useTry = changes(barriers.try)
export const useJudge = changes(barriers.amendStrategy)
export const useAnswerSurvey = changes(barrierSurvey.answer, true)
