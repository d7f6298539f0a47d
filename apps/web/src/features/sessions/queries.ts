import type { Call, Endpoint } from '@modulus/contracts/endpoint.ts'
import { people } from '@modulus/contracts/people.ts'
import { sessionOidc } from '@modulus/contracts/session-oidc.ts'
import { sessionsOf } from '@modulus/contracts/sessions-of.ts'
import { defineQueryOptions, useMutation, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'

const keys = { of: ['sessions-of'] as const, identities: ['session', 'identities'] as const }
export const sessionsOfQuery = defineQueryOptions((personId: string) => ({
  key: [...keys.of, personId],
  query: ({ signal }) => api(sessionsOf.list, { params: { personId } }, { signal }),
}))
export const whoseQuery = defineQueryOptions((personId: string) => ({
  key: ['accounts', personId],
  query: ({ signal }) => api(people.read, { params: { personId } }, { signal }),
}))
export const identitiesQuery = defineQueryOptions(() => ({
  key: keys.identities,
  query: ({ signal }) => api(sessionOidc.identities, {}, { signal }),
}))

function useDeed<E extends Endpoint>(endpoint: E, key: readonly string[]) {
  const cache = useQueryCache()
  return useMutation({ mutation: (call: Call<E>) => api(endpoint, call), onSuccess: () => cache.invalidateQueries({ key: [...key] }) })
}
export const useEndTheirs = () => useDeed(sessionsOf.endOne, keys.of)
export const useEndAllTheirs = () => useDeed(sessionsOf.endAll, keys.of)
export const useDisconnect = () => useDeed(sessionOidc.disconnectIdentity, keys.identities)
export async function goAndConnect(provider: string): Promise<void> {
  location.assign((await api(sessionOidc.connectProvider, { params: { provider } })).address)
}
