// What a young person sees and says on their own phone. Every endpoint is theirs alone: for anyone else there is nothing here.
import { Type, type Static } from 'typebox'
import { Body, Day, Id, Instant, Nullable, Said, Words } from './common.ts'
import { endpoints } from './endpoint.ts'
import { AskKind, OwnAnswer } from './entry-reply.ts'

export const SessionReply = Type.Enum(['coming', 'cant'])
export type SessionReply = Static<typeof SessionReply>

/** What they see first. */
export const Me = Type.Object({
  knownAs: Type.String(),
  programme: Type.String(),
  worker: Nullable(Type.Object({ name: Type.String() })),
  /** The next session of a course they have a place on; one that runs now counts. */
  nextSession: Nullable(
    Type.Object({
      id: Id,
      title: Type.String(),
      startsAt: Instant,
      endsAt: Instant,
      place: Type.String(),
      courseName: Type.String(),
      changedWhy: Type.String(),
      reply: Nullable(SessionReply),
    }),
  ),
  /** The next visit to them that is planned. */
  nextVisit: Nullable(Type.Object({ startsAt: Instant, by: Nullable(Type.String()) })),
  /** What changed in their courses because of what the group said, newest first, at most two. */
  changed: Type.Array(Type.Object({ title: Type.String(), planned: Type.String(), why: Type.String(), startsAt: Instant })),
  /** What they said they want or like, in their own words, newest first, at most three. */
  said: Type.Array(Type.Object({ words: Type.String(), heardOn: Day })),
  /** What they have done: facts, nothing to collect. `title` is a course, or what a taster or placement was. */
  done: Type.Array(Type.Object({ kind: Type.Enum(['sessions', 'placement', 'job']), title: Type.String(), count: Type.Integer() })),
  /** How many entries their team answered since they last asked, newest week only. */
  answers: Type.Integer(),
  /** What waits for their word, and for as long as it does: a vote that is on, and this month's questions. Nothing counts how often they gave it. */
  waiting: Type.Object({ vote: Type.Boolean(), pulse: Type.Boolean() }),
  /** They left: until when what is written is kept. */
  left: Nullable(Type.Object({ erasedOn: Nullable(Day) })),
  dutyPhone: Type.String(),
})
export type Me = Static<typeof Me>

export const Want = Type.Object({
  id: Id,
  words: Type.String(),
  heardOn: Day,
  /** A worker's words about them, not their own. */
  workersWords: Type.Boolean(),
  /** What they said before they changed it, newest first. */
  before: Type.Array(Type.Object({ words: Type.String(), heardOn: Day })),
})
export type Want = Static<typeof Want>
/** `changes` is the earlier wish that this one takes the place of; it stays as history. */
export const NewWant = Body({ words: Said(500), changes: Type.Optional(Id) })
export type NewWant = Static<typeof NewWant>

export const OwnAsk = Type.Object({ id: Id, kind: AskKind, words: Type.String(), at: Instant, answer: Nullable(OwnAnswer) })
export type OwnAsk = Static<typeof OwnAsk>
export const NewAsk = Body({ kind: AskKind, words: Words(1000) })
export type NewAsk = Static<typeof NewAsk>

const OneDeal = Type.Object({ whatIGet: Type.String(), whatIGive: Type.String(), agreedOn: Day, withdrawnOn: Nullable(Day) })
export const OwnDeal = Type.Object({ now: Nullable(OneDeal), before: Type.Array(OneDeal), ask: Nullable(OwnAsk) })
export type OwnDeal = Static<typeof OwnDeal>

/** What leaving would mean at this moment, or what it meant. */
export const StopPlan = Type.Object({
  left: Type.Boolean(),
  worker: Nullable(Type.String()),
  sessions: Type.Integer(),
  visits: Type.Integer(),
  /** Who is told that they left, and nothing else. */
  placements: Type.Array(Type.String()),
  mentor: Nullable(Type.String()),
  /** The employer of a job they hold: it stays theirs. */
  job: Nullable(Type.String()),
  /** Who still sees what is written, until it is erased: their team. */
  teamKeeps: Type.Array(Type.String()),
  /** The day from which it is erased, if they leave today or left already. */
  erasedOn: Nullable(Day),
  ask: Nullable(OwnAsk),
})
export type StopPlan = Static<typeof StopPlan>
/** `keepFollowing`: they want to be asked how their job goes. Without it nobody asks any more. */
export const Stop = Body({ words: Words(1000), keepFollowing: Type.Boolean() })
export type Stop = Static<typeof Stop>

const session = { params: Type.Object({ sessionId: Id }) }
export const me = endpoints('me', {
  read: { method: 'GET', url: '/me', schema: { summary: 'What is next for me, and what changed', response: { 200: Me } } },
  reply: {
    method: 'PUT',
    url: '/me/sessions/:sessionId/reply',
    schema: {
      summary: 'I’ll be there, or I can’t make it',
      ...session,
      body: Body({ reply: SessionReply, words: Type.Optional(Words(500)) }),
      response: { 200: Type.Object({ reply: SessionReply }) },
    },
  },
  takeReplyBack: {
    method: 'DELETE',
    url: '/me/sessions/:sessionId/reply',
    schema: { summary: 'I have not said yet whether I come', ...session, response: { 204: Type.Null() } },
  },
  wants: {
    method: 'GET',
    url: '/me/wants',
    schema: { summary: 'What I said I want, and what I said before', response: { 200: Type.Object({ items: Type.Array(Want) }) } },
  },
  want: {
    method: 'PUT',
    url: '/me/wants/:wantId',
    schema: {
      summary: 'Say what I want, or change what I said',
      params: Type.Object({ wantId: Id }),
      body: NewWant,
      response: { 200: Want, 201: Want },
    },
  },
  letGo: {
    method: 'POST',
    url: '/me/wants/:wantId/let-go',
    schema: { summary: 'I do not want this any more', params: Type.Object({ wantId: Id }), response: { 204: Type.Null() } },
  },
  deal: { method: 'GET', url: '/me/deal', schema: { summary: 'Our deal, both sides', response: { 200: OwnDeal } } },
  ask: {
    method: 'PUT',
    url: '/me/asks/:askId',
    schema: {
      summary: 'Ask my team for something',
      params: Type.Object({ askId: Id }),
      body: NewAsk,
      response: { 200: OwnAsk, 201: OwnAsk },
    },
  },
  stopPlan: { method: 'GET', url: '/me/stop', schema: { summary: 'What happens if I leave', response: { 200: StopPlan } } },
  stop: { method: 'POST', url: '/me/stop', schema: { summary: 'Leave, by one’s own word', body: Stop, response: { 200: StopPlan } } },
})
