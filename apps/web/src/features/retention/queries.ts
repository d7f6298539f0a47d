import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { retention } from '@modulus/contracts/retention.ts'
import { defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

const all = ['retention'] as const
export const rulesQuery = defineQueryOptions(() => ({
  key: [...all, 'rules'],
  query: ({ signal }) => api(retention.rules, {}, { signal }),
}))
export const batchQuery = defineQueryOptions((batchId: string) => ({
  key: [...all, 'batch', batchId],
  query: ({ signal }) => api(retention.batch, { params: { batchId } }, { signal }),
}))
export const useBatches = (state: 'open' | 'done') =>
  useInfiniteQuery({
    key: [...all, 'batches', state],
    query: ({ pageParam, signal }) => api(retention.batches, { query: { state, after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const useRequests = () =>
  useInfiniteQuery({
    key: [...all, 'requests'],
    query: ({ pageParam, signal }) => api(retention.requests, { query: { after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const useHolds = (lifted: () => boolean) =>
  useInfiniteQuery({
    key: () => [...all, 'holds', lifted()],
    query: ({ pageParam, signal }) => api(retention.holds, { query: { lifted: lifted(), after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

function useDeed<E extends Endpoint>(endpoint: E) {
  const cache = useQueryCache()
  return useMutation({ mutation: (call: Call<E>) => api(endpoint, call), onSettled: () => cache.invalidateQueries({ key: [...all] }) })
}
export const useConfirm = () => useDeed(retention.confirm)
export const useHoldItem = () => useDeed(retention.holdItem)
export const useHold = () => useDeed(retention.hold)
export const useLift = () => useDeed(retention.lift)
export const useAskFor = () => useDeed(retention.askFor)
export const useAnswer = () => useDeed(retention.answer)
export const useChangeRule = () => useDeed(retention.changeRule)
