// Every route of the OpenAPI list, and one whole request to each.
import { example } from './example.ts'
import type { World } from './world.ts'

export interface Schema {
  type?: string
  enum?: string[]
  format?: string
  pattern?: string
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  patternProperties?: unknown
  minimum?: number
  maximum?: number
}
export interface Route {
  operationId: string
  method: string
  url: string
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses?: Record<string, { content?: Record<string, { schema?: Schema }> }>
  security?: unknown[]
}

export function routesOf(w: World): Route[] {
  const { paths } = w.app.swagger() as unknown as { paths: Record<string, Record<string, Route>> }
  return Object.entries(paths).flatMap(([url, operations]) =>
    Object.entries(operations).map(([method, one]) => ({ ...one, method: method.toUpperCase(), url })),
  )
}

/** `ids`: what `arrange` made, by the names under which routes ask for them. */
export function crawler(w: World, ids: Record<string, string>) {
  const idOf = (name: string): string => ids[name] ?? ids[name.replace(/s$/, '')] ?? w.newId()
  const others: Record<string, string> = { day: '2026-11-20', kind: 'nominations', file: 'nominations.csv', ingredient: 'mentoring' }
  const path = ({ url, parameters = [] }: Route) =>
    url.replace(/\{(\w+)\}/g, (_, name: string) => {
      const words = parameters.find((one) => one.in === 'path' && one.name === name)?.schema.enum
      return ids[name] ?? words?.[0] ?? others[name] ?? w.newId()
    })
  const query = ({ parameters = [] }: Route) =>
    Object.fromEntries(
      parameters
        .filter((one) => one.in === 'query' && (one.required || /^(programme|participant)Id$/.test(one.name)))
        .map((one) => [one.name, String(example(one.schema as never, idOf, one.name))]),
    )
  return {
    path,
    query,
    jsonOf: (route: Route): Schema | undefined => route.requestBody?.content['application/json']?.schema,
    bodyOf: (schema: Schema) => example(schema as never, idOf) as Record<string, unknown>,
    /** One request as somebody; `payload` as it is, of the type that is named. */
    send: (route: Route, token: string, payload?: string, type = 'application/json') =>
      w.app.inject({
        method: route.method as 'GET',
        url: path(route),
        query: query(route),
        ...(payload === undefined ? {} : { payload }),
        headers: { authorization: `Bearer ${token}`, ...(payload === undefined ? {} : { 'content-type': type }) },
      }),
  }
}
