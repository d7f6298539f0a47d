// Shapes that every contract uses.
import { Type, type TObject, type TProperties, type TSchema } from 'typebox'

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
export const Paging = { after: Type.Optional(Type.String({ maxLength: 400 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) }
/** What the reader may do with a thing, decided by the API's policy: the screen only asks. */
export const Can = <const K extends string>(...deeds: K[]) =>
  Type.Object(Object.fromEntries(deeds.map((deed) => [deed, Type.Boolean()])) as Record<K, ReturnType<typeof Type.Boolean>>)
