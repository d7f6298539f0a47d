import { accessReviews } from '@modulus/contracts/access-reviews.ts'
import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const reviewKeys = { all: ['access-reviews'] as const }
export const reviewQuery = defineQueryOptions((reviewId: string) => ({
  key: [...reviewKeys.all, reviewId],
  query: ({ signal }) => api(accessReviews.read, { params: { reviewId } }, { signal }),
}))
export const useReviews = () =>
  useInfiniteQuery({
    key: () => [...reviewKeys.all, 'list'],
    query: ({ pageParam, signal }) => api(accessReviews.list, { query: { after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

/** A role that ends is gone from the accounts, too. */
function useDeed<E extends Endpoint>(endpoint: E) {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<E>) => api(endpoint, call),
    onSuccess: () => Promise.all([reviewKeys.all, ['accounts']].map((key) => cache.invalidateQueries({ key: [...key] }))),
  })
}
export const useBegin = () => useDeed(accessReviews.begin)
export const useConfirm = () => useDeed(accessReviews.confirm)
