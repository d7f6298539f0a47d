import { Type, type Static } from 'typebox'
import { Body, Can, Id, Nullable, Said, Words } from './common.ts'
import { endpoints } from './endpoint.ts'

export const ElementStatus = Type.Enum(['idea', 'shortlisted', 'chosen', 'scheduled', 'delivered', 'swapped', 'dropped'])
export type ElementStatus = Static<typeof ElementStatus>
export const ChosenBy = Type.Enum(['participants', 'together', 'officer', 'partner', 'lead'])

/** One thing a course is made of, and where it came from. */
export const CourseElement = Type.Object({
  id: Id,
  courseId: Id,
  title: Type.String(),
  position: Type.Integer(),
  /** The partner who delivers it. */
  partner: Nullable(Type.Object({ id: Id, name: Type.String() })),
  /** The young person's own words it came from; null for a reader who may not see them. */
  interest: Nullable(Type.Object({ id: Id, ownWords: Type.String(), knownAs: Nullable(Type.String()) })),
  /** The idea and the decision it came from; null for a reader who may not see them. */
  idea: Nullable(Type.Object({ id: Id, words: Type.String() })),
  decision: Nullable(Type.Object({ id: Id, title: Type.String() })),
  cameFrom: Type.String(),
  place: Type.String(),
  costPence: Nullable(Type.Integer()),
  chosenBy: ChosenBy,
  status: ElementStatus,
  version: Type.Integer(),
  can: Can('edit'),
})
export type CourseElement = Static<typeof CourseElement>

const words = {
  title: Said(200),
  position: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000 })),
  partnerId: Type.Optional(Nullable(Id)),
  interestId: Type.Optional(Nullable(Id)),
  ideaId: Type.Optional(Nullable(Id)),
  decisionId: Type.Optional(Nullable(Id)),
  cameFrom: Type.Optional(Words(1000)),
  place: Type.Optional(Words(200)),
  costPence: Type.Optional(Nullable(Type.Integer({ minimum: 0, maximum: 100_000_000 }))),
  chosenBy: Type.Optional(ChosenBy),
  status: Type.Optional(ElementStatus),
}
export const NewElement = Body({ courseId: Id, ...words })
export type NewElement = Static<typeof NewElement>
export const ElementEdit = Body({ version: Type.Integer(), ...words, title: Type.Optional(words.title) })
export type ElementEdit = Static<typeof ElementEdit>
/** An interest someone voiced, as a possible source of an element. */
export const Seed = Type.Object({ id: Id, ownWords: Type.String(), tag: Nullable(Type.String()), knownAs: Nullable(Type.String()) })
export type Seed = Static<typeof Seed>

const params = Body({ elementId: Id })
export const courseElements = endpoints('course-elements', {
  list: {
    method: 'GET',
    url: '/courses/:courseId/elements',
    schema: {
      summary: 'What a course is made of, in order',
      params: Body({ courseId: Id }),
      response: { 200: Type.Object({ items: Type.Array(CourseElement) }) },
    },
  },
  seeds: {
    method: 'GET',
    url: '/courses/:courseId/seeds',
    schema: {
      summary: 'Interests of the group that an element can come from',
      params: Body({ courseId: Id }),
      response: { 200: Type.Object({ items: Type.Array(Seed) }) },
    },
  },
  add: {
    method: 'PUT',
    url: '/course-elements/:elementId',
    schema: { summary: 'Add something to a course', params, body: NewElement, response: { 200: CourseElement, 201: CourseElement } },
  },
  amend: {
    method: 'PATCH',
    url: '/course-elements/:elementId',
    schema: { summary: 'Change something in a course', params, body: ElementEdit, response: { 200: CourseElement } },
  },
})
