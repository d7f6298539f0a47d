// Do officers, the programme and its organisations say the same about sharing power? The five statements are the officers' pulse.
import { Type, type Static } from 'typebox'
import { Body, Day, Id, Nullable, Words } from './common.ts'
import { endpoints } from './endpoint.ts'

export const CoherenceLevel = Type.Enum(['programme', 'organisation'])
export type CoherenceLevel = Static<typeof CoherenceLevel>

/** One for each statement, in order: 1 never to 5 always. */
const Answers = Type.Array(Type.Integer({ minimum: 1, maximum: 5 }), { minItems: 5, maxItems: 5 })
const Organisation = Nullable(Type.Object({ id: Id, name: Type.String() }))

/** What one level said in one month, signed by name. */
export const CoherenceReading = Type.Object({
  id: Id,
  level: CoherenceLevel,
  partner: Organisation,
  month: Day,
  answers: Answers,
  words: Type.String(),
  signedBy: Type.String(),
})
export type CoherenceReading = Static<typeof CoherenceReading>

export const Coherence = Type.Object({
  month: Day,
  /** What officers said in the latest month that is over, without a name: how many chose 1 to 5, for each statement. Null below five. */
  officers: Nullable(Type.Object({ month: Day, people: Type.Integer(), counts: Type.Array(Type.Array(Type.Integer())) })),
  /** Newest first; the newest of each level and organisation is what it says now. */
  readings: Type.Array(CoherenceReading),
  /** What the reader may sign this month. */
  mine: Type.Array(Type.Object({ level: CoherenceLevel, partner: Organisation, signed: Type.Boolean() })),
})
export type Coherence = Static<typeof Coherence>

export const NewReading = Body({ programmeId: Id, level: CoherenceLevel, answers: Answers, words: Words(1000) })
export type NewReading = Static<typeof NewReading>

export const coherence = endpoints('coherence', {
  read: {
    method: 'GET',
    url: '/programmes/:programmeId/coherence',
    schema: {
      summary: 'The same five statements by officers, the programme and its organisations, side by side',
      params: Type.Object({ programmeId: Id }),
      response: { 200: Coherence },
    },
  },
  sign: {
    method: 'PUT',
    url: '/coherence/readings/:readingId',
    schema: {
      summary: 'Say it for the programme, or for one’s own organisation, and sign it',
      params: Type.Object({ readingId: Id }),
      body: NewReading,
      response: { 200: CoherenceReading, 201: CoherenceReading },
    },
  },
})
