import { breakGlass, type LookState } from '@modulus/contracts/break-glass.ts'
import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const lookKeys = { all: ['break-glass'] as const }
export const lookQuery = defineQueryOptions((lookId: string) => ({
  key: [...lookKeys.all, lookId],
  query: ({ signal }) => api(breakGlass.read, { params: { lookId } }, { signal }),
}))
export const useLooks = (filter: () => { state?: LookState }) =>
  useInfiniteQuery({
    key: () => [...lookKeys.all, 'list', { ...filter() }],
    query: ({ pageParam, signal }) => api(breakGlass.list, { query: { ...filter(), after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const useAttempts = (enabled: boolean) =>
  useInfiniteQuery({
    key: () => [...lookKeys.all, 'attempts'],
    query: ({ pageParam, signal }) => api(breakGlass.attempts, { query: { after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled,
  })

/** Whatever was seen of a record before, or could not be, is asked afresh. */
function useDeed<E extends Endpoint>(endpoint: E) {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<E>) => api(endpoint, call),
    onSuccess: () => cache.invalidateQueries({ key: lookKeys.all }),
  })
}
export const useOpen = () => useDeed(breakGlass.open)
export const useEnd = () => useDeed(breakGlass.end)
export const useReview = () => useDeed(breakGlass.review)
