import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { purposes } from '@modulus/contracts/purposes.ts'
import { defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'
import { every } from '#lib/every.ts'

const all = ['papers'] as const
export const papersQuery = defineQueryOptions((programmeId: string) => ({
  key: [...all, programmeId],
  query: ({ signal }) => api(purposes.papers, { params: { programmeId } }, { signal }),
}))
export const controllersQuery = defineQueryOptions(() => ({
  key: ['partners', 'controllers'],
  query: async () => every((after) => api(partners.list, { query: { after, limit: 100 } })),
}))
function useDeed<E extends Endpoint>(endpoint: E) {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<E>) => api(endpoint, call),
    onSuccess: () => Promise.all([cache.invalidateQueries({ key: all }), cache.invalidateQueries({ key: ['programmes'] })]),
  })
}
export const useAddPurpose = () => useDeed(purposes.add)
export const useEditPurpose = () => useDeed(purposes.edit)
export const useEndPurpose = () => useDeed(purposes.end)
export const useWriteDpia = () => useDeed(purposes.writeDpia)
export const useApproveDpia = () => useDeed(purposes.approveDpia)
export const useWriteRights = () => useDeed(purposes.writeRights)
export const useFinishRights = () => useDeed(purposes.finishRights)
