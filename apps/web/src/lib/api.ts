// The one way to the API: a typed call over a contract. Every failure is an ApiProblem with a name.
import type { Call, Endpoint, Result } from '@modulus/contracts/endpoint.ts'
import { useSaving } from '#stores/saving.ts'
import { ApiProblem, send, type Init, type Parts } from './send.ts'

export { ApiProblem, type ProblemKind } from './send.ts'

/** Asked when the session is over: signs the same person in again, or answers false. */
let signInAgain: () => Promise<boolean> = () => Promise.resolve(false)
export const onSignedOut = (ask: () => Promise<boolean>) => {
  signInAgain = ask
}

export async function api<E extends Endpoint>(endpoint: E, call: Call<E>, init: Init = {}): Promise<Result<E>> {
  const patient = send<E>(endpoint, call as Parts, init).catch(async (problem: unknown) => {
    const over = problem instanceof ApiProblem && problem.type === 'signed-out' && !endpoint.url.startsWith('/session')
    if (over && (await signInAgain())) return send<E>(endpoint, call as Parts, init)
    throw problem
  })
  // A search is asked by POST, because typed names never go into an address; it saves nothing.
  const saves = endpoint.method !== 'GET' && !/^\/session|\/search$/.test(endpoint.url)
  return saves ? useSaving().during(patient) : patient
}
