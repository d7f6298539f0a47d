import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable, Words } from './common.ts'
import { endpoints } from './endpoint.ts'

/** The eight wellbeing indicators of section 96 of the Children and Young People (Scotland) Act 2014 (Scottish Government). */
export const Shanarri = Type.Enum(['safe', 'healthy', 'achieving', 'nurtured', 'active', 'respected', 'responsible', 'included'])
export type Shanarri = Static<typeof Shanarri>
export const Framework = Type.Enum(['goal', 'shanarri'])
export type Framework = Static<typeof Framework>
/** Who gave the answer: the young person alone, the two together, or the worker alone. Only the same rater is ever compared. */
export const Rater = Type.Enum(['self', 'together', 'worker'])
export type Rater = Static<typeof Rater>

/** 0 to 10: what the ends mean is said with each question. */
const Value = Type.Integer({ minimum: 0, maximum: 10 })

export const Answer = Body({
  framework: Framework,
  item: Type.Optional(Shanarri),
  goalId: Type.Optional(Id),
  value: Value,
  words: Words(1000),
})
export type Answer = Static<typeof Answer>
/** Answers given in one sitting. A question that was skipped is left out. */
export const NewOccasion = Body({ ratedBy: Rater, ratedOn: Day, answers: Type.Array(Answer, { minItems: 1, maxItems: 30 }) })
export type NewOccasion = Static<typeof NewOccasion>

export const Occasion = Type.Object({
  id: Id,
  participantId: Id,
  ratedBy: Rater,
  ratedOn: Day,
  recordedBy: Nullable(Type.String()),
  answers: Type.Array(
    Type.Object({
      framework: Framework,
      item: Nullable(Shanarri),
      goalId: Nullable(Id),
      edition: Type.Integer(),
      value: Value,
      words: Type.String(),
    }),
  ),
})
export type Occasion = Static<typeof Occasion>

/** What one rater said about one question, first and latest: the distance travelled. `latest` is null after a single answer. */
export const Distance = Type.Object({
  ratedBy: Rater,
  first: Value,
  firstOn: Day,
  latest: Nullable(Value),
  latestOn: Nullable(Day),
  times: Type.Integer(),
})
export type Distance = Static<typeof Distance>
export const Step = Type.Object({
  framework: Framework,
  item: Nullable(Shanarri),
  goalId: Nullable(Id),
  edition: Type.Integer(),
  /** The goal in their own words; null for a wellbeing word. */
  goal: Nullable(Type.String()),
  distances: Type.Array(Distance),
  /** Latest answers of different raters that differ, side by side; empty when they agree or only one rater answered. */
  disagreement: Type.Array(Type.Object({ ratedBy: Rater, value: Value, on: Day })),
})
export type Step = Static<typeof Step>
export const Steps = Type.Object({
  participantId: Id,
  knownAs: Type.String(),
  steps: Type.Array(Step),
  occasions: Type.Array(Occasion),
  /** Goals that are still open, in own words: the questions to ask. */
  goals: Type.Array(Type.Object({ id: Id, ownWords: Type.String() })),
  can: Can('score'),
  raters: Type.Array(Rater),
})
export type Steps = Static<typeof Steps>

export const measures = endpoints('measures', {
  steps: {
    method: 'GET',
    url: '/participants/:participantId/steps',
    schema: {
      summary: 'How far a young person has come, question by question',
      params: Body({ participantId: Id }),
      response: { 200: Steps },
    },
  },
  score: {
    method: 'PUT',
    url: '/participants/:participantId/steps/:occasionId',
    schema: {
      summary: 'Keep the answers of one sitting',
      params: Body({ participantId: Id, occasionId: Id }),
      body: NewOccasion,
      response: { 200: Occasion, 201: Occasion },
    },
  },
})
