import { Type, type Static } from 'typebox'
import { Body, Id, Instant, Nullable, Words, Dictionary } from './common.ts'
import { endpoints } from './endpoint.ts'

/** Which form is half filled: a draft carries the id of the thing it will become, so that sending it twice is harmless. */
export const DraftKind = Type.Enum([
  'visit',
  'contact',
  'nomination',
  'concern',
  'offer',
  'note',
  'mentoring',
  'agreement',
  'review',
  'course',
  'other',
  'adaptation',
  'weighing',
])
export type DraftKind = Static<typeof DraftKind>

/** Answers of a form as they stand, right or wrong: any JSON object of at most 64 kB. */
const Answers = Type.Object({}, { additionalProperties: true })

export const DraftLine = Type.Object({
  id: Id,
  kind: DraftKind,
  aboutId: Nullable(Id),
  title: Type.String(),
  version: Type.Integer(),
  updatedAt: Instant,
})
export type DraftLine = Static<typeof DraftLine>
export const Draft = Type.Object({ ...DraftLine.properties, body: Dictionary(Type.Unknown()) })
export type Draft = Static<typeof Draft>

/** `version` is what the form last read or saved. With it, a draft that was sent or thrown away meanwhile is not brought back. */
export const DraftText = Body({
  kind: DraftKind,
  aboutId: Type.Optional(Nullable(Id)),
  title: Words(200),
  body: Answers,
  version: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type DraftText = Static<typeof DraftText>

const params = Body({ draftId: Id })
export const drafts = endpoints('drafts', {
  list: {
    method: 'GET',
    url: '/drafts',
    schema: {
      summary: 'My half-filled forms, newest first',
      querystring: Body({ kind: Type.Optional(DraftKind), aboutId: Type.Optional(Id) }),
      response: { 200: Type.Object({ items: Type.Array(DraftLine) }) },
    },
  },
  read: {
    method: 'GET',
    url: '/drafts/:draftId',
    schema: { summary: 'One half-filled form of mine, with its answers', params, response: { 200: Draft } },
  },
  keep: {
    method: 'PUT',
    url: '/drafts/:draftId',
    schema: { summary: 'Keep a half-filled form, for me only', params, body: DraftText, response: { 200: DraftLine, 201: DraftLine } },
  },
  discard: {
    method: 'DELETE',
    url: '/drafts/:draftId',
    schema: { summary: 'Throw a half-filled form away', params, response: { 204: Type.Null() } },
  },
})
