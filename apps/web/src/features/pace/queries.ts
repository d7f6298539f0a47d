import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { pace } from '@modulus/contracts/pace.ts'
import { computed } from 'vue'
import { useRoute } from 'vue-router'
import { api } from '#lib/api.ts'
import { useSession } from '#stores/session.ts'

export const paceKeys = {
  all: ['pace'] as const,
  one: (programmeId: string) => [...paceKeys.all, 'one', programmeId] as const,
  checks: (programmeId: string) => [...paceKeys.all, 'checks', programmeId] as const,
}
export const paceQuery = defineQueryOptions((programmeId: string) => ({
  key: paceKeys.one(programmeId),
  query: ({ signal }) => api(pace.read, { params: { programmeId } }, { signal }),
}))
export const usePaceChecks = (programmeId: () => string) =>
  useInfiniteQuery({
    key: () => paceKeys.checks(programmeId()),
    enabled: () => programmeId() !== '',
    query: ({ pageParam, signal }) =>
      api(pace.checks, { params: { programmeId: programmeId() }, query: { after: pageParam ?? undefined } as never }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

const refreshing =
  <C, R>(mutation: (call: C) => Promise<R>) =>
  () => {
    const cache = useQueryCache()
    return useMutation({
      mutation,
      onSuccess: () => {
        for (const key of [paceKeys.all, ['meetings']]) void cache.invalidateQueries({ key })
      },
    })
  }
export const useCheck = defineMutation(refreshing((call: Call<typeof pace.check>) => api(pace.check, call)))
export const usePress = defineMutation(refreshing((call: Call<typeof pace.press>) => api(pace.press, call)))
export const useAmend = defineMutation(refreshing((call: Call<typeof pace.amend>) => api(pace.amend, call)))

/** The programme in the address, else the reader's first. */
export function useChosenProgramme() {
  const route = useRoute(),
    session = useSession()
  const programmes = computed(() => session.current?.programmes ?? [])
  const programmeId = computed(() => programmes.value.find(({ id }) => id === route.query.programme)?.id ?? programmes.value[0]?.id ?? '')
  return { programmes, programmeId }
}
