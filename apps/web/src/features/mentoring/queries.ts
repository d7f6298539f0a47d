import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { mentoring, type MatchStatus } from '@modulus/contracts/mentoring.ts'
import { api } from '#lib/api.ts'

export const mentoringKeys = {
  all: ['mentoring'] as const,
  list: (filter: object) => [...mentoringKeys.all, 'list', filter] as const,
  one: (id: string) => [...mentoringKeys.all, 'one', id] as const,
  meetUps: (id: string) => [...mentoringKeys.all, 'meet-ups', id] as const,
  meetUp: (id: string) => [...mentoringKeys.all, 'meet-up', id] as const,
  mentors: (participantId: string) => [...mentoringKeys.all, 'mentors', participantId] as const,
}
export interface MatchFilter {
  quiet?: boolean | undefined
  status?: MatchStatus | undefined
  programmeId?: string | undefined
  participantId?: string | undefined
}

export const useMatches = (filter: () => MatchFilter) =>
  useInfiniteQuery({
    key: () => mentoringKeys.list(filter()),
    query: ({ pageParam, signal }) => api(mentoring.list, { query: { ...filter(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const matchQuery = defineQueryOptions((id: string) => ({
  key: mentoringKeys.one(id),
  query: ({ signal }) => api(mentoring.read, { params: { matchId: id } }, { signal }),
}))
export const mentorsQuery = defineQueryOptions((participantId: string) => ({
  key: mentoringKeys.mentors(participantId),
  query: ({ signal }) => api(mentoring.mentors, { params: { participantId } }, { signal }),
}))
export const meetUpQuery = defineQueryOptions((id: string) => ({
  key: mentoringKeys.meetUp(id),
  query: ({ signal }) => api(mentoring.readMeetUp, { params: { sessionId: id } }, { signal }),
}))
export const useMeetUps = (matchId: () => string) =>
  useInfiniteQuery({
    key: () => mentoringKeys.meetUps(matchId()),
    query: ({ pageParam, signal }) =>
      api(mentoring.meetUps, { params: { matchId: matchId() }, query: { after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

const refreshing =
  <C, R>(mutation: (call: C) => Promise<R>) =>
  () => {
    const cache = useQueryCache()
    return useMutation({
      mutation,
      onSuccess: () =>
        Promise.all([cache.invalidateQueries({ key: mentoringKeys.all }), cache.invalidateQueries({ key: ['participants'] })]),
    })
  }
export const usePropose = defineMutation(refreshing((call: Call<typeof mentoring.propose>) => api(mentoring.propose, call)))
export const useAccept = defineMutation(refreshing((call: Call<typeof mentoring.accept>) => api(mentoring.accept, call)))
export const useTheirYes = defineMutation(refreshing((call: Call<typeof mentoring.sayTheirYes>) => api(mentoring.sayTheirYes, call)))
export const useAgree = defineMutation(refreshing((call: Call<typeof mentoring.agree>) => api(mentoring.agree, call)))
export const useSwap = defineMutation(refreshing((call: Call<typeof mentoring.swap>) => api(mentoring.swap, call)))
export const useLogMeetUp = defineMutation(refreshing((call: Call<typeof mentoring.log>) => api(mentoring.log, call)))
export const useAmendMeetUp = defineMutation(refreshing((call: Call<typeof mentoring.amendMeetUp>) => api(mentoring.amendMeetUp, call)))
// After these the match may be out of sight: only lists are read afresh.
const leaving =
  <C>(mutation: (call: C) => Promise<unknown>) =>
  () => {
    const cache = useQueryCache()
    return useMutation({
      mutation: async (call: C) => {
        await mutation(call)
        return true as const
      },
      onSuccess: () => cache.invalidateQueries({ key: [...mentoringKeys.all, 'list'] }),
    })
  }
export const useDecline = defineMutation(leaving((call: Call<typeof mentoring.decline>) => api(mentoring.decline, call)))
export const useEnd = defineMutation(leaving((call: Call<typeof mentoring.end>) => api(mentoring.end, call)))
/** The note itself is gone: what shows the match and its meet-ups is read afresh. */
export const useTakeBackMeetUp = defineMutation(() => {
  const cache = useQueryCache()
  return useMutation({
    mutation: async (call: Call<typeof mentoring.takeBackMeetUp>) => {
      await api(mentoring.takeBackMeetUp, call)
      return true as const
    },
    onSuccess: () => {
      for (const part of ['list', 'one', 'meet-ups']) void cache.invalidateQueries({ key: [...mentoringKeys.all, part] })
    },
  })
})
