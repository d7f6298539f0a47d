// Re-co-produce: what a programme takes from another, what it asks its own young people, and how ready it is. Never the plan itself.
import { Type, type Static } from 'typebox'
import { CoreIngredient } from './adaptations.ts'
import { Body, Can, Day, Id, Instant, Nullable, Said, Words } from './common.ts'
import { endpoints } from './endpoint.ts'
import { Lesson } from './lessons.ts'

export const IngredientChoice = Type.Enum(['keep', 'adapt', 'drop', 'ask_young_people'])
export type IngredientChoice = Static<typeof IngredientChoice>
/** The seven insights of the evaluation of Operation Modulus (What Works Scotland), in its order. */
export const Insight = Type.Enum([
  'time_and_focus',
  'assets_and_commitment',
  'desired_opportunities',
  'trust_and_prevention',
  'anchor_organisation',
  'leadership_from_anywhere',
  'sharing_learning',
])
export type Insight = Static<typeof Insight>
export const ReadinessLevel = Type.Enum(['officer', 'programme', 'organisation'])
export type ReadinessLevel = Static<typeof ReadinessLevel>
/** The principles of the Christie Commission on the future of public services in Scotland (2011). */
export const Principle = Type.Enum(['prevention', 'performance', 'partnership', 'people'])
export type Principle = Static<typeof Principle>

const Named = Type.Object({ id: Id, name: Type.String() })
export const LineProgramme = Type.Object({
  id: Id,
  name: Type.String(),
  area: Type.String(),
  status: Type.String(),
  startedOn: Nullable(Day),
  derivedFromId: Nullable(Id),
  /** The reader belongs to it, and may open it. */
  mine: Type.Boolean(),
})
export type LineProgramme = Static<typeof LineProgramme>

export const Question = Type.Object({
  id: Id,
  words: Type.String(),
  lesson: Nullable(Type.Object({ id: Id, words: Type.String() })),
  askedOn: Nullable(Day),
  peopleAsked: Nullable(Type.Integer()),
  theirAnswer: Type.String(),
  version: Type.Integer(),
})
export type Question = Static<typeof Question>
export const Choice = Type.Object({
  ingredient: CoreIngredient,
  choice: IngredientChoice,
  why: Type.String(),
  decision: Nullable(Type.Object({ id: Id, title: Type.String() })),
  chosenAt: Instant,
  by: Type.String(),
})
export type Choice = Static<typeof Choice>
export const Reading = Type.Object({
  id: Id,
  insight: Insight,
  level: ReadinessLevel,
  partner: Nullable(Named),
  /** 0 not at all, 1 a little, 2 mostly, 3 fully. Never added up. */
  score: Type.Integer(),
  evidence: Type.String(),
  readAt: Instant,
  by: Type.String(),
})
export type Reading = Static<typeof Reading>
export const Evidence = Type.Object({
  id: Id,
  principle: Principle,
  words: Type.String(),
  decision: Nullable(Type.Object({ id: Id, title: Type.String() })),
  writtenAt: Instant,
  by: Type.String(),
})
export type Evidence = Static<typeof Evidence>

export const Learning = Type.Object({
  programme: Named,
  line: Type.Array(LineProgramme),
  /** Lessons of elsewhere that are in use here. */
  taken: Type.Array(Type.Object({ lesson: Lesson, how: Type.String() })),
  questions: Type.Array(Question),
  /** The latest choice for each ingredient that has one. */
  choices: Type.Array(Choice),
  /** The latest reading of each insight, for each level and organisation. */
  readings: Type.Array(Reading),
  evidence: Type.Array(Evidence),
  can: Can('learn', 'read'),
})
export type Learning = Static<typeof Learning>

const Programme = Type.Object({ programmeId: Id })
const at = <K extends string>(id: K) => Type.Object({ programmeId: Id, [id]: Id } as Record<'programmeId' | K, typeof Id>)

export const NewQuestion = Body({ words: Said(400), lessonId: Nullable(Id) })
export const QuestionAnswer = Body({
  askedOn: Day,
  peopleAsked: Type.Integer({ minimum: 1, maximum: 500 }),
  theirAnswer: Said(2000),
  version: Type.Integer(),
})
export const NewChoice = Body({ choice: IngredientChoice, why: Words(1000), decisionId: Nullable(Id) })
export const NewReading = Body({
  insight: Insight,
  level: ReadinessLevel,
  score: Type.Integer({ minimum: 0, maximum: 3 }),
  evidence: Said(1000),
})
export const NewEvidence = Body({ principle: Principle, words: Said(1000), decisionId: Nullable(Id) })

export const learning = endpoints('learning', {
  read: {
    method: 'GET',
    url: '/programmes/:programmeId/learning',
    schema: { summary: 'Where a programme comes from, and what it makes of that', params: Programme, response: { 200: Learning } },
  },
  take: {
    method: 'PUT',
    url: '/programmes/:programmeId/lessons/:lessonId',
    schema: {
      summary: 'Use a lesson of another programme here; its question joins the list to ask',
      params: at('lessonId'),
      body: Body({ how: Words(1000) }),
      response: { 200: Learning, 201: Learning },
    },
  },
  ask: {
    method: 'PUT',
    url: '/programmes/:programmeId/questions/:questionId',
    schema: {
      summary: 'Put a question on the list for young people',
      params: at('questionId'),
      body: NewQuestion,
      response: { 200: Question, 201: Question },
    },
  },
  answer: {
    method: 'POST',
    url: '/programmes/:programmeId/questions/:questionId/answer',
    schema: {
      summary: 'What the young people said, as a group',
      params: at('questionId'),
      body: QuestionAnswer,
      response: { 200: Question },
    },
  },
  choose: {
    method: 'PUT',
    url: '/programmes/:programmeId/ingredients/:ingredient/choices/:choiceId',
    schema: {
      summary: 'Keep, adapt or drop an ingredient of the approach, or ask young people first',
      params: Type.Object({ programmeId: Id, ingredient: CoreIngredient, choiceId: Id }),
      body: NewChoice,
      response: { 200: Choice, 201: Choice },
    },
  },
  check: {
    method: 'PUT',
    url: '/programmes/:programmeId/readiness/:readingId',
    schema: {
      summary: 'Say how ready an officer, the programme or an organisation is',
      params: at('readingId'),
      body: NewReading,
      response: { 200: Reading, 201: Reading },
    },
  },
  show: {
    method: 'PUT',
    url: '/programmes/:programmeId/evidence/:evidenceId',
    schema: {
      summary: 'Show what stands for prevention, performance, partnership or people',
      params: at('evidenceId'),
      body: NewEvidence,
      response: { 200: Evidence, 201: Evidence },
    },
  },
  takeBack: {
    method: 'DELETE',
    url: '/programmes/:programmeId/evidence/:evidenceId',
    schema: { summary: 'Take a piece of evidence back', params: at('evidenceId'), response: { 204: Type.Null() } },
  },
})
