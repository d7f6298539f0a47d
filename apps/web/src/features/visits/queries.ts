import type { Call } from '@modulus/contracts/endpoint.ts'
import { visits } from '@modulus/contracts/visits.ts'
import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const visitKeys = {
  all: ['visits'] as const,
  one: (id: string) => [...visitKeys.all, 'one', id] as const,
  door: (participantId = '', visitId = '') => [...visitKeys.all, 'door', participantId, visitId] as const,
  of: (participantId: string) => [...visitKeys.all, 'of', participantId] as const,
}
/** What a visit changes besides itself: the day, the person's story, what they are into. */
const touched = [visitKeys.all, ['day'], ['participants'], ['interests'], ['story']]

export const visitQuery = defineQueryOptions((id: string) => ({
  key: visitKeys.one(id),
  query: ({ signal }) => api(visits.read, { params: { visitId: id } }, { signal }),
}))
export const versionsQuery = defineQueryOptions((id: string) => ({
  key: [...visitKeys.one(id), 'versions'],
  query: ({ signal }) => api(visits.versions, { params: { visitId: id } }, { signal }),
}))
export const doorQuery = defineQueryOptions(({ participantId, visitId }: { participantId?: string; visitId?: string }) => ({
  key: visitKeys.door(participantId, visitId),
  staleTime: 0,
  query: ({ signal }) =>
    api(visits.prepare, { query: { ...(participantId && { participantId }), ...(visitId && { visitId }) } }, { signal }),
}))
export const officersQuery = defineQueryOptions(({ programmeId, id }: { programmeId: string; id: string }) => ({
  key: ['visits', 'officers', programmeId, id],
  query: ({ signal }) => api(visits.officers, { query: { programmeId, participantId: id } }, { signal }),
}))

export const useVisitList = (participantId: () => string) =>
  useInfiniteQuery({
    key: () => visitKeys.of(participantId()),
    query: ({ pageParam, signal }) =>
      api(visits.list, { query: { participantId: participantId(), after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

const deed = <E extends (typeof visits)[keyof typeof visits]>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      /** `base`: what an edit began from, in case it has to wait for signal. */
      mutation: (call: Call<E> & { base?: unknown }) => api(endpoint, call),
      onSuccess: () => {
        for (const key of touched) void cache.invalidateQueries({ key })
      },
    })
  })
export const usePlanVisit = deed(visits.plan)
export const useRecordVisit = deed(visits.record)
export const useAmendVisit = deed(visits.amend)
export const useMoveVisit = deed(visits.reschedule)
export const useCancelVisit = deed(visits.cancel)
export const useUndoVisit = deed(visits.undo)
