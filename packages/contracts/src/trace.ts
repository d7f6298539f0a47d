// From a session back to the words it came from, and from words forward to what became of them.
import { Type, type Static } from 'typebox'
import { Body, Day, Id, Instant, Nullable } from './common.ts'
import { endpoints } from './endpoint.ts'
import { DecidedBy, DecidedHow, DecisionState } from './decisions.ts'
import { IdeaStatus } from './ideas.ts'

/** What someone said. `who` only for those who may know; `ownWords` null when the words name somebody. */
export const TraceVoice = Type.Object({
  interestId: Nullable(Id),
  ownWords: Nullable(Type.String()),
  tag: Nullable(Type.String()),
  who: Nullable(Type.Object({ id: Id, knownAs: Type.String() })),
})
export type TraceVoice = Static<typeof TraceVoice>
export const TraceIdea = Type.Object({ id: Id, words: Type.String(), status: IdeaStatus, support: Type.Integer() })
export type TraceIdea = Static<typeof TraceIdea>
export const TraceDecision = Type.Object({
  id: Id,
  title: Type.String(),
  state: DecisionState,
  decidedBy: Nullable(DecidedBy),
  how: Nullable(DecidedHow),
  decidedOn: Nullable(Day),
  participantsPresent: Nullable(Type.Integer()),
})
export type TraceDecision = Static<typeof TraceDecision>
export const TraceElement = Type.Object({ id: Id, title: Type.String(), cameFrom: Type.String(), courseId: Id, courseName: Type.String() })
export type TraceElement = Static<typeof TraceElement>
export const TraceSession = Type.Object({
  id: Id,
  title: Type.String(),
  startsAt: Instant,
  status: Type.String(),
  courseId: Id,
  courseName: Type.String(),
})
export type TraceSession = Static<typeof TraceSession>

/** "This session exists because ...": each part null where the chain has a gap. */
export const SessionTrace = Type.Object({
  session: TraceSession,
  element: Nullable(TraceElement),
  decision: Nullable(TraceDecision),
  /** The decision is about the whole course, not about this part of it. */
  decisionOfCourse: Type.Boolean(),
  idea: Nullable(TraceIdea),
  voices: Type.Array(TraceVoice),
})
export type SessionTrace = Static<typeof SessionTrace>
export const InterestTrace = Type.Object({
  voice: TraceVoice,
  ideas: Type.Array(TraceIdea),
  decisions: Type.Array(TraceDecision),
  elements: Type.Array(TraceElement),
  sessions: Type.Array(TraceSession),
})
export type InterestTrace = Static<typeof InterestTrace>

export const trace = endpoints('trace', {
  session: {
    method: 'GET',
    url: '/trace/sessions/:sessionId',
    schema: {
      summary: 'Why a session exists: back to the words it came from',
      params: Body({ sessionId: Id }),
      response: { 200: SessionTrace },
    },
  },
  interest: {
    method: 'GET',
    url: '/trace/interests/:interestId',
    schema: { summary: 'What became of something that was said', params: Body({ interestId: Id }), response: { 200: InterestTrace } },
  },
})
