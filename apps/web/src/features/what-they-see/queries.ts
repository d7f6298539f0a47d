import { whatTheySee } from '@modulus/contracts/what-they-see.ts'
import { defineQueryOptions } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const choicesQuery = defineQueryOptions((programmeId: string) => ({
  key: ['what-they-see', programmeId, 'choices'],
  query: ({ signal }) => api(whatTheySee.choices, { params: { programmeId } }, { signal }),
}))
/** Each look is written down, so it is asked for when both are chosen, and not again by itself. */
export const lookQuery = defineQueryOptions((look: { programmeId: string; userId: string; participantId: string }) => ({
  key: ['what-they-see', look.programmeId, look.userId, look.participantId],
  query: ({ signal }) => api(whatTheySee.look, { params: look }, { signal }),
  refetchOnWindowFocus: false,
}))
