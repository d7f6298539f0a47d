// Makes a value that fits a JSON schema, so that a request can reach past validation on every route of the OpenAPI list.
interface Schema {
  type?: string
  format?: string
  enum?: unknown[]
  const?: unknown
  pattern?: string
  minLength?: number
  minItems?: number
  minimum?: number
  maximum?: number
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
}

/** `idOf` answers which id stands under a property's name; it is asked for every uuid. */
export function example(schema: Schema, idOf: (name: string) => string, name = ''): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return example(schema.anyOf.find((one) => one.type !== 'null') ?? schema.anyOf[0]!, idOf, name)
  switch (schema.type) {
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((key) => [key, example(schema.properties?.[key] ?? {}, idOf, key)]))
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => example(schema.items ?? {}, idOf, name.replace(/s$/, '')))
    case 'integer':
    case 'number':
      return schema.minimum ?? Math.min(1, schema.maximum ?? 1)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return text(schema, idOf, name)
  }
}

function text({ format, pattern, minLength = 1 }: Schema, idOf: (name: string) => string, name: string): string {
  if (format === 'uuid') return idOf(name)
  if (format === 'email') return 'someone@test.invalid'
  if (name === 'reviewOn') return new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10) // one looks again in the future
  if (format === 'date') return '2026-11-20'
  if (format === 'date-time') return '2026-11-20T10:00:00.000Z'
  if (pattern?.startsWith('^[0-9]')) return '1'
  if (pattern?.includes(':')) return '10:00'
  if (pattern?.startsWith('^(19|20)')) return '2026-11'
  return pattern?.startsWith('^[a-z]') ? 'words' : 'Words'.padEnd(minLength, 'x')
}
