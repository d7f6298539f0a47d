import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { opportunities, providerChecks, type OpportunityKind, type OpportunityStatus } from '@modulus/contracts/opportunities.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { placements } from '@modulus/contracts/placements.ts'
import { words } from '@modulus/contracts/words.ts'
import { api } from '#lib/api.ts'

export const offerKeys = {
  all: ['opportunities'] as const,
  list: (filter: object) => [...offerKeys.all, 'list', filter] as const,
  one: (id: string) => [...offerKeys.all, 'one', id] as const,
  suggestions: (id: string) => [...offerKeys.all, 'suggestions', id] as const,
  last: (partnerId: string) => [...offerKeys.all, 'last', partnerId] as const,
}
export interface OfferFilter {
  kind?: OpportunityKind | undefined
  status?: OpportunityStatus | undefined
  tag?: string | undefined
}

export const useOffers = (filter: () => OfferFilter) =>
  useInfiniteQuery({
    key: () => offerKeys.list(filter()),
    query: ({ pageParam, signal }) =>
      api(opportunities.list, { query: { ...filter(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const offerQuery = defineQueryOptions((id: string) => ({
  key: offerKeys.one(id),
  query: ({ signal }) => api(opportunities.read, { params: { opportunityId: id } }, { signal }),
}))
export const suggestionsQuery = defineQueryOptions((id: string) => ({
  key: offerKeys.suggestions(id),
  query: ({ signal }) => api(opportunities.suggestions, { params: { opportunityId: id } }, { signal }),
}))
/** Who is on an offer, as far as the reader may know. */
export const offerPeopleQuery = defineQueryOptions((opportunityId: string) => ({
  key: ['placements', 'on-offer', opportunityId],
  query: ({ signal }) => api(placements.list, { query: { opportunityId, limit: 100 } }, { signal }),
}))
/** The partner's latest offer, to start the next one from. */
export const lastOfferQuery = defineQueryOptions((partnerId: string) => ({
  key: offerKeys.last(partnerId),
  query: async ({ signal }) => (await api(opportunities.list, { query: { partnerId, limit: 1 } }, { signal })).items[0] ?? null,
}))
/** The words young people's interests are sorted by: offers use the same ones. */
export const interestWordsQuery = defineQueryOptions(() => ({
  key: ['words', 'interest'],
  query: ({ signal }) => api(words.list, { query: { list: 'interest' } }, { signal }),
}))
export const partnersQuery = defineQueryOptions(() => ({
  key: ['partners', 'all'],
  query: ({ signal }) => api(partners.list, { query: { limit: 100 } }, { signal }),
}))

const refreshing =
  <C, R>(mutation: (call: C) => Promise<R>) =>
  () => {
    const cache = useQueryCache()
    return useMutation({
      mutation,
      onSuccess: async () => {
        await cache.invalidateQueries({ key: offerKeys.all })
        await cache.invalidateQueries({ key: ['placements'] })
      },
    })
  }
export const usePostOffer = defineMutation(refreshing((call: Call<typeof opportunities.post>) => api(opportunities.post, call)))
export const useEditOffer = defineMutation(refreshing((call: Call<typeof opportunities.edit>) => api(opportunities.edit, call)))
export const useCheckOffer = defineMutation(refreshing((call: Call<typeof opportunities.check>) => api(opportunities.check, call)))
export const useOpenOffer = defineMutation(refreshing((call: Call<typeof opportunities.open>) => api(opportunities.open, call)))
export const useWithdrawOffer = defineMutation(refreshing((call: Call<typeof opportunities.withdraw>) => api(opportunities.withdraw, call)))
export const useRecordCheck = defineMutation(refreshing((call: Call<typeof providerChecks.record>) => api(providerChecks.record, call)))
export const useSuggest = defineMutation(refreshing((call: Call<typeof placements.suggest>) => api(placements.suggest, call)))
/** A typed name is sent in a body, never in an address, and its answer is not kept. */
export const useFindPerson = defineMutation(() => useMutation({ mutation: (words: string) => api(participants.find, { body: { words } }) }))
