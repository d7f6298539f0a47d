import { agreements, type AgreementFilter } from '@modulus/contracts/agreements.ts'
import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { programmes } from '@modulus/contracts/programmes.ts'
import { defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'
import { every } from '#lib/every.ts'

export const agreementKeys = { all: ['agreements'] as const, one: (id: string) => [...agreementKeys.all, id] as const }
export const agreementQuery = defineQueryOptions((id: string) => ({
  key: agreementKeys.one(id),
  query: ({ signal }) => api(agreements.read, { params: { agreementId: id } }, { signal }),
}))
export const useAgreements = (filter: () => Omit<AgreementFilter, 'after'>) =>
  useInfiniteQuery({
    key: () => [...agreementKeys.all, 'list', { ...filter() }],
    query: ({ pageParam, signal }) => api(agreements.list, { query: { ...filter(), after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const partnerChoicesQuery = defineQueryOptions(() => ({
  key: ['partners', 'choices'],
  query: async () =>
    (await every((after) => api(partners.list, { query: { after, limit: 100 } }))).map(({ id, name }) => ({ value: id, label: name })),
}))
export const programmeListQuery = defineQueryOptions(() => ({
  key: ['programmes', 'for-agreements'],
  query: async ({ signal }) => (await api(programmes.list, {}, { signal })).items,
}))

function useDeed<E extends Endpoint>(endpoint: E) {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<E>) => api(endpoint, call),
    onSuccess: () =>
      Promise.all([cache.invalidateQueries({ key: agreementKeys.all }), cache.invalidateQueries({ key: ['accounts', 'overview'] })]),
  })
}
export const useMakeAgreement = () => useDeed(agreements.make)
export const useEditAgreement = () => useDeed(agreements.edit)
export const useSignAgreement = () => useDeed(agreements.sign)
export const useRenewAgreement = () => useDeed(agreements.renew)
export const useReviewAgreement = () => useDeed(agreements.review)
export const useEndAgreement = () => useDeed(agreements.end)
