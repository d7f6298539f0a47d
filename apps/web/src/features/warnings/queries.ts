import type { Call } from '@modulus/contracts/endpoint.ts'
import { participantSafety } from '@modulus/contracts/participant-safety.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { warnings } from '@modulus/contracts/warnings.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const warningsQuery = defineQueryOptions((show: 'live' | 'ended') => ({
  key: ['warnings', show],
  query: ({ signal }) => api(warnings.list, { query: { show } }, { signal }),
}))
export const personQuery = defineQueryOptions((participantId: string) => ({
  key: ['participants', 'one', participantId, 'for warning'],
  query: ({ signal }) => api(participants.read, { params: { participantId } }, { signal }),
}))
export const safetyQuery = defineQueryOptions((participantId: string) => ({
  key: ['participants', 'one', participantId, 'safety'],
  query: ({ signal }) => api(participantSafety.safety, { params: { participantId } }, { signal }),
}))
const deed = <E extends (typeof warnings)[keyof typeof warnings] | typeof participantSafety.checkSafety>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => {
        for (const key of [['warnings'], ['participants'], ['day']]) void cache.invalidateQueries({ key })
      },
    })
  })
export const useWriteWarning = deed(warnings.write)
export const useApproveWarning = deed(warnings.approve)
export const useSeeWarning = deed(warnings.see)
export const useRenewWarning = deed(warnings.renew)
export const useEndWarning = deed(warnings.end)
export const useCheckSafety = deed(participantSafety.checkSafety)
