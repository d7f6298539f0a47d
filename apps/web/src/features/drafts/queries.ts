import { drafts } from '@modulus/contracts/drafts.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const draftsQuery = defineQueryOptions({ key: ['drafts'], staleTime: 0, query: ({ signal }) => api(drafts.list, {}, { signal }) })
export const useDiscardDraft = defineMutation(() => {
  const cache = useQueryCache()
  return useMutation({
    mutation: (draftId: string) => api(drafts.discard, { params: { draftId } }),
    onSettled: () => {
      for (const key of [['drafts'], ['day']]) void cache.invalidateQueries({ key })
    },
  })
})
