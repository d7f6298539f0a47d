import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { partners, type Sector } from '@modulus/contracts/partners.ts'
import { defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const partnerKeys = { all: ['partners'] as const, one: (id: string) => [...partnerKeys.all, id] as const }
export const partnerQuery = defineQueryOptions((id: string) => ({
  key: partnerKeys.one(id),
  query: ({ signal }) => api(partners.read, { params: { partnerId: id } }, { signal }),
}))
export const usePartners = (filter: () => { sector?: Sector; retired?: boolean }) =>
  useInfiniteQuery({
    key: () => [...partnerKeys.all, 'list', { ...filter() }],
    query: ({ pageParam, signal }) => api(partners.list, { query: { ...filter(), after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

function useDeed<E extends Endpoint>(endpoint: E) {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<E>) => api(endpoint, call),
    onSuccess: () => cache.invalidateQueries({ key: partnerKeys.all }),
  })
}
export const useAddPartner = () => useDeed(partners.add)
export const useAmendPartner = () => useDeed(partners.amend)
export const useRetirePartner = () => useDeed(partners.retire)
export const useBringPartnerBack = () => useDeed(partners.bringBack)
