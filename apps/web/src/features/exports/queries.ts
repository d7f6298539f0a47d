import type { Call } from '@modulus/contracts/endpoint.ts'
import { exportFiles } from '@modulus/contracts/exports.ts'
import { defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const exportsQuery = defineQueryOptions(() => ({ key: ['exports'], query: ({ signal }) => api(exportFiles.list, {}, { signal }) }))
export const fileAddress = (id: string) => `/api/exports/${id}/file`
function useDeed<E extends typeof exportFiles.order | typeof exportFiles.discard>(endpoint: E) {
  const cache = useQueryCache()
  return useMutation({ mutation: (call: Call<E>) => api(endpoint, call), onSuccess: () => cache.invalidateQueries({ key: ['exports'] }) })
}
export const useOrder = () => useDeed(exportFiles.order)
export const useDiscard = () => useDeed(exportFiles.discard)
