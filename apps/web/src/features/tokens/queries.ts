import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { tokens } from '@modulus/contracts/tokens.ts'
import { defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'
import { every } from '#lib/every.ts'

export const tokenKeys = { all: ['tokens'] as const }
export const useTokens = (everyone: boolean) =>
  useInfiniteQuery({
    key: [...tokenKeys.all, 'list', String(everyone)],
    query: ({ pageParam, signal }) =>
      api(tokens.list, { query: { ...(everyone ? { everyone } : {}), after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const servicesQuery = defineQueryOptions(() => ({
  key: [...tokenKeys.all, 'services'],
  query: ({ signal }) => api(tokens.services, {}, { signal }),
}))
export const partnerChoicesQuery = defineQueryOptions(() => ({
  key: ['partners', 'choices'],
  query: async () =>
    (await every((after) => api(partners.list, { query: { after, limit: 100 } }))).map(({ id, name }) => ({ value: id, label: name })),
}))

function useDeed<E extends Endpoint>(endpoint: E) {
  const cache = useQueryCache()
  return useMutation({ mutation: (call: Call<E>) => api(endpoint, call), onSuccess: () => cache.invalidateQueries({ key: tokenKeys.all }) })
}
export const useMakeToken = () => useDeed(tokens.make)
export const useRevokeToken = () => useDeed(tokens.revoke)
export const useAddService = () => useDeed(tokens.addService)
