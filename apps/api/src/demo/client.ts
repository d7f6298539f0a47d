// A person of the demonstration at work: the public API, called with its own contracts, each refusal an error that says what was refused.
import { v7 as uuidv7 } from 'uuid'
import type { Call, Endpoint, Result } from '@modulus/contracts/endpoint.ts'
import { session } from '@modulus/contracts/session.ts'
import type { Founding } from '../server.ts'

export type App = Founding['app']
export type Caller = <E extends Endpoint>(endpoint: E, call?: Call<E>) => Promise<Result<E>>
export const newId = (): string => uuidv7()

/** Calls that need no sign-in, or carry the session of whoever signed in. */
export const callerOf =
  (app: App, bearer?: string): Caller =>
  async (endpoint, call) => {
    const { params = {}, query, body } = (call ?? {}) as { params?: Record<string, string>; query?: Record<string, string>; body?: object }
    const path = endpoint.url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]!))
    const answer = await app.inject({
      method: endpoint.method,
      url: `/api${path}`,
      ...(query ? { query } : {}),
      ...(body ? { payload: body } : {}),
      headers: { ...(bearer ? { authorization: `Bearer ${bearer}` } : {}) },
    })
    if (answer.statusCode >= 300)
      throw new Error(
        `The demonstration was refused: ${endpoint.method} ${path} ${answer.statusCode} ${answer.body} for ${JSON.stringify(body)}`,
      )
    return answer.statusCode === 204 ? (undefined as never) : answer.json()
  }

export async function signIn(app: App, email: string, password: string): Promise<Caller & { userId: string }> {
  const answer = await app.inject({ method: 'POST', url: `/api${session.signIn.url}`, payload: { email, password } })
  if (answer.statusCode !== 201) throw new Error(`${email} could not sign in: ${answer.body}`)
  const bearer = answer.cookies.find((one) => one.name === '__Host-session')!.value
  return Object.assign(callerOf(app, bearer), { userId: (answer.json() as { userId: string }).userId })
}
