// One validator on both sides of the wire.
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Settings } from 'typebox/system'
import type { FieldError } from './problems.ts'

// Its own limit is eight, and a long form may be wrong in more places.
Settings.Set({ maxErrors: 200 })

const compiled = new WeakMap<TSchema, ReturnType<typeof Compile>>()
const validatorOf = (schema: TSchema) => compiled.get(schema) ?? compiled.set(schema, Compile(schema)).get(schema)!

interface RawError {
  keyword: string
  instancePath: string
  message: string
  params: { requiredProperties?: string[]; additionalProperties?: string[] }
}

/** Every answer that needs attention, each with the pointer of its field; empty when the value fits. */
export function validate(schema: TSchema, value: unknown, at = ''): FieldError[] {
  const validator = validatorOf(schema)
  return validator.Check(value) ? [] : fieldErrors(validator.Errors(value) as RawError[], at)
}

export const fieldErrors = (errors: RawError[], at = ''): FieldError[] => {
  const all = errors.flatMap(({ keyword, instancePath, message, params }) => {
    const names =
      keyword === 'required' ? params.requiredProperties : keyword === 'additionalProperties' ? params.additionalProperties : undefined
    return (names ?? [undefined]).map((name) => ({
      pointer: at + instancePath + (name === undefined ? '' : `/${name}`),
      keyword,
      detail: message,
    }))
  })
  // A refused extra field is also reported as a boolean schema; and a union reports each of its branches: one line per field is enough.
  const seen = new Map<string, FieldError>()
  for (const error of all) if (!seen.has(error.pointer) || seen.get(error.pointer)!.keyword === 'boolean') seen.set(error.pointer, error)
  return [...seen.values()]
}
