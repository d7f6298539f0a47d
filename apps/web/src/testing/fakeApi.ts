// Stands in for the API at the edge of the browser: answers are typed by the contracts, so a wrong fake does not compile.
import type { Call, Endpoint, Result } from '@modulus/contracts/endpoint.ts'
import { problems, type FieldError, type ProblemName } from '@modulus/contracts/problems.ts'
import { vi } from 'vitest'

interface Asked {
  operation: string
  params: Record<string, string>
  query: Record<string, string>
  body: unknown
}
type Answer = (asked: Asked) => Response

/** const api = fakeApi().on(visits.read, visit).refuse(visits.cancel, 'forbidden'); then api.calls tells what was asked. */
export function fakeApi() {
  const answers: { endpoint: Endpoint; pattern: RegExp; names: string[]; answer: Answer }[] = []
  const calls: Asked[] = []

  const add = (endpoint: Endpoint, answer: Answer) => {
    const names = [...endpoint.url.matchAll(/:(\w+)/g)].map(([, name]) => name!)
    answers.unshift({ endpoint, names, pattern: new RegExp(`^/api${endpoint.url.replace(/:\w+/g, '([^/]+)')}$`), answer })
    return fake
  }
  const json = (value: unknown, status: number, type = 'application/json') =>
    new Response(value === undefined || status === 204 ? null : JSON.stringify(value), { status, headers: { 'content-type': type } })

  vi.stubGlobal('fetch', async (address: string, { method = 'GET', body }: RequestInit = {}) => {
    const url = new URL(address, 'http://localhost')
    const hit = answers.find((one) => one.endpoint.method === method && one.pattern.test(url.pathname))
    if (!hit) throw new Error(`No answer was arranged for ${method} ${url.pathname}`)
    const [, ...found] = hit.pattern.exec(url.pathname)!
    const asked: Asked = {
      operation: (hit.endpoint.schema as { operationId?: string }).operationId ?? `${method} ${hit.endpoint.url}`,
      params: Object.fromEntries(hit.names.map((name, at) => [name, decodeURIComponent(found[at]!)])),
      query: Object.fromEntries(url.searchParams),
      body: typeof body === 'string' ? JSON.parse(body) : body,
    }
    calls.push(asked)
    return hit.answer(asked)
  })

  const fake = {
    calls,
    /** The calls of one endpoint, in order. */
    callsOf: <E extends Endpoint>(endpoint: E) =>
      calls.filter(({ operation }) => operation === (endpoint.schema as { operationId?: string }).operationId) as (Asked & Call<E>)[],
    on: <E extends Endpoint>(endpoint: E, answer: Result<E> | ((call: Call<E>) => Result<E>)) =>
      add(endpoint, (asked) => {
        const value = typeof answer === 'function' ? (answer as (call: Call<E>) => Result<E>)(asked as never) : answer
        return json(
          value,
          endpoint.schema.response[204] ? 204 : endpoint.schema.response[201] && !endpoint.schema.response[200] ? 201 : 200,
        )
      }),
    refuse: (endpoint: Endpoint, problem: ProblemName, extra: { errors?: FieldError[]; [name: string]: unknown } = {}) =>
      add(endpoint, () => {
        const [status, title] = problems[problem]
        return json({ type: `/problems/${problem}`, title, status, instance: 'test', ...extra }, status, 'application/problem+json')
      }),
    /** No signal. */
    cutOff: (endpoint: Endpoint) =>
      add(endpoint, () => {
        throw new TypeError('Failed to fetch')
      }),
  }
  return fake
}
