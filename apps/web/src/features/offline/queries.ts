import type { Call } from '@modulus/contracts/endpoint.ts'
import { offline } from '@modulus/contracts/offline.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

const all = ['offline', 'set-aside'] as const
/** What came back and waits for somebody: mine, and what was handed over to me. */
export const setAsideQuery = defineQueryOptions(() => ({
  key: [...all, 'list'],
  staleTime: 0,
  query: ({ signal }: { signal: AbortSignal }) => api(offline.setAside, { query: { limit: 50 } }, { signal }),
}))
export const settingsQuery = defineQueryOptions(() => ({
  key: ['offline', 'settings'],
  query: ({ signal }: { signal: AbortSignal }) => api(offline.settings, {}, { signal }),
}))
export const itemQuery = defineQueryOptions((id: string) => ({
  key: [...all, 'one', id],
  staleTime: 0,
  query: ({ signal }) => api(offline.open, { params: { itemId: id } }, { signal }),
}))

/** Whom it is about. */
export const personQuery = defineQueryOptions((id: string) => ({
  key: ['participants', 'one', id],
  query: ({ signal }: { signal: AbortSignal }) => api(participants.read, { params: { participantId: id } }, { signal }),
}))

/** An item that is over opens no more, so only the list is read afresh by itself. */
const deed = <E extends (typeof offline)['take' | 'resolve' | 'handOver' | 'throwAway']>(endpoint: E, touched: string[][] = []) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => {
        for (const key of [[...all, 'list'], ...touched]) void cache.invalidateQueries({ key })
      },
    })
  })
const records = [['visits'], ['day'], ['participants'], ['interests'], ['story'], ['contacts']]
export const useTake = deed(offline.take, records)
export const useResolve = deed(offline.resolve, records)
export const useHandOver = deed(offline.handOver)
export const useThrowAway = deed(offline.throwAway)
