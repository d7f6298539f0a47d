import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { factorReset } from '@modulus/contracts/factors.ts'
import { invitations } from '@modulus/contracts/invitations.ts'
import { partners } from '@modulus/contracts/partners.ts'
import { people, type PersonFilter } from '@modulus/contracts/people.ts'
import { programmes } from '@modulus/contracts/programmes.ts'
import { session } from '@modulus/contracts/session.ts'
import { defineQueryOptions, useInfiniteQuery, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'
import { every } from '#lib/every.ts'

export const personKeys = { all: ['accounts'] as const, one: (id: string) => [...personKeys.all, id] as const }

export const overviewQuery = defineQueryOptions(() => ({
  key: [...personKeys.all, 'overview'],
  query: ({ signal }) => api(people.overview, {}, { signal }),
}))
export const personQuery = defineQueryOptions((id: string) => ({
  key: personKeys.one(id),
  query: ({ signal }) => api(people.read, { params: { personId: id } }, { signal }),
}))
export const usePeople = (filter: () => Omit<PersonFilter, 'after'>) =>
  useInfiniteQuery({
    key: () => [...personKeys.all, 'list', { ...filter() }],
    query: ({ pageParam, signal }) => api(people.list, { query: { ...filter(), after: pageParam ?? undefined } }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
export const findPeople = (text: string) => api(people.search, { body: { text } }).then(({ items }) => items)

// What a person is chosen for: partners that take part, programmes there are.
export const partnerChoicesQuery = defineQueryOptions(() => ({
  key: ['partners', 'choices'],
  query: async () =>
    (await every((after) => api(partners.list, { query: { after, limit: 100 } }))).map(({ id, name }) => ({ value: id, label: name })),
}))
export const programmeChoicesQuery = defineQueryOptions(() => ({
  key: ['programmes', 'choices'],
  query: async ({ signal }) => (await api(programmes.list, {}, { signal })).items.map(({ id, name }) => ({ value: id, label: name })),
}))

/** A deed on people; whatever is shown of them is read afresh. */
function useDeed<E extends Endpoint>(endpoint: E) {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<E>) => api(endpoint, call),
    onSuccess: () => cache.invalidateQueries({ key: personKeys.all }),
  })
}
export const useInvite = () => useDeed(people.invite)
export const useAmendPerson = () => useDeed(people.amend)
export const useInviteAgain = () => useDeed(people.inviteAgain)
export const useSendNewPassword = () => useDeed(people.sendNewPassword)
export const useResetFactors = () => useDeed(factorReset.resetFactors)
export const useDisable = () => useDeed(people.disable)
export const useEnable = () => useDeed(people.enable)
export const useLeave = () => useDeed(people.leave)
export const useComeBack = () => useDeed(people.comeBack)
export const useGiveRole = () => useDeed(people.giveRole)
export const useEndRole = () => useDeed(people.endRole)
export const useInviteParticipant = () =>
  useMutation({ mutation: (call: Call<typeof people.inviteParticipant>) => api(people.inviteParticipant, call) })

export const mySessionsQuery = defineQueryOptions(() => ({
  key: ['session', 'mine'],
  query: ({ signal }) => api(session.mine, {}, { signal }),
}))
function useSessionDeed<E extends Endpoint>(endpoint: E) {
  const cache = useQueryCache()
  return useMutation({
    mutation: (call: Call<E>) => api(endpoint, call),
    onSuccess: () => cache.invalidateQueries({ key: ['session', 'mine'] }),
  })
}
export const useEndSession = () => useSessionDeed(session.endOne)
export function useEndOtherSessions() {
  const cache = useQueryCache()
  return useMutation({ mutation: () => api(session.endOthers, {}), onSuccess: () => cache.invalidateQueries({ key: ['session', 'mine'] }) })
}
export const useChangePassword = () => useSessionDeed(session.changePassword)

export const readInvitation = (token: string) => api(invitations.read, { body: { token } })
export const acceptInvitation = (token: string, password: string) => api(invitations.accept, { body: { token, password } })
