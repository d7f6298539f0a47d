import { day } from '@modulus/contracts/day.ts'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { visits } from '@modulus/contracts/visits.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

/** Always asked afresh: a day changes while one is out. */
export const dayQuery = defineQueryOptions((date: string) => ({
  key: ['day', date],
  staleTime: 0,
  query: ({ signal }) => api(day.read, { query: { date } }, { signal }),
}))

export const useUndoVisit = defineMutation(() => {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<typeof visits.undo>) => api(visits.undo, call),
    onSuccess: () => {
      for (const key of [['day'], ['visits'], ['participants'], ['interests'], ['story']]) void cache.invalidateQueries({ key })
    },
  })
})
