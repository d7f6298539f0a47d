import { session } from '@modulus/contracts/session.ts'
import { defineQueryOptions } from '@pinia/colada'
import { api, ApiProblem } from '#lib/api.ts'

/** The demonstration's sign-ins; null where this is not a demonstration. */
export const demoQuery = defineQueryOptions(() => ({
  key: ['session', 'demo'],
  query: ({ signal }) =>
    api(session.demo, {}, { signal }).catch((problem: unknown) => {
      if (problem instanceof ApiProblem && problem.type === 'not-found') return null
      throw problem
    }),
}))

export const askForPassword = (email: string) => api(session.forgotten, { body: { email } })
