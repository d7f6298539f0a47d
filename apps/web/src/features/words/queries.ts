import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { words } from '@modulus/contracts/words.ts'
import { defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const wordKeys = { all: ['words'] as const }
/** Retired words too: this is for those who keep the lists. */
export const wordListsQuery = defineQueryOptions(() => ({
  key: [...wordKeys.all, 'kept'],
  query: ({ signal }) => api(words.list, { query: { retired: true } }, { signal }),
}))

function useDeed<E extends Endpoint>(endpoint: E) {
  const cache = useQueryCache()
  return useMutation({ mutation: (call: Call<E>) => api(endpoint, call), onSuccess: () => cache.invalidateQueries({ key: wordKeys.all }) })
}
export const useAddWord = () => useDeed(words.add)
export const useRelabelWord = () => useDeed(words.relabel)
export const useOrderWords = () => useDeed(words.reorder)
export const useRetireWord = () => useDeed(words.retire)
export const useBringWordBack = () => useDeed(words.bringBack)
