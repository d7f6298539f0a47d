// A photo from a visit goes by itself, after the record and never in its way: sealed on the phone where work was taken along, else straight away.
import { attachments, type NewAttachment } from '@modulus/contracts/attachments.ts'
import { offlineLimits } from '@modulus/contracts/offline.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { visits } from '@modulus/contracts/visits.ts'
import { defineQueryOptions } from '@pinia/colada'
import { orAlong } from '#lib/along.ts'
import { api } from '#lib/api.ts'
import { fitted } from '#lib/picture.ts'
import { useOffline } from '#stores/offline.ts'

/** Whom it is about: said by the address, which is all there is without signal, or else by the visit. */
export const photoPersonQuery = defineQueryOptions(({ visitId, participantId }: { visitId: string; participantId: string | null }) => ({
  key: ['visits', visitId, 'for a photo', participantId],
  query: async ({ signal }) =>
    participantId
      ? orAlong(participantId, api(participants.read, { params: { participantId } }, { signal }))
      : (await api(visits.read, { params: { visitId } }, { signal })).participant,
}))
/** Null: this browser cannot draw it anew. */
export const drawAnew = (file: File) => fitted(file, offlineLimits.photoBytes)

const base64 = (blob: Blob) =>
  new Promise<string>((ok, fail) => {
    const reader = new FileReader()
    reader.onload = () => ok(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => fail(reader.error ?? new Error('The photo could not be read.'))
    reader.readAsDataURL(blob)
  })

/** Says whether it waits on this phone, or is with the API. Throws an ApiProblem. */
export async function keepPhoto(
  participantId: string,
  attachmentId: string,
  announce: NewAttachment,
  picture: Blob,
): Promise<'waits' | 'sent'> {
  const store = useOffline(),
    params = { participantId, attachmentId }
  if (store.open) {
    const { keep } = await store.load()
    const path = `/participants/${participantId}/attachments/${attachmentId}/bytes`
    const kept = await keep({ operation: 'attachments.send', method: 'PUT', path, body: { announce, bytes: await base64(picture) } })
    if (kept) return 'waits'
  }
  await api(attachments.announce, { params, body: announce })
  await api(attachments.send, { params, body: picture })
  return 'sent'
}
