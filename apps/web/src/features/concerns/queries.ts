import { concerns } from '@modulus/contracts/concerns.ts'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'
import { orAlong } from '#lib/along.ts'

export const concernKeys = {
  all: ['concerns'] as const,
  one: (id: string) => [...concernKeys.all, 'one', id] as const,
  reads: (id: string) => [...concernKeys.all, 'reads', id] as const,
  list: (show: string) => [...concernKeys.all, 'list', show] as const,
}

export const concernQuery = defineQueryOptions((id: string) => ({
  key: concernKeys.one(id),
  staleTime: 0,
  query: ({ signal }) => api(concerns.read, { params: { concernId: id } }, { signal }),
}))
export const readsQuery = defineQueryOptions((id: string) => ({
  key: concernKeys.reads(id),
  staleTime: 0,
  query: ({ signal }) => api(concerns.reads, { params: { concernId: id } }, { signal }),
}))
export const secondReadersQuery = defineQueryOptions((id: string) => ({
  key: [...concernKeys.all, 'second readers', id],
  query: ({ signal }) => api(concerns.secondReaders, { params: { concernId: id } }, { signal }),
}))
export const coverQuery = defineQueryOptions({
  key: [...concernKeys.all, 'cover'],
  query: ({ signal }) => api(concerns.cover, {}, { signal }),
})
export const mineQuery = defineQueryOptions({
  key: [...concernKeys.all, 'mine'],
  staleTime: 0,
  query: ({ signal }) => api(concerns.mine, {}, { signal }),
})
export const personQuery = defineQueryOptions((participantId: string) => ({
  key: ['participants', 'one', participantId, 'for concern'],
  query: ({ signal }) => orAlong(participantId, api(participants.read, { params: { participantId } }, { signal })),
}))
export const useConcernList = (show: () => 'open' | 'closed') =>
  useInfiniteQuery({
    key: () => concernKeys.list(show()),
    query: ({ pageParam, signal }) => api(concerns.list, { query: { show: show(), after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

const deed = <E extends (typeof concerns)[keyof typeof concerns]>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => {
        for (const key of [concernKeys.all, ['day']]) void cache.invalidateQueries({ key })
      },
    })
  })
export const useRaiseConcern = deed(concerns.raise)
export const useReviewConcern = deed(concerns.review)
export const usePassConcernOn = deed(concerns.passOn)
export const useKeepConcernHere = deed(concerns.keepHere)
export const useHearBack = deed(concerns.hearBack)
export const useCloseConcern = deed(concerns.close)
export const useNoteConcern = deed(concerns.note)
export const useSecondRead = deed(concerns.secondRead)
export const useWeighRoute = deed(concerns.weigh)
export const useNoteIrd = deed(concerns.noteIrd)
export const useBeAway = deed(concerns.beAway)
export const useBeBack = deed(concerns.beBack)
