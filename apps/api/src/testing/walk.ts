// Walks the OpenAPI list as somebody: every address with every id that is known, every list with each of its filters.
import { example } from './example.ts'
import type { World } from './world.ts'

export interface Schema {
  type?: string
  enum?: unknown[]
  format?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  maxLength?: number
  pattern?: string
  required?: string[]
}
interface Operation {
  operationId: string
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
export interface Route extends Operation {
  method: string
  url: string
}
/** Under the name of a parameter: all the ids that it may be asked for, the most telling first. */
export type Ids = Record<string, string[]>

export function routesOf(w: World): Route[] {
  const { paths } = w.app.swagger() as unknown as { paths: Record<string, Record<string, Operation>> }
  return Object.entries(paths).flatMap(([url, operations]) =>
    Object.entries(operations).map(([method, one]) => ({ ...one, method: method.toUpperCase(), url })),
  )
}

export const firstOf = (ids: Ids, w: World) => (name: string) =>
  ids[name]?.[0] ?? ids[name.replace(/s$/, '')]?.[0] ?? (/partner/i.test(name) ? ids.partnerId?.[0] : undefined) ?? w.newId()

/** What stands in an address where no id does. */
const words: Record<string, string> = { day: '2026-11-20', kind: 'nominations', file: 'nominations.csv', ingredient: 'mentoring' }

/** Every address of a route, with each of the ids that its parameters may be. */
export function addresses(route: Route, ids: Ids, w: World): string[] {
  const names = [...route.url.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  return names.reduce(
    (urls, name) =>
      urls.flatMap((url) => (words[name] ? [words[name]] : (ids[name] ?? [w.newId()])).map((id) => url.replace(`{${name}}`, id))),
    [route.url],
  )
}

/** What may be asked of a list: as much as it gives, of the programme, of the person, and once with each word of each filter. */
export function queries(route: Route, ids: Ids, w: World): Record<string, string>[] {
  const params = (route.parameters ?? []).filter((one) => one.in === 'query')
  const has = (name: string) => params.some((one) => one.name === name)
  const base: Record<string, string> = Object.fromEntries(
    params
      .filter((one) => one.required)
      .map((one) => [one.name, ids[one.name]?.[0] ?? String(example(one.schema as never, firstOf(ids, w), one.name))]),
  )
  if (has('limit')) base.limit = '100'
  if (has('programmeId')) base.programmeId = ids.programmeId![0]!
  const more: Record<string, string>[] = has('participantId') ? [{ participantId: ids.participantId![0]! }] : []
  for (const { name, schema, required } of params) {
    if (required || name === 'sort') continue
    const values = schema.enum ?? schema.anyOf?.flatMap((one) => one.enum ?? []) ?? (schema.type === 'boolean' ? [true, false] : [])
    if (values.length <= 4) for (const value of values) more.push({ [name]: String(value) })
  }
  return [base, ...more.map((one) => ({ ...base, ...one }))]
}

/** One request as somebody, or as nobody. */
export const ask = (
  w: World,
  token: string | undefined,
  method: string,
  url: string,
  { query = {}, body, type }: { query?: Record<string, string>; body?: object | Buffer; type?: string } = {},
) =>
  w.app.inject({
    method: method as 'GET',
    url,
    query,
    ...(body === undefined ? {} : { payload: body }),
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(type ? { 'content-type': type } : {}) },
  })

/**
 * A body whose every free text is one word. whole: all that may be sent; needed: only what must be; wrong: all, each of a type that it is not.
 */
export function filled(schema: Schema, ids: Ids, w: World, word: string, kind: 'whole' | 'needed' | 'wrong'): object {
  const idOf = firstOf(ids, w)
  const value = (one: Schema, name: string): unknown => {
    const it = one.anyOf?.find((part) => part.type !== 'null') ?? one
    if (it.type === 'object' && it.properties) return object(it)
    if (it.type === 'array')
      return it.items && it.items.type !== 'object' ? [value(it.items, name.replace(/s$/, ''))] : example(it as never, idOf, name)
    const usual = example(it as never, idOf, name)
    return typeof usual === 'string' && /^Words/i.test(usual) && (it.maxLength ?? 1000) >= word.length
      ? word.padEnd(usual.length, '.')
      : usual
  }
  const object = ({ properties = {}, required = [] }: Schema): object =>
    Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => kind !== 'needed' || required.includes(name))
        .map(([name, one]) => [name, kind === 'wrong' ? [{ word }] : value(one, name)]),
    )
  return object(schema)
}
