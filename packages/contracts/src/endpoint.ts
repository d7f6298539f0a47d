import { Type, type Static, type TObject, type TSchema } from 'typebox'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Endpoint {
  method: Method
  url: string
  schema: {
    summary: string
    description?: string
    params?: TObject
    querystring?: TObject
    body?: TSchema
    /** The body is a file, sent as it is (Content-Type: application/octet-stream). */
    consumes?: string[]
    /** The answer is a file of this type, not JSON. */
    produces?: string[]
    response: { 200?: TSchema; 201?: TSchema; 204?: TSchema }
  }
}

type Named<E extends Record<string, Endpoint>> = {
  [K in keyof E]: E[K] & { schema: E[K]['schema'] & { operationId: string; tags: string[] } }
}

/** The endpoints of one feature. Their names become the operation ids of the OpenAPI document, such as visits.record. */
export const endpoints = <const E extends Record<string, Endpoint>>(feature: string, list: E): Named<E> =>
  Object.fromEntries(
    Object.entries(list).map(([name, one]) => [
      name,
      { ...one, schema: { ...one.schema, operationId: `${feature}.${name}`, tags: [feature] } },
    ]),
  ) as never

type Part<E extends Endpoint, K extends 'params' | 'querystring' | 'body'> = E['schema'][K] extends TSchema ? Static<E['schema'][K]> : never

/** What a caller gives: exactly the parts that the endpoint has. */
export type Call<E extends Endpoint> = (E['schema'] extends { params: TSchema } ? { params: Part<E, 'params'> } : unknown) &
  (E['schema'] extends { querystring: TSchema } ? { query?: Partial<Part<E, 'querystring'>> } : unknown) &
  (E['schema'] extends { body: TSchema } ? { body: Part<E, 'body'> } : unknown)

type Ok<R> = R extends { 200: infer S extends TSchema } ? Static<S> : R extends { 201: infer S extends TSchema } ? Static<S> : void
export type Result<E extends Endpoint> = Ok<E['schema']['response']>

/** One page of a list read by keyset: `next` goes into `after` for the following page, null on the last one. */
export const Page = <T extends TSchema>(item: T) => Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) })
