import { Type, type Static } from 'typebox'
import { Body, Can, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'
import { CoMode } from './ideas.ts'

export const LessonKind = Type.Enum(['do_again', 'do_differently', 'ask_first', 'beware'])
export type LessonKind = Static<typeof LessonKind>
export const HeardFrom = Type.Enum(['participants', 'partners', 'officers', 'together'])
export type HeardFrom = Static<typeof HeardFrom>

const written = {
  kind: LessonKind,
  words: Said(1000),
  aboutCo: Nullable(CoMode),
  heardFrom: HeardFrom,
  /** What it leaves to ask young people elsewhere. */
  question: Words(400),
  evidence: Words(1000),
  decisionId: Nullable(Id),
}
export const Lesson = Type.Object({
  id: Id,
  programme: Type.Object({ id: Id, name: Type.String() }),
  ...written,
  /** Other programmes of the partnership may read it. */
  shared: Type.Boolean(),
  writtenAt: Instant,
  version: Type.Integer(),
  can: Can('edit', 'share'),
})
export type Lesson = Static<typeof Lesson>
export const NewLesson = Body({ programmeId: Id, ...written })
export type NewLesson = Static<typeof NewLesson>
const LessonEdit = Body({ ...written, version: Type.Integer() })
const LessonFilter = Type.Object({
  ...Paging,
  programmeId: Type.Optional(Id),
  /** Lessons that other programmes share, instead of one's own. */
  elsewhere: Type.Optional(Type.Boolean()),
  kind: Type.Optional(LessonKind),
})
export type LessonFilter = Static<typeof LessonFilter>
const One = Type.Object({ lessonId: Id })

export const lessons = endpoints('lessons', {
  list: {
    method: 'GET',
    url: '/lessons',
    schema: { summary: 'What was learned, newest first', querystring: LessonFilter, response: { 200: Page(Lesson) } },
  },
  write: {
    method: 'PUT',
    url: '/lessons/:lessonId',
    schema: { summary: 'Write down a lesson', params: One, body: NewLesson, response: { 200: Lesson, 201: Lesson } },
  },
  edit: {
    method: 'PATCH',
    url: '/lessons/:lessonId',
    schema: { summary: 'Say a lesson better', params: One, body: LessonEdit, response: { 200: Lesson } },
  },
  share: {
    method: 'POST',
    url: '/lessons/:lessonId/share',
    schema: {
      summary: 'Let other programmes read it, or no longer',
      params: One,
      body: Body({ shared: Type.Boolean() }),
      response: { 200: Lesson },
    },
  },
})
