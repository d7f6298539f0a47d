import { destinations } from '@modulus/contracts/destinations.ts'
import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const destinationKeys = {
  all: ['destinations'] as const,
  of: (participantId: string) => [...destinationKeys.all, 'person', participantId] as const,
  due: (filters: object) => [...destinationKeys.all, 'due', filters] as const,
}

export const whereaboutsQuery = defineQueryOptions((participantId: string) => ({
  key: destinationKeys.of(participantId),
  query: ({ signal }) => api(destinations.whereabouts, { params: { participantId } }, { signal }),
}))
export const employersQuery = defineQueryOptions(() => ({
  key: ['destinations', 'partners'],
  query: ({ signal }) => api(partners.list, { query: { limit: 100 } }, { signal }),
}))
export const listDue = (filters: { due?: string; programmeId?: string }, after: string | null, signal: AbortSignal) =>
  api(destinations.due, { query: { ...filters, after: after ?? undefined } }, { signal })

const changes = <E extends Endpoint>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => {
        void cache.invalidateQueries({ key: destinationKeys.all })
      },
    })
  })
export const useRecordDestination = changes(destinations.record)
export const useAmendDestination = changes(destinations.amend)
export const useScheduleFollowUps = changes(destinations.schedule)
export const useFollowUpDone = changes(destinations.done)
export const useFollowUpUnreachable = changes(destinations.unreachable)
export const useReopenFollowUp = changes(destinations.reopen)
