import { factors, type NewPasskey } from '@modulus/contracts/factors.ts'
import { session } from '@modulus/contracts/session.ts'
import { defineQueryOptions, useQueryCache } from '@pinia/colada'
import { api } from '#lib/api.ts'
import { newId } from '#lib/new-id.ts'
import { answerChallenge, makePasskey } from '#lib/passkey.ts'

export const factorKey = ['session', 'factors'] as const
export const factorsQuery = defineQueryOptions(() => ({
  key: [...factorKey],
  query: ({ signal }) => api(factors.factors, {}, { signal }),
}))
/** The same of a session that is half open: nothing of it holds any more once it is open, so it is never remembered. */
export const secondStepQuery = defineQueryOptions(() => ({
  key: ['session', 'second-step'],
  query: ({ signal }) => api(factors.factors, {}, { signal }),
  staleTime: 0,
  gcTime: 0,
}))

/** Null when they did not go on. */
export async function showPasskey() {
  const answer = await answerChallenge(await api(factors.passkeyToShow, {}))
  return answer && api(factors.showPasskey, { body: answer })
}
export const showCode = (code: string) => api(factors.showCode, { body: { code } })
export const showRecoveryCode = (code: string) => api(factors.showRecoveryCode, { body: { code } })
export const showPassword = (password: string) => api(factors.showPassword, { body: { password } })

/** Null when they did not go on; 'known' when this device has one already. */
export async function addPasskey(name: string) {
  const made = await makePasskey(await api(factors.passkeyToAdd, {}), name)
  if (!made || made === 'known') return made
  const body: NewPasskey = made
  return api(factors.addPasskey, { params: { passkeyId: newId() }, body })
}
export const beginAuthenticator = () => api(factors.beginAuthenticator, {})
export const addAuthenticator = (code: string) => api(factors.addAuthenticator, { body: { code } })

/** Changes to what I sign in with; what is shown of it is read afresh. */
export function useFactorDeeds() {
  const cache = useQueryCache()
  const refresh = () => cache.invalidateQueries({ key: [...factorKey] })
  const then =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A) => {
      const result = await work(...args)
      await refresh()
      return result
    }
  return {
    refresh,
    renamePasskey: then((passkeyId: string, name: string) => api(factors.renamePasskey, { params: { passkeyId }, body: { name } })),
    removePasskey: then((passkeyId: string) => api(factors.removePasskey, { params: { passkeyId } })),
    removeAuthenticator: then(() => api(factors.removeAuthenticator, {})),
    newRecoveryCodes: then(() => api(factors.newRecoveryCodes, {})),
    endOthers: then(() => api(session.endOthers, {})),
  }
}
