import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { promises, type PromiseWhose } from '@modulus/contracts/promises.ts'
import { api } from '#lib/api.ts'

export const promiseKeys = {
  all: ['promises'] as const,
  list: (filter: object) => [...promiseKeys.all, 'list', filter] as const,
  one: (id: string) => [...promiseKeys.all, 'one', id] as const,
  steps: (id: string) => [...promiseKeys.all, 'steps', id] as const,
  people: (programmeId: string) => [...promiseKeys.all, 'people', programmeId] as const,
  counts: (programmeId: string) => [...promiseKeys.all, 'counts', programmeId] as const,
}
export interface PromiseFilter {
  whose?: PromiseWhose | undefined
  participantId?: string | undefined
  settled?: boolean | undefined
}

export const usePromises = (filter: () => PromiseFilter) =>
  useInfiniteQuery({
    key: () => promiseKeys.list(filter()),
    query: ({ pageParam, signal }) => api(promises.list, { query: { ...filter(), after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const promiseQuery = defineQueryOptions((id: string) => ({
  key: promiseKeys.one(id),
  query: ({ signal }) => api(promises.read, { params: { promiseId: id } }, { signal }),
}))
export const stepsQuery = defineQueryOptions((id: string) => ({
  key: promiseKeys.steps(id),
  query: ({ signal }) => api(promises.steps, { params: { promiseId: id } }, { signal }),
}))
export const peopleQuery = defineQueryOptions((programmeId: string) => ({
  key: promiseKeys.people(programmeId),
  query: ({ signal }) => api(promises.people, { params: { programmeId } }, { signal }),
}))
export const countsQuery = defineQueryOptions((programmeId: string) => ({
  key: promiseKeys.counts(programmeId),
  query: ({ signal }) => api(promises.count, { params: { programmeId } }, { signal }),
}))
export const personQuery = defineQueryOptions((participantId: string) => ({
  key: ['participants', 'one', participantId, 'for promises'],
  query: ({ signal }) => api(participants.read, { params: { participantId } }, { signal }),
}))

const refreshing =
  <C, R>(mutation: (call: C) => Promise<R>) =>
  () => {
    const cache = useQueryCache()
    return useMutation({
      mutation,
      onSuccess: () => {
        for (const key of [promiseKeys.all, ['day'], ['board']]) void cache.invalidateQueries({ key })
      },
    })
  }
export const useMake = defineMutation(refreshing((call: Call<typeof promises.make>) => api(promises.make, call)))
export const useSayDone = defineMutation(refreshing((call: Call<typeof promises.sayDone>) => api(promises.sayDone, call)))
export const useSay = defineMutation(refreshing((call: Call<typeof promises.say>) => api(promises.say, call)))
export const useRelease = defineMutation(refreshing((call: Call<typeof promises.release>) => api(promises.release, call)))
export const useChange = defineMutation(refreshing((call: Call<typeof promises.change>) => api(promises.change, call)))
export const useAnswer = defineMutation(refreshing((call: Call<typeof promises.answer>) => api(promises.answer, call)))
export const useHandOver = defineMutation(refreshing((call: Call<typeof promises.handOver>) => api(promises.handOver, call)))
