// Every refusal has a name; this is the one place where errors become answers (RFC 9457). SQL text never leaves.
import { fieldErrors } from '@modulus/contracts/validate.ts'
import { problems, type ProblemName } from '@modulus/contracts/problems.ts'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

export class Problem extends Error {
  readonly slug: ProblemName
  readonly extra: Record<string, unknown>
  constructor(slug: ProblemName, extra: Record<string, unknown> = {}) {
    super(problems[slug][1])
    this.slug = slug
    this.extra = extra
  }
}
export const notFound = () => new Problem('not-found')
/** One answer that needs attention, found by a rule that no schema can say. */
export const invalid = (field: string, keyword: string, detail: string) =>
  new Problem('invalid-input', { errors: [{ pointer: `/body/${field}`, keyword, detail }] })

/** What the database refuses by a constraint's name. */
const constraints: Record<string, () => Problem> = {}
/** Modules say here what their constraints mean, beside their routes. */
export const refusals = (list: Record<string, () => Problem>) => Object.assign(constraints, list)

const codes: Record<string, ProblemName> = {
  MO401: 'signed-out',
  MO403: 'second-factor-needed',
  MO409: 'prove-again',
  MO406: 'read-only-token',
  '42501': 'forbidden',
  '22P02': 'invalid-input',
  '22001': 'invalid-input',
  '22003': 'invalid-input',
  '22007': 'invalid-input',
  '22008': 'invalid-input',
  '22021': 'invalid-input',
  '23502': 'invalid-input',
  '23514': 'invalid-input',
  '23503': 'not-found',
  '23505': 'already-exists',
  '23P01': 'already-exists',
  '55P03': 'busy-now',
  '57014': 'busy-now',
  '57P01': 'busy-now',
  '57P03': 'busy-now',
  '53300': 'busy-now',
  '40001': 'busy-now',
  '40P01': 'busy-now',
  ECONNREFUSED: 'busy-now',
  ECONNRESET: 'busy-now',
  ENOENT: 'busy-now',
  EPIPE: 'busy-now',
}
/** What Fastify says with a number; 403 is its word for a folder of the pages, which is nothing to anybody. */
const framework: Record<number, ProblemName> = {
  400: 'unreadable-body',
  403: 'not-found',
  404: 'not-found',
  413: 'too-large',
  415: 'wrong-content-type',
}
const poolIsBusy = /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/

interface Caught {
  code?: string
  constraint?: string
  message?: string
}

export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { validation, validationContext, statusCode } = error as FastifyError
  if (validation) return new Problem('invalid-input', { errors: fieldErrors(validation as never, `/${validationContext}`) })
  const { code, constraint, message } = ((error as { cause?: unknown })?.cause ?? error ?? {}) as Caught // Drizzle wraps what PostgreSQL said
  if (constraint && constraints[constraint]) return constraints[constraint]()
  if (code && codes[code]) return new Problem(codes[code])
  if (poolIsBusy.test(message ?? '')) return new Problem('busy-now')
  if (statusCode && framework[statusCode]) return new Problem(framework[statusCode])
  return new Problem('unexpected')
}

export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { slug, extra } = toProblem(error)
  const [status, title] = problems[slug]
  if (status >= 500 && !request.routeOptions?.config?.unlogged) {
    const cause = ((error as { cause?: unknown })?.cause ?? error) as Caught & Error
    request.log.error({ code: cause?.code, constraint: cause?.constraint, stack: cause?.stack?.split('\n').slice(0, 6) }, slug)
  }
  if (status === 503) reply.header('retry-after', '2')
  if (typeof extra.seconds === 'number') reply.header('retry-after', String(extra.seconds))
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ ...extra, type: `/problems/${slug}`, title, status, instance: request.id })
}

export default fp(
  async (app) => {
    app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
    app.setNotFoundHandler((request, reply) => {
      // An address the server does not know is the single-page app's, if a person typed it; a missing file or API address is missing.
      const typed = request.method === 'GET' && request.headers.accept?.includes('text/html') && !request.url.startsWith('/api/')
      if (typed && 'sendFile' in reply) return reply.code(200).sendFile('index.html')
      return sendProblem(notFound(), request, reply)
    })
  },
  { name: 'problems' },
)
