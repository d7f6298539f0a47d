// My day: who to see, what to do next, and what might fit them. Everything here is derived; nothing is kept.
import { Type, type Static } from 'typebox'
import { Body, Day as Date, Id, Instant, Nullable } from './common.ts'
import { DraftKind } from './drafts.ts'
import { endpoints } from './endpoint.ts'

const Who = Type.Object({ id: Id, knownAs: Type.String() })

export const DayVisit = Type.Object({
  id: Id,
  participant: Who,
  startsAt: Instant,
  /** Both null without contact rights. */
  place: Nullable(Type.String()),
  address: Nullable(Type.String()),
  why: Type.String(),
  first: Type.Boolean(),
  recorded: Type.Boolean(),
  with: Nullable(Type.String()),
  safety: Type.Array(Type.String()),
  draftId: Nullable(Id),
})
export type DayVisit = Static<typeof DayVisit>

/**
 * next_step: what was agreed at a visit or a call. unrecorded: a planned visit whose day is over. check_in: two sessions missed in a row.
 * something_else: a register asks whether they want something else. backing: someone asks me to stand behind a decision. trial_ends: a change
 * that is being tried out, for those who lead it. follow_up: 3 to 12 months on. draft: a half-filled form. notice: tell them that we hold
 * their name (UK GDPR article 14).
 * quiet_match: mentor and young person have not met for a while. concerns: waiting in the safeguarding inbox. promise: mine, due within a
 * week. promise_word: made to me, or asked of me, and waiting for my word. new_hand: promises of people who have gone; for their lead.
 * reply_owed: an idea that nobody has answered yet.
 */
export const TodoKind = Type.Enum([
  'concerns',
  'notice',
  'draft',
  'unrecorded',
  'new_hand',
  'promise',
  'promise_word',
  'check_in',
  'something_else',
  'backing',
  'trial_ends',
  'next_step',
  'quiet_match',
  'follow_up',
  'reply_owed',
])
export type TodoKind = Static<typeof TodoKind>
export const Todo = Type.Object({
  kind: TodoKind,
  /** Of the visit, draft, follow-up, nomination, promise or match it stands for; of the person or programme for the rest. */
  id: Id,
  participant: Nullable(Who),
  /** A next step's key or own words, a course, a draft's title, a name that was brought, what was promised. */
  words: Type.String(),
  dueOn: Nullable(Date),
  count: Nullable(Type.Integer()),
  draft: Nullable(Type.Object({ kind: DraftKind, aboutId: Nullable(Id) })),
  /** The session of a sign in a register. */
  session: Nullable(Type.Object({ id: Id, courseId: Id })),
})
export type Todo = Static<typeof Todo>

/** An open offer that shares something with what my people are into. It is a hint to talk, never a score. */
export const DayOffer = Type.Object({
  id: Id,
  title: Type.String(),
  kind: Type.String(),
  partner: Type.String(),
  people: Type.Array(Type.Object({ ...Who.properties, ownWords: Type.String() })),
})
export type DayOffer = Static<typeof DayOffer>

export const MyDay = Type.Object({ date: Date, visits: Type.Array(DayVisit), todo: Type.Array(Todo), offers: Type.Array(DayOffer) })
export type MyDay = Static<typeof MyDay>

export const day = endpoints('day', {
  read: {
    method: 'GET',
    url: '/day',
    schema: {
      summary: 'My visits, things to do and fitting offers on one day; today unless said',
      querystring: Body({ date: Type.Optional(Date) }),
      response: { 200: MyDay },
    },
  },
})
