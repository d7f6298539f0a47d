import { attachments } from '@modulus/contracts/attachments.ts'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { placements } from '@modulus/contracts/placements.ts'
import { defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const attachmentsQuery = defineQueryOptions((participantId: string) => ({
  key: ['attachments', participantId],
  query: ({ signal }) => api(attachments.list, { params: { participantId } }, { signal }),
}))
/** What a file may be about besides the person: the placements of theirs that the reader sees. */
export const placementChoicesQuery = defineQueryOptions((participantId: string) => ({
  key: ['attachments', participantId, 'placements'],
  query: async ({ signal }) =>
    (await api(placements.list, { query: { participantId, limit: 100 } }, { signal })).items.map((one) => ({
      value: one.id,
      label: one.partner.name,
    })),
}))
export const addressOf = (participantId: string, id: string) => `/api/participants/${participantId}/attachments/${id}/bytes`
export const announce = (call: Call<typeof attachments.announce>) => api(attachments.announce, call)
export const sendBytes = (participantId: string, attachmentId: string, body: Blob) =>
  api(attachments.send, { params: { participantId, attachmentId }, body })
export function useRemove() {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<typeof attachments.remove>) => api(attachments.remove, call),
    onSuccess: () => cache.invalidateQueries({ key: ['attachments'] }),
  })
}
