import type { Call } from '@modulus/contracts/endpoint.ts'
import { measures } from '@modulus/contracts/measures.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const measureKeys = { all: ['measures'] as const, of: (participantId: string) => [...measureKeys.all, participantId] as const }

export const stepsQuery = defineQueryOptions((participantId: string) => ({
  key: measureKeys.of(participantId),
  query: ({ signal }) => api(measures.steps, { params: { participantId } }, { signal }),
}))

export const useScore = defineMutation(() => {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<typeof measures.score>) => api(measures.score, call),
    onSuccess: (_, { params }) => {
      void cache.invalidateQueries({ key: measureKeys.of(params.participantId) })
    },
  })
})
