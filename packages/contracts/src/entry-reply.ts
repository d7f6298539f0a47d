// The right of reply: what a young person answers to an entry about them, and what their team answers back.
import { Type, type Static } from 'typebox'
import { Instant, Nullable } from './common.ts'

/** That's right; that's not how I said it; leave it out. */
export const EntryResponse = Type.Enum(['thats_right', 'not_how_i_said_it', 'leave_out'])
export type EntryResponse = Static<typeof EntryResponse>

/** read: thank you. kept: it stays, and why. erased: the words are gone. */
export const AnswerDecision = Type.Enum(['read', 'kept', 'erased'])
export type AnswerDecision = Static<typeof AnswerDecision>

export const OwnAnswer = Type.Object({ decision: AnswerDecision, words: Type.String(), by: Nullable(Type.String()), at: Instant })
export type OwnAnswer = Static<typeof OwnAnswer>

/** The latest reply to one entry; the earlier ones stay written down. */
export const EntryReply = Type.Object({
  id: Type.String({ format: 'uuid' }),
  response: EntryResponse,
  words: Type.String(),
  at: Instant,
  answer: Nullable(OwnAnswer),
})
export type EntryReply = Static<typeof EntryReply>

/** What a young person may ask of their team. */
export const AskKind = Type.Enum(['change_deal', 'come_back', 'talk'])
export type AskKind = Static<typeof AskKind>
