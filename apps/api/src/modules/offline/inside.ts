// Asks this API itself, as whoever is asking: every rule, every log of readings and every refusal stays in one place.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { problems, type ProblemName } from '@modulus/contracts/problems.ts'
import { Problem } from '#plugins/problems.ts'

export interface Answer {
  /** What was refused; null when it was done. */
  problem: ProblemName | null
  body: unknown
}
/** They say nothing about what was asked, only about now: whoever asked tries again. */
const passing = new Set<ProblemName>([
  'signed-out',
  'second-factor-needed',
  'prove-again',
  'cross-site',
  'not-by-token',
  'too-many-requests',
  'too-many-records',
  'too-many-guesses',
  'busy-now',
  'unexpected',
])

export type Ask = (method: 'GET' | 'PUT' | 'POST' | 'PATCH', path: string, body?: unknown) => Promise<Answer>
/** A Buffer is sent as it is, anything else as JSON. */
export const askAs =
  (app: FastifyInstance, { headers, ip }: FastifyRequest): Ask =>
  async (method, path, body) => {
    const { cookie, authorization } = headers
    const answer = await app.inject({
      method,
      url: `/api${path}`,
      remoteAddress: ip,
      headers: {
        ...(cookie && { cookie }),
        ...(authorization && { authorization }),
        'sec-fetch-site': 'same-origin', // the request that this one is part of was checked
        ...(body !== undefined && { 'content-type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body !== undefined && { payload: Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    })
    const said = answer.body === '' ? null : (answer.json() as Record<string, unknown>)
    if (answer.statusCode < 300) return { problem: null, body: said }
    const slug = String(said?.type).replace('/problems/', '') as ProblemName,
      name: ProblemName = Object.hasOwn(problems, slug) ? slug : 'unexpected'
    if (passing.has(name)) throw new Problem(name, typeof said?.seconds === 'number' ? { seconds: said.seconds } : {})
    return { problem: name, body: said }
  }
