import { community, type CountKind } from '@modulus/contracts/community.ts'
import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { programmes } from '@modulus/contracts/programmes.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const communityKeys = { all: ['community'] as const }
const key = (...parts: (string | undefined)[]) => [...communityKeys.all, ...parts.map((part) => part ?? '')]

export const indicatorsQuery = defineQueryOptions(() => ({
  key: key('indicators'),
  query: ({ signal }) => api(community.indicators, {}, { signal }),
}))
export const seriesQuery = defineQueryOptions(({ areaId, kind, type }: { areaId: string; kind: CountKind; type: string }) => ({
  key: key('series', areaId, kind, type),
  query: ({ signal }) => api(community.series, { query: { areaId, kind, type } }, { signal }),
}))
export const comparisonsQuery = defineQueryOptions((programmeId: string) => ({
  key: key('comparisons', programmeId),
  query: ({ signal }) => api(community.comparisons, { query: { programmeId } }, { signal }),
}))
export const comparisonQuery = defineQueryOptions((comparisonId: string) => ({
  key: key('comparison', comparisonId),
  query: ({ signal }) => api(community.comparison, { params: { comparisonId } }, { signal }),
}))
export const estimateQuery = defineQueryOptions((comparisonId: string) => ({
  key: key('estimate', comparisonId),
  query: ({ signal }) => api(community.estimate, { params: { comparisonId } }, { signal }),
}))
export const areasQuery = defineQueryOptions(() => ({
  key: key('areas'),
  query: ({ signal }) => api(programmes.listAreas, {}, { signal }),
}))

/** A count or a comparison moves the board too. */
const changes = <E extends Endpoint>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => {
        for (const all of [communityKeys.all, ['board']]) void cache.invalidateQueries({ key: all })
      },
    })
  })
export const useCount = changes(community.count)
export const useCompare = changes(community.compare)
export const useAmendComparison = changes(community.amendComparison)
