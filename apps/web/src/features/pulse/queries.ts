import { coherence } from '@modulus/contracts/coherence.ts'
import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { pulse } from '@modulus/contracts/pulse.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const pulseKeys = { all: ['pulse'] as const }
export const pulseQuery = defineQueryOptions((programmeId: string) => ({
  key: [...pulseKeys.all, 'months', programmeId],
  query: ({ signal }) => api(pulse.read, { params: { programmeId } }, { signal }),
}))
export const coherenceQuery = defineQueryOptions((programmeId: string) => ({
  key: [...pulseKeys.all, 'coherence', programmeId],
  query: ({ signal }) => api(coherence.read, { params: { programmeId } }, { signal }),
}))

const changes = <E extends Endpoint>(endpoint: E, nameless = false) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call, { nameless }),
      onSuccess: () => cache.invalidateQueries({ key: pulseKeys.all }),
    })
  })
export const useTakeTicket = changes(pulse.take)
export const useAnswerPulse = changes(pulse.answer, true)
export const useSign = changes(coherence.sign)
