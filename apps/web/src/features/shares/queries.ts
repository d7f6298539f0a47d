import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { consents } from '@modulus/contracts/consents.ts'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { shares, type ShareKind, type ShareState } from '@modulus/contracts/shares.ts'
import { shallowReactive } from 'vue'
import { api } from '#lib/api.ts'

export const shareKeys = {
  all: ['shares'] as const,
  list: (filter: object) => [...shareKeys.all, 'list', filter] as const,
  one: (id: string) => [...shareKeys.all, 'one', id] as const,
  consents: (participantId: string) => [...shareKeys.all, 'consents', participantId] as const,
}
export interface ShareFilter {
  participantId?: string | undefined
  programmeId?: string | undefined
  state?: ShareState | undefined
  kind?: ShareKind | undefined
  owed?: boolean | undefined
}
export const useShares = (filter: () => ShareFilter) =>
  useInfiniteQuery({
    key: () => shareKeys.list(filter()),
    query: ({ pageParam, signal }) => api(shares.list, { query: { ...filter(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const shareQuery = defineQueryOptions((id: string) => ({
  key: shareKeys.one(id),
  query: ({ signal }) => api(shares.read, { params: { shareId: id } }, { signal }),
}))
export const consentsQuery = defineQueryOptions((participantId: string) => ({
  key: shareKeys.consents(participantId),
  query: ({ signal }) => api(consents.list, { params: { participantId } }, { signal }),
}))

const refreshing =
  <C, R>(mutation: (call: C) => Promise<R>) =>
  () => {
    const cache = useQueryCache()
    return useMutation({ mutation, onSuccess: () => cache.invalidateQueries({ key: shareKeys.all }) })
  }
export const useDraftShare = defineMutation(refreshing((call: Call<typeof shares.draft>) => api(shares.draft, call)))
export const useEmergency = defineMutation(refreshing((call: Call<typeof shares.shareInEmergency>) => api(shares.shareInEmergency, call)))
export const useAuthorise = defineMutation(refreshing((call: Call<typeof shares.authorise>) => api(shares.authorise, call)))
export const useSend = defineMutation(refreshing((call: Call<typeof shares.send>) => api(shares.send, call)))
export const useRecall = defineMutation(refreshing((call: Call<typeof shares.recall>) => api(shares.recall, call)))
export const useReason = defineMutation(refreshing((call: Call<typeof shares.giveReason>) => api(shares.giveReason, call)))
export const useReview = defineMutation(refreshing((call: Call<typeof shares.review>) => api(shares.review, call)))
export const useAsk = defineMutation(refreshing((call: Call<typeof consents.ask>) => api(consents.ask, call)))
export const useAnswer = defineMutation(refreshing((call: Call<typeof consents.answer>) => api(consents.answer, call)))
export const useTakeBack = defineMutation(refreshing((call: Call<typeof consents.withdraw>) => api(consents.withdraw, call)))

/** Links as the API said them, once: kept in this page's memory only, until it is left or reloaded. */
export const freshLinks = shallowReactive(new Map<string, string>())
