// What young people answered and asked on their own pages, for their team to read and answer.
import { Type, type Static } from 'typebox'
import { Body, Can, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'
import { AnswerDecision, AskKind, EntryResponse, OwnAnswer } from './entry-reply.ts'

/** One thing a young person said: about an entry (`response`, `entry`), or asked for (`ask`). */
export const ReplyToRead = Type.Object({
  id: Id,
  participant: Type.Object({ id: Id, knownAs: Type.String() }),
  at: Instant,
  words: Type.String(),
  ask: Nullable(AskKind),
  response: Nullable(EntryResponse),
  /** The entry as it stands now; null when it is gone, or not the reader's to see. */
  entry: Nullable(
    Type.Object({
      kind: Type.String(),
      params: Type.Unsafe<Record<string, string | number | boolean | null | string[]>>({ type: 'object', additionalProperties: true }),
      id: Id,
      at: Instant,
      by: Nullable(Type.String()),
      theirWords: Type.Array(Type.String()),
      staffWords: Type.String(),
    }),
  ),
  answer: Nullable(OwnAnswer),
  can: Can('answer', 'erase'),
})
export type ReplyToRead = Static<typeof ReplyToRead>

/** What stays needs its reason, and so does what goes: the young person reads it. */
export const NewAnswer = Body({ decision: AnswerDecision, words: Words(1000) })
export type NewAnswer = Static<typeof NewAnswer>

export const replies = endpoints('replies', {
  list: {
    method: 'GET',
    url: '/replies',
    schema: {
      summary: 'What young people answered and asked, newest first',
      querystring: Type.Object({
        ...Paging,
        /** Only what nobody has answered yet; a "that's right" needs no answer. */
        open: Type.Optional(Type.Boolean()),
        participantId: Type.Optional(Id),
      }),
      response: { 200: Page(ReplyToRead) },
    },
  },
  answer: {
    method: 'PUT',
    url: '/replies/:replyId/answers/:answerId',
    schema: {
      summary: 'Answer a young person’s reply to an entry; "erased" takes the words out for good',
      params: Type.Object({ replyId: Id, answerId: Id }),
      body: NewAnswer,
      response: { 200: ReplyToRead, 201: ReplyToRead },
    },
  },
  answerAsk: {
    method: 'PUT',
    url: '/asks/:askId/answers/:answerId',
    schema: {
      summary: 'Answer what a young person asked for',
      params: Type.Object({ askId: Id, answerId: Id }),
      body: Body({ words: Said(1000) }),
      response: { 200: ReplyToRead, 201: ReplyToRead },
    },
  },
})
