import { logs } from '@modulus/contracts/logs.ts'
import { defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { api } from '#lib/api.ts'

export const useChanges = (filter: () => { person?: string; table?: string }) =>
  useInfiniteQuery({
    key: () => ['changes', { ...filter() }],
    query: ({ pageParam, signal }) => api(logs.changes, { query: { ...filter(), after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const useReadings = (filter: () => { participant?: string; person?: string }) =>
  useInfiniteQuery({
    key: () => ['readings', { ...filter() }],
    query: ({ pageParam, signal }) => api(logs.readings, { query: { ...filter(), after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

export const unusualQuery = defineQueryOptions((programmeId: string) => ({
  key: ['readings', 'unusual', programmeId],
  query: ({ signal }) => api(logs.unusual, { params: { programmeId } }, { signal }),
}))
export function useReview() {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<typeof logs.review>) => api(logs.review, call),
    onSuccess: () => cache.invalidateQueries({ key: ['readings'] }),
  })
}
