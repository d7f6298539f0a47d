import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { meetings } from '@modulus/contracts/meetings.ts'
import { promises } from '@modulus/contracts/promises.ts'
import { api } from '#lib/api.ts'

export const meetingKeys = {
  all: ['meetings'] as const,
  list: (programmeId: string) => [...meetingKeys.all, 'list', programmeId] as const,
  one: (id: string) => [...meetingKeys.all, 'one', id] as const,
  people: (programmeId: string) => [...meetingKeys.all, 'people', programmeId] as const,
}
export const useMeetings = (programmeId: () => string) =>
  useInfiniteQuery({
    key: () => meetingKeys.list(programmeId()),
    query: ({ pageParam, signal }) =>
      api(meetings.list, { query: { programmeId: programmeId() || undefined, after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
/** Always asked afresh: others write actions at the same table. */
export const meetingQuery = defineQueryOptions((id: string) => ({
  key: meetingKeys.one(id),
  staleTime: 0,
  query: ({ signal }) => api(meetings.read, { params: { meetingId: id } }, { signal }),
}))
/** Who works in the programme: those who may sit there and own an action. */
export const peopleQuery = defineQueryOptions((programmeId: string) => ({
  key: meetingKeys.people(programmeId),
  query: ({ signal }) => api(promises.people, { params: { programmeId } }, { signal }),
}))

const refreshing =
  <C, R>(mutation: (call: C) => Promise<R>) =>
  () => {
    const cache = useQueryCache()
    return useMutation({ mutation, onSettled: () => cache.invalidateQueries({ key: meetingKeys.all }) })
  }
export const usePlan = defineMutation(refreshing((call: Call<typeof meetings.plan>) => api(meetings.plan, call)))
export const useAmend = defineMutation(refreshing((call: Call<typeof meetings.amend>) => api(meetings.amend, call)))
export const useAct = defineMutation(refreshing((call: Call<typeof meetings.act>) => api(meetings.act, call)))
export const useReword = defineMutation(refreshing((call: Call<typeof meetings.reword>) => api(meetings.reword, call)))
export const useMove = defineMutation(refreshing((call: Call<typeof meetings.move>) => api(meetings.move, call)))
