import { contacts } from '@modulus/contracts/contacts.ts'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

export const contactKeys = {
  all: ['contacts'] as const,
  one: (id: string) => [...contactKeys.all, 'one', id] as const,
  of: (participantId: string) => [...contactKeys.all, 'of', participantId] as const,
}

export const contactQuery = defineQueryOptions((id: string) => ({
  key: contactKeys.one(id),
  query: ({ signal }) => api(contacts.read, { params: { contactId: id } }, { signal }),
}))
export const personQuery = defineQueryOptions((participantId: string) => ({
  key: ['participants', 'one', participantId, 'for contact'],
  query: ({ signal }) => api(participants.read, { params: { participantId } }, { signal }),
}))
export const useContactList = (participantId: () => string) =>
  useInfiniteQuery({
    key: () => contactKeys.of(participantId()),
    query: ({ pageParam, signal }) =>
      api(contacts.list, { query: { participantId: participantId(), after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

export const useLogContact = defineMutation(() => {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<typeof contacts.log>) => api(contacts.log, call),
    // "Asked us to stop" also calls visits off.
    onSuccess: () => {
      for (const key of [contactKeys.all, ['day'], ['participants'], ['story'], ['visits']]) void cache.invalidateQueries({ key })
    },
  })
})
