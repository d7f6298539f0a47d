import { contributions, type GivenBy } from '@modulus/contracts/contributions.ts'
import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import type { CoMode } from '@modulus/contracts/ideas.ts'
import { people } from '@modulus/contracts/people.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { supporters } from '@modulus/contracts/supporters.ts'
import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'
import { every } from '#lib/every.ts'

export const contributionKeys = { all: ['contributions'] as const }
export interface ContributionFilter {
  programmeId?: string | undefined
  givenBy?: GivenBy | undefined
  coMode?: CoMode | undefined
}
export const useContributions = (filter: () => ContributionFilter) =>
  useInfiniteQuery({
    key: () => [...contributionKeys.all, 'list', filter() as Record<string, string>],
    query: ({ pageParam, signal }) =>
      api(contributions.list, { query: { ...filter(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const contributionQuery = defineQueryOptions((contributionId: string) => ({
  key: [...contributionKeys.all, 'one', contributionId],
  query: ({ signal }) => api(contributions.read, { params: { contributionId } }, { signal }),
}))
export const givenQuery = defineQueryOptions((participantId: string) => ({
  key: [...contributionKeys.all, 'of', participantId],
  query: ({ signal }) => api(contributions.ofPerson, { params: { participantId } }, { signal }),
}))
export const effortQuery = defineQueryOptions((programmeId: string) => ({
  key: [...contributionKeys.all, 'effort', programmeId],
  query: ({ signal }) => api(contributions.effort, { params: { programmeId } }, { signal }),
}))
/** Whom a contribution may name, as far as the writer may see them. */
export const colleaguesQuery = defineQueryOptions((programme: string) => ({
  key: ['people', 'of-programme', programme],
  query: ({ signal }) => every((after) => api(people.list, { query: { programme, limit: 100, after } }, { signal })),
}))
export const supportersQuery = defineQueryOptions((programmeId: string) => ({
  key: ['supporters', 'of-programme', programmeId],
  query: ({ signal }) => every((after) => api(supporters.list, { query: { programmeId, limit: 100, after } }, { signal })),
}))
export const youngPeopleQuery = defineQueryOptions((programmeId: string) => ({
  key: ['participants', 'of-programme', programmeId],
  query: ({ signal }) => every((after) => api(participants.list, { query: { programmeId, sort: 'name', limit: 100, after } }, { signal })),
}))

const changes = <E extends Endpoint>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => cache.invalidateQueries({ key: contributionKeys.all }),
    })
  })
export const useRecord = changes(contributions.record)
export const useAmend = changes(contributions.amend)
export const useSort = changes(contributions.sort)
