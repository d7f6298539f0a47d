import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { people } from '@modulus/contracts/people.ts'
import { pvg, type CheckFilter } from '@modulus/contracts/pvg.ts'
import { defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'
import { every } from '#lib/every.ts'

export const checkKeys = { all: ['pvg'] as const }
export const useRegister = (filter: () => Omit<CheckFilter, 'after'>) =>
  useInfiniteQuery({
    key: () => [...checkKeys.all, 'register', { ...filter() }],
    query: ({ pageParam, signal }) => api(pvg.register, { query: { ...filter(), after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const checkQuery = defineQueryOptions((personId: string) => ({
  key: [...checkKeys.all, 'person', personId],
  query: ({ signal }) => api(pvg.ofPerson, { params: { personId } }, { signal }),
}))
export const teamQuery = defineQueryOptions((programmeId: string) => ({
  key: [...checkKeys.all, 'team', programmeId],
  query: ({ signal }) => api(pvg.team, { params: { programmeId } }, { signal }),
}))
/** Colleagues who are here, to say whose check it is and who saw it. */
export const colleaguesQuery = defineQueryOptions(() => ({
  key: ['accounts', 'choices'],
  query: async () =>
    (await every((after) => api(people.list, { query: { after, limit: 100 } })))
      .filter(({ state }) => state === 'active' || state === 'invited')
      .map(({ id, name, partner }) => ({ value: id, label: `${name}, ${partner.name}` })),
}))

/** Whoever becomes clear can be chosen elsewhere, so choices of mentors, officers and supervisors are read afresh too. */
function useDeed<E extends Endpoint>(endpoint: E) {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<E>) => api(endpoint, call),
    onSuccess: () =>
      Promise.all([['pvg'], ['accounts'], ['mentoring'], ['visits', 'officers']].map((key) => cache.invalidateQueries({ key }))),
  })
}
export const useRecord = () => useDeed(pvg.record)
export const useNoteEnded = () => useDeed(pvg.noteEnded)
export const useAssess = () => useDeed(pvg.assess)
