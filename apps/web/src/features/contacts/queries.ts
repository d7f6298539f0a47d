import { contacts } from '@modulus/contracts/contacts.ts'
import type { Call } from '@modulus/contracts/endpoint.ts'
import { participants } from '@modulus/contracts/participants.ts'
import { defineMutation, defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'
import { orAlong } from '#lib/along.ts'

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
  query: ({ signal }) => orAlong(participantId, api(participants.read, { params: { participantId } }, { signal })),
}))
export const useContactList = (participantId: () => string) =>
  useInfiniteQuery({
    key: () => contactKeys.of(participantId()),
    query: ({ pageParam, signal }) =>
      api(contacts.list, { query: { participantId: participantId(), after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

// "Asked us to stop" also calls visits off.
const touched = [contactKeys.all, ['day'], ['participants'], ['story'], ['visits']]
const changing =
  <C, R>(mutation: (call: C) => Promise<R>, keys: readonly (readonly string[])[] = touched) =>
  () => {
    const cache = useQueryCache()
    return useMutation({
      mutation,
      onSuccess: () => {
        for (const key of keys) void cache.invalidateQueries({ key: [...key] })
      },
    })
  }
export const useLogContact = defineMutation(changing((call: Call<typeof contacts.log>) => api(contacts.log, call)))
export const useAmendContact = defineMutation(changing((call: Call<typeof contacts.amend>) => api(contacts.amend, call)))
// The contact itself is gone, so only what lists it is read afresh.
export const useTakeBackContact = defineMutation(
  changing(
    async (call: Call<typeof contacts.takeBack>) => {
      await api(contacts.takeBack, call)
      return true as const
    },
    [[...contactKeys.all, 'of'], ['day'], ['participants'], ['story']],
  ),
)
