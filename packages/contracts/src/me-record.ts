// What is written about a young person, who may see it, and who looked.
import { Type, type Static } from 'typebox'
import { Body, Day, Id, Instant, Nullable, Paging, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'
import { EntryReply, EntryResponse } from './entry-reply.ts'
import { PartnerAccess } from './participant-access.ts'
import { Role } from './session.ts'

export const RecordKind = Type.Enum([
  'step',
  'deal',
  'visit',
  'contact',
  'interest',
  'asset',
  'goal',
  'course',
  'attendance',
  'placement',
  'placement_review',
  'mentor',
  'mentoring',
  'measure',
  'destination',
  'follow_up',
])
export type RecordKind = Static<typeof RecordKind>

export const RecordEntry = Type.Object({
  id: Id,
  /** With `params`, what the title is made of. */
  kind: RecordKind,
  at: Instant,
  params: Type.Unsafe<Record<string, string | number | boolean | null | string[]>>({ type: 'object', additionalProperties: true }),
  theirWords: Type.Array(Type.String()),
  staffWords: Type.String(),
  by: Nullable(Type.String()),
  /** They wrote it themselves. */
  byMe: Type.Boolean(),
  reply: Nullable(EntryReply),
})
export type RecordEntry = Static<typeof RecordEntry>
export const NewReply = Body({ response: EntryResponse, words: Words(1000) })
export type NewReply = Static<typeof NewReply>

/** Everything one person looked at on one day. */
export const Look = Type.Object({
  on: Day,
  /** Null: the service itself, or someone whose name is no longer kept. */
  who: Nullable(Type.String()),
  partner: Nullable(Type.String()),
  /** The roles they hold or held in the programme. */
  roles: Type.Array(Role),
  /** What they looked at, as the read log names it. */
  what: Type.Array(Type.String()),
  times: Type.Integer(),
  /** Some of it in an emergency: somebody from elsewhere, for an hour, and others were told. */
  emergency: Type.Boolean(),
})
export type Look = Static<typeof Look>

export const meRecord = endpoints('me', {
  record: {
    method: 'GET',
    url: '/me/record',
    schema: {
      summary: 'Everything written about me that is shared with me, newest first',
      querystring: Type.Object(Paging),
      response: { 200: Page(RecordEntry) },
    },
  },
  answerEntry: {
    method: 'PUT',
    url: '/me/record/:kind/:entryId/replies/:replyId',
    schema: {
      summary: 'Say whether an entry about me is right; it stands beside the entry and changes nothing in it',
      params: Type.Object({ kind: RecordKind, entryId: Id, replyId: Id }),
      body: NewReply,
      response: { 200: EntryReply, 201: EntryReply },
    },
  },
  sharing: {
    method: 'GET',
    url: '/me/sharing',
    schema: { summary: 'Who can see what about me', response: { 200: Type.Object({ partners: Type.Array(PartnerAccess) }) } },
  },
  looks: {
    method: 'GET',
    url: '/me/looks',
    schema: {
      summary: 'Who looked at what is written about me, by day and person, newest first; my own looks are left out',
      querystring: Type.Object(Paging),
      response: { 200: Page(Look) },
    },
  },
})
