import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { people } from '@modulus/contracts/people.ts'
import { supporters, type SupporterKind } from '@modulus/contracts/supporters.ts'
import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'
import { every } from '#lib/every.ts'

export const supporterKeys = { all: ['supporters'] as const }
export type Stands = 'not_invited' | 'waiting' | 'yes' | 'maybe' | 'not_now' | 'no'
export interface SupporterFilter {
  programmeId?: string | undefined
  kind?: SupporterKind | undefined
  stands?: Stands | undefined
}
export const useSupporters = (filter: () => SupporterFilter) =>
  useInfiniteQuery({
    key: () => [...supporterKeys.all, 'list', filter() as Record<string, string>],
    query: ({ pageParam, signal }) => api(supporters.list, { query: { ...filter(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const supporterQuery = defineQueryOptions((supporterId: string) => ({
  key: [...supporterKeys.all, 'one', supporterId],
  query: ({ signal }) => api(supporters.read, { params: { supporterId } }, { signal }),
}))
/** Everyone with a role in the programme: one of them invited the supporter. */
export const colleaguesQuery = defineQueryOptions((programme: string) => ({
  key: ['people', 'of-programme', programme],
  query: ({ signal }) => every((after) => api(people.list, { query: { programme, limit: 100, after } }, { signal })),
}))

const changes = <E extends Endpoint>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => cache.invalidateQueries({ key: supporterKeys.all }),
    })
  })
export const useNote = changes(supporters.note)
export const useAmend = changes(supporters.amend)
export const useLink = changes(supporters.link)
export const useUnlink = changes(supporters.unlink)
/** Their own page is gone with them: only the lists are asked for again. */
export const useTakeOut = defineMutation(() => {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<typeof supporters.takeOut>) => api(supporters.takeOut, call),
    onSuccess: () => cache.invalidateQueries({ key: [...supporterKeys.all, 'list'] }),
  })
})
