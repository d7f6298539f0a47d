import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { opportunities } from '@modulus/contracts/opportunities.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { placements, type Placement } from '@modulus/contracts/placements.ts'
import { words } from '@modulus/contracts/words.ts'
import { api } from '#lib/api.ts'

export const placementKeys = {
  all: ['placements'] as const,
  home: () => [...placementKeys.all, 'partner-home'] as const,
  one: (id: string) => [...placementKeys.all, 'one', id] as const,
  of: (participantId: string) => [...placementKeys.all, 'of', participantId] as const,
  offers: (participantId: string) => [...placementKeys.all, 'offers', participantId] as const,
  supervisors: (id: string) => [...placementKeys.all, 'supervisors', id] as const,
}
export const partnerHomeQuery = defineQueryOptions(() => ({
  key: placementKeys.home(),
  query: ({ signal }) => api(placements.partnerHome, {}, { signal }),
}))
export const placementQuery = defineQueryOptions((id: string) => ({
  key: placementKeys.one(id),
  query: ({ signal }) => api(placements.read, { params: { placementId: id } }, { signal }),
}))
export const supervisorsQuery = defineQueryOptions((id: string) => ({
  key: placementKeys.supervisors(id),
  query: ({ signal }) => api(placements.supervisors, { params: { placementId: id } }, { signal }),
}))
export const offersForQuery = defineQueryOptions((participantId: string) => ({
  key: placementKeys.offers(participantId),
  query: ({ signal }) => api(opportunities.offersFor, { params: { participantId } }, { signal }),
}))
export const interestWordsQuery = defineQueryOptions(() => ({
  key: ['words', 'interest'],
  query: ({ signal }) => api(words.list, { query: { list: 'interest' } }, { signal }),
}))
export const partnersQuery = defineQueryOptions(() => ({
  key: ['partners', 'all'],
  query: ({ signal }) => api(partners.list, { query: { limit: 100 } }, { signal }),
}))
export const usePlacementsOf = (participantId: () => string) =>
  useInfiniteQuery({
    key: () => placementKeys.of(participantId()),
    query: ({ pageParam, signal }) =>
      api(placements.list, { query: { participantId: participantId(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

/** Every deed answers with the placement as it now is: shown at once, and lists are read afresh. */
const changing =
  <C>(mutation: (call: C) => Promise<Placement>) =>
  () => {
    const cache = useQueryCache()
    return useMutation({
      mutation,
      onSuccess: async (placement) => {
        cache.setQueryData(placementKeys.one(placement.id), placement)
        await Promise.all([
          cache.invalidateQueries({ key: placementKeys.all }),
          cache.invalidateQueries({ key: ['opportunities'] }),
          cache.invalidateQueries({ key: ['participants'] }),
        ])
      },
    })
  }
export const useSuggest = defineMutation(changing((call: Call<typeof placements.suggest>) => api(placements.suggest, call)))
export const useMove = defineMutation(changing((call: Call<typeof placements.move>) => api(placements.move, call)))
export const useArrange = defineMutation(changing((call: Call<typeof placements.arrange>) => api(placements.arrange, call)))
export const useAccept = defineMutation(changing((call: Call<typeof placements.accept>) => api(placements.accept, call)))
export const useAttend = defineMutation(changing((call: Call<typeof placements.attend>) => api(placements.attend, call)))
export const useReview = defineMutation(changing((call: Call<typeof placements.review>) => api(placements.review, call)))
export const useDecline = defineMutation(() => {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<typeof placements.decline>) => api(placements.decline, call),
    onSuccess: () => cache.invalidateQueries({ key: placementKeys.home() }),
  })
})
