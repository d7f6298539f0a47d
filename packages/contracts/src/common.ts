// Shapes that every contract uses.
import { Type, type Static, type TObject, type TOptional, type TProperties, type TSchema } from 'typebox'

export const Id = Type.String({ format: 'uuid' })
/** An instant, ISO 8601 in UTC. Screens show Europe/London. */
export const Instant = Type.String({ format: 'date-time' })
/** A calendar date, YYYY-MM-DD. */
export const Day = Type.String({ format: 'date' })
/** Text that may be empty. */
export const Words = (maxLength = 4000) => Type.String({ maxLength })
/** Text that must say something. */
export const Said = (maxLength = 4000) => Type.String({ minLength: 1, maxLength, pattern: '\\S' })
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
/** A body: unknown fields are refused, never dropped. */
export const Body = <P extends TProperties>(properties: P): TObject<P> => Type.Object(properties, { additionalProperties: false })
/** The query of a list: where to go on from, and how many. */
export const Paging = {
  after: Type.Optional(Type.String({ maxLength: 400 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
}
/** What the reader may do with a thing, decided by the API's policy: the screen only asks. */
export const Can = <const K extends string>(...deeds: K[]) =>
  Type.Object(Object.fromEntries(deeds.map((deed) => [deed, Type.Boolean()])) as Record<K, ReturnType<typeof Type.Boolean>>)

// typebox's own Partial, Pick, Omit and Record would bring 20 kB of type machinery to every page; these three are all we use of it.
/** The same fields, any of which may be left out. */
export const partly = <P extends TProperties>(properties: P) =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, Type.Optional(schema)])) as {
    [K in keyof P]: TOptional<P[K]>
  }
/** Some of the fields. */
export const some = <P extends TProperties, const K extends keyof P & string>(properties: P, ...names: K[]) =>
  Object.fromEntries(names.map((name) => [name, properties[name]])) as unknown as Pick<P, K>
/** Values of one shape under any names, or under names that fit a pattern and no others. */
export const Dictionary = <T extends TSchema>(value: T, names?: string) =>
  Type.Unsafe<Record<string, Static<T>>>({
    type: 'object',
    patternProperties: { [names ?? '^.*$']: value },
    ...(names ? { additionalProperties: false } : {}),
  })

/** What a note said before its writer put it right. */
export const EarlierWords = Type.Object({ at: Instant, theirWords: Type.String(), staffWords: Type.String() })
export type EarlierWords = Static<typeof EarlierWords>
