import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { rights, rightsReplies } from '@modulus/contracts/rights.ts'
import { rightsAccess, type FoundEntry } from '@modulus/contracts/rights-access.ts'
import { complaints } from '@modulus/contracts/rights-complaints.ts'
import { restrictions } from '@modulus/contracts/rights-restrictions.ts'
import { defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const rightsKeys = { all: ['rights'] as const, one: (id: string) => [...rightsKeys.all, 'request', id] as const }
export const requestsQuery = defineQueryOptions((show: 'open' | 'all') => ({
  key: [...rightsKeys.all, 'list', show],
  query: async ({ signal }) => (await api(rights.list, { query: { show } }, { signal })).items,
}))
export const requestQuery = defineQueryOptions((requestId: string) => ({
  key: rightsKeys.one(requestId),
  query: ({ signal }) => api(rights.read, { params: { requestId } }, { signal }),
}))
/** Everything that was found. Each opening is a line in the read log, so it is not asked for again by itself. */
export const foundQuery = defineQueryOptions((requestId: string) => ({
  key: [...rightsKeys.one(requestId), 'found'],
  staleTime: Infinity,
  query: async ({ signal }) => {
    const all: FoundEntry[] = []
    for (let after: number | null = 0; after !== null;) {
      const page: { items: FoundEntry[]; next: number | null } = await api(
        rightsAccess.entries,
        { params: { requestId }, query: { after, limit: 500 } },
        { signal },
      )
      all.push(...page.items)
      after = page.next
    }
    return all
  },
}))
export const complaintsQuery = defineQueryOptions(() => ({
  key: [...rightsKeys.all, 'complaints'],
  query: async ({ signal }) => (await api(complaints.list, {}, { signal })).items,
}))
export const complaintQuery = defineQueryOptions((complaintId: string) => ({
  key: [...rightsKeys.all, 'complaint', complaintId],
  query: ({ signal }) => api(complaints.read, { params: { complaintId } }, { signal }),
}))
export const restrictionsQuery = defineQueryOptions(() => ({
  key: [...rightsKeys.all, 'restrictions'],
  query: async ({ signal }) => (await api(restrictions.list, {}, { signal })).items,
}))
export const unansweredQuery = defineQueryOptions(() => ({
  key: [...rightsKeys.all, 'unanswered'],
  query: async ({ signal }) => (await api(rightsReplies.unanswered, {}, { signal })).items,
}))

/** One step of anything here; what is shown is read afresh. */
export function useStep() {
  const cache = useQueryCache()
  const { mutateAsync } = useMutation({
    mutation: (run: () => Promise<unknown>) => run(),
    onSuccess: () => cache.invalidateQueries({ key: rightsKeys.all }),
  })
  return <E extends Endpoint>(endpoint: E, call: Call<E>) => mutateAsync(() => api(endpoint, call)).then(() => true)
}
