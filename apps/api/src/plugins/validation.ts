// What comes in: JSON read once and strictly, bodies checked exactly as sent, query text converted, nothing dropped in silence.
import fp from 'fastify-plugin'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Convert } from 'typebox/value'
import { invalid, Problem } from './problems.ts'

const deepest = 20

/** Signs that turn the direction of writing: a name or file name with one is shown as another word than the one that is kept. */
export const turning = /[\u202a-\u202e\u2066-\u2069]/
const naming = /^(name|title|knownAs|toPerson|toOrganisation|(cohort|family|file|first|planned)(Name|Title))$/

/**
 * Refuses what PostgreSQL cannot keep (NUL, lone surrogates), what no form can send (very deep nesting), and names that are not what they look
 * like. Never recursive.
 */
export function checkText(value: unknown): void {
  let level = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) throw new Problem('unreadable-body')
    const below: unknown[] = []
    for (const one of level) {
      if (typeof one === 'string') refuseBadText(one)
      else if (Array.isArray(one)) for (const item of one) below.push(item)
      else if (one && typeof one === 'object')
        for (const [key, item] of Object.entries(one)) {
          refuseBadText(key)
          if (typeof item === 'string') refuseTurnedName(key, item)
          below.push(item)
        }
    }
    level = below
  }
}
const refuseBadText = (text: string) => {
  if (text.includes('\0') || !text.isWellFormed()) throw new Problem('unreadable-body')
}
const refuseTurnedName = (key: string, text: string) => {
  if (turning.test(text) && naming.test(key))
    throw invalid(key, 'turning', 'There are hidden signs in it that turn the writing round. Type it by hand.')
}

/** Query text as a plain record; a name given twice becomes a list, which checkQuery refuses. Never throws: the router calls it. */
export function readQuery(text: string): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = Object.create(null)
  for (const [key, value] of new URLSearchParams(text)) result[key] = key in result ? [result[key]!, value].flat() : value
  return result
}
/** ?a=1&a=2 is refused: two parts of a system may each believe another one. */
function checkQuery(query: unknown): void {
  for (const [key, value] of Object.entries(query as object)) {
    if (typeof value !== 'string') throw new Problem('unreadable-body')
    refuseBadText(value)
    refuseTurnedName(key, value)
  }
}

export default fp(
  async (app) => {
    app.addHook('onRequest', async (request) => checkQuery(request.query))
    app.removeContentTypeParser('text/plain')
    const parse = app.getDefaultJsonParser('error', 'error')
    app.removeContentTypeParser('application/json')
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
      if (body === '') return done(null, undefined)
      void parse(request, body as string, (error, value) => {
        if (error) return done(new Problem('unreadable-body'))
        try {
          checkText(value)
          done(null, value)
        } catch (reason) {
          done(reason as Error)
        }
      })
    })
    app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    app.setValidatorCompiler<TSchema>(({ schema, httpPart }) => {
      const validator = Compile(schema)
      return (value: unknown) => {
        // Query and path are flat text: what fits as it came (most ids do) needs neither a copy nor a conversion.
        const input = httpPart === 'body' || validator.Check(value) ? value : Convert(schema, { ...(value as object) })
        return validator.Check(input) ? { value: input } : { error: validator.Errors(input) as never }
      }
    })
  },
  { name: 'validation' },
)
