import { chronology } from '@modulus/contracts/chronology.ts'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { participantStory } from '@modulus/contracts/participant-story.ts'
import { defineMutation, defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

const key = (participantId: string) => ['chronology', participantId] as const
export const chronologyQuery = defineQueryOptions((participantId: string) => ({
  key: key(participantId),
  query: ({ signal }) => api(chronology.read, { params: { participantId } }, { signal }),
}))
/** What can be marked: the newest hundred entries of the story. */
export const storyQuery = defineQueryOptions((participantId: string) => ({
  key: ['participants', 'story', participantId, 'to mark'],
  query: ({ signal }) => api(participantStory.story, { params: { participantId }, query: { limit: 100 } }, { signal }),
}))

const deed = <E extends (typeof chronology)[keyof typeof chronology]>(endpoint: E) =>
  defineMutation(() => {
    const cache = useQueryCache()
    return useMutation({
      mutation: (call: Call<E>) => api(endpoint, call),
      onSuccess: () => void cache.invalidateQueries({ key: ['chronology'] }),
    })
  })
export const useMark = deed(chronology.mark)
export const useEditEvent = deed(chronology.edit)
export const useUnmark = deed(chronology.unmark)
