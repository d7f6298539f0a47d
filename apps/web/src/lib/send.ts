// One request to the API over a contract. Every failure is an ApiProblem with a name. Knows nothing of stores: api.ts does.
import type { Endpoint, Result } from '@modulus/contracts/endpoint.ts'
import type { FieldError, ProblemBody, ProblemName } from '@modulus/contracts/problems.ts'

/** These two are ours. offline: the request never reached the API, or no answer came back. phone-full: it could not be kept for later either. */
export type ProblemKind = ProblemName | 'offline' | 'phone-full'

export class ApiProblem extends Error {
  readonly type: ProblemKind
  readonly status: number
  readonly title: string
  readonly errors: FieldError[]
  /** What else came with the refusal, such as `current` of changed-meanwhile. */
  readonly extra: Record<string, unknown>
  constructor(type: ProblemKind, body: Partial<ProblemBody> = {}) {
    const { type: _type, status = 0, title = type, errors = [], ...extra } = body
    super(title)
    this.type = type
    this.status = status
    this.title = title
    this.errors = errors
    this.extra = extra
  }
}

export interface Parts {
  params?: Record<string, string | number>
  query?: Record<string, unknown>
  body?: unknown
  /** What the form began from, for an edit that may have to wait: it goes along only then, to be laid beside a colleague's. */
  base?: unknown
}
export interface Init {
  signal?: AbortSignal
  /** Sent without cookie, referrer or trace in the browser's store: nobody can be told from it. */
  nameless?: boolean
}

/** What answers in place of an API that cannot be reached, where someone took their work along (offline/begin.ts). */
export interface StandIn {
  /** Undefined when it cannot: then the request fails as it would have. */
  answer(asked: { operation: string; method: string; path: string; body: unknown; base?: unknown }): Promise<unknown>
  /** The API answered this; `problem` is the name of what it refused. */
  heard(response: Response, problem: string | undefined): void
}
let standIn: Promise<StandIn> | undefined
/** Milliseconds. At the edge of a mast a request may hang for minutes, and there is somebody at the door. */
const patience = 8000
/** Characters in a millisecond, over a poor connection: a photo is given the time that it takes, which is a minute and more. */
const slow = 8
export const standInBy = (one: typeof standIn) => {
  standIn = one
}

export async function send<E extends Endpoint>(
  endpoint: E,
  { params = {}, query, body, base }: Parts,
  { signal, nameless }: Init = {},
): Promise<Result<E>> {
  const path = endpoint.url.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name]!)) + searchOf(query)
  const request: RequestInit = { method: endpoint.method, credentials: nameless ? 'omit' : 'same-origin', signal: signal ?? null }
  if (nameless) Object.assign(request, { cache: 'no-store', referrerPolicy: 'no-referrer' })
  if (body instanceof Blob) Object.assign(request, { body, headers: { 'content-type': 'application/octet-stream' } })
  else if (body !== undefined) Object.assign(request, { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
  const wait = patience + (typeof request.body === 'string' ? Math.round(request.body.length / slow) : 0)
  if (standIn && !(body instanceof Blob)) request.signal = AbortSignal.any([AbortSignal.timeout(wait), ...(signal ? [signal] : [])])
  // An answer that breaks off in its middle is none: nobody knows what it would have said.
  const answer = await fetch(`/api${path}`, request)
    .then(read)
    .catch((error: Error) => {
      if (error.name === 'AbortError' || signal?.aborted) throw error
      return null
    })
  const response = answer?.response
  const problem = !answer ? new ApiProblem('offline') : response!.ok ? null : problemOf(answer)
  if (problem?.type === 'offline' && standIn && !nameless && !(body instanceof Blob)) {
    const { operationId = '' } = endpoint.schema as { operationId?: string }
    const instead = await (await standIn).answer({ operation: operationId, method: endpoint.method, path, body, base })
    if (instead !== undefined) return instead as Result<E>
  }
  if (response && problem?.type !== 'offline') void standIn?.then((one) => one.heard(response, problem?.type))
  if (problem) throw problem
  return answer!.body as Result<E>
}

function searchOf(query: Record<string, unknown> | undefined): string {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const pairs = given.flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)]))
  return pairs.length ? `?${new URLSearchParams(pairs)}` : ''
}

interface Answer {
  response: Response
  body: unknown
}
/** Null when nobody of ours said it to the end: the sign-in page of some wireless network says 200 to everything. */
async function read(response: Response): Promise<Answer | null> {
  const text = await response.text()
  if (text === '') return response.status === 204 ? { response, body: undefined } : null
  try {
    return { response, body: JSON.parse(text) }
  } catch {
    return response.ok ? null : { response, body: {} }
  }
}

function problemOf({ response, body }: Answer): ApiProblem {
  const said = (body ?? {}) as Partial<ProblemBody>
  // A proxy in between answers in its own words: for the person that is no signal, or trouble on our side.
  const kind = said.type?.replace('/problems/', '') as ProblemName | undefined
  return new ApiProblem(kind ?? (response.status >= 502 && response.status <= 504 ? 'offline' : 'unexpected'), {
    status: response.status,
    ...said,
  })
}
