import { Type, type Static } from 'typebox'
import { Body, Can, Day, EarlierWords, Id, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'
import { ClearBy } from './clear-by.ts'

export const MatchStatus = Type.Enum(['proposed', 'active', 'ended', 'declined'])
export type MatchStatus = Static<typeof MatchStatus>
export const MatchEndedBy = Type.Enum(['participant', 'mentor', 'programme'])
export type MatchEndedBy = Static<typeof MatchEndedBy>
export const MeetUpKind = Type.Enum(['met', 'call', 'text', 'missed'])
export type MeetUpKind = Static<typeof MeetUpKind>

const agreement = {
  purpose: Words(1000),
  /** Their own goals for this, in their words. */
  goals: Type.Array(Said(300), { maxItems: 5 }),
  meetsEveryDays: Type.Integer({ minimum: 1, maximum: 90 }),
  /** How and when they may reach each other. */
  contactRoutes: Words(1000),
  boundaries: Words(1000),
  reviewAgreementOn: Nullable(Day),
}

export const MentorMatch = Type.Object({
  id: Id,
  /** A mentor learns the name when both have said yes. */
  participant: Type.Object({ id: Id, programmeId: Id, knownAs: Nullable(Type.String()) }),
  mentor: Type.Object({ id: Id, name: Type.String() }),
  status: MatchStatus,
  proposedOn: Day,
  theirYesOn: Nullable(Day),
  mentorYesOn: Nullable(Day),
  startedOn: Nullable(Day),
  endedOn: Nullable(Day),
  endedBy: Nullable(MatchEndedBy),
  /** It ended with the wish for another mentor. */
  swapWanted: Type.Boolean(),
  ...agreement,
  /** The last time they met, called or wrote; null before the first. */
  lastOn: Nullable(Day),
  nextOn: Nullable(Day),
  meetUps: Type.Integer(),
  /** Longer than one and a half times what they agreed since they were last in touch: worth a kind word. */
  quiet: Type.Boolean(),
  /** The match before this one and words at the end; for the team only. */
  swappedFromId: Nullable(Id),
  endedWords: Nullable(Type.String()),
  version: Type.Integer(),
  can: Can('accept', 'sayTheirYes', 'decline', 'agree', 'log', 'end', 'swap'),
})
export type MentorMatch = Static<typeof MentorMatch>

/** One meet-up. Words are a mentor's own to read back, and the team's; the next mentor never sees them. */
export const MeetUp = Type.Object({
  id: Id,
  matchId: Id,
  heldOn: Day,
  minutes: Nullable(Type.Integer()),
  place: Type.String(),
  kind: MeetUpKind,
  nextOn: Nullable(Day),
  theirWords: Type.String(),
  staffWords: Type.String(),
  writtenBy: Nullable(Type.String()),
  /** What was written before it was put right, newest first. */
  earlier: Type.Array(EarlierWords),
  version: Type.Integer(),
  can: Can('amend', 'takeBack'),
})
export type MeetUp = Static<typeof MeetUp>

export const NewMatch = Body({ participantId: Id, mentorId: Id, purpose: Words(1000), swappedFromId: Type.Optional(Nullable(Id)) })
export type NewMatch = Static<typeof NewMatch>
export const MatchAgreement = Body({ version: Type.Integer(), ...agreement })
export type MatchAgreement = Static<typeof MatchAgreement>
export const TheirYes = Body({
  version: Type.Integer(),
  on: Day,
  saidBy: Type.Enum(['participant', 'together', 'parent']),
  how: Type.Enum(['in_person', 'call', 'text', 'own_phone', 'writing']),
})
export type TheirYes = Static<typeof TheirYes>
/** `by` is what the team writes down; a mentor or young person always ends their own side. No reason is needed. */
export const MatchEnd = Body({ version: Type.Integer(), by: MatchEndedBy, words: Words(1000), swapWanted: Type.Boolean() })
export type MatchEnd = Static<typeof MatchEnd>
export const MatchSwap = Body({
  version: Type.Integer(),
  newMatchId: Id,
  mentorId: Id,
  purpose: Words(1000),
  by: MatchEndedBy,
  words: Words(1000),
})
export type MatchSwap = Static<typeof MatchSwap>
export const NewMeetUp = Body({
  matchId: Id,
  heldOn: Day,
  minutes: Nullable(Type.Integer({ minimum: 0, maximum: 1440 })),
  place: Words(200),
  kind: MeetUpKind,
  nextOn: Nullable(Day),
  theirWords: Words(4000),
  staffWords: Words(4000),
})
export type NewMeetUp = Static<typeof NewMeetUp>

const { matchId: _whose, ...answers } = NewMeetUp.properties
export const MeetUpChange = Body({ version: Type.Integer(), ...answers })
export type MeetUpChange = Static<typeof MeetUpChange>

const one = Type.Object({ matchId: Id })
const version = Type.Integer()

export const mentoring = endpoints('mentoring', {
  list: {
    method: 'GET',
    url: '/mentoring/matches',
    schema: {
      summary: 'Mentoring matches the reader may see, newest first',
      querystring: Type.Object({
        quiet: Type.Optional(Type.Boolean()),
        status: Type.Optional(MatchStatus),
        programmeId: Type.Optional(Id),
        participantId: Type.Optional(Id),
        ...Paging,
      }),
      response: { 200: Page(MentorMatch) },
    },
  },
  mentors: {
    method: 'GET',
    url: '/participants/:participantId/mentors',
    schema: {
      summary: 'Who could mentor this young person, and how many each has; for the team',
      params: Type.Object({ participantId: Id }),
      response: {
        200: Type.Object({
          items: Type.Array(
            Type.Object({ userId: Id, name: Type.String(), clear: Nullable(ClearBy), mayBeAsked: Type.Boolean(), matches: Type.Integer() }),
          ),
        }),
      },
    },
  },
  read: {
    method: 'GET',
    url: '/mentoring/matches/:matchId',
    schema: { summary: 'One match and its agreement', params: one, response: { 200: MentorMatch } },
  },
  propose: {
    method: 'PUT',
    url: '/mentoring/matches/:matchId',
    schema: {
      summary: 'Propose a mentor to a young person, and them to a mentor',
      params: one,
      body: NewMatch,
      response: { 200: MentorMatch, 201: MentorMatch },
    },
  },
  agree: {
    method: 'PATCH',
    url: '/mentoring/matches/:matchId',
    schema: { summary: 'Write down what the two agreed', params: one, body: MatchAgreement, response: { 200: MentorMatch } },
  },
  accept: {
    method: 'POST',
    url: '/mentoring/matches/:matchId/accept',
    schema: { summary: 'The mentor says yes', params: one, body: Body({ version }), response: { 200: MentorMatch } },
  },
  sayTheirYes: {
    method: 'POST',
    url: '/mentoring/matches/:matchId/their-yes',
    schema: { summary: 'The young person says yes', params: one, body: TheirYes, response: { 200: MentorMatch } },
  },
  decline: {
    method: 'POST',
    url: '/mentoring/matches/:matchId/decline',
    schema: {
      summary: 'Either side says no; no reason is asked',
      params: one,
      body: Body({ version, by: MatchEndedBy }),
      response: { 204: Type.Null() },
    },
  },
  end: {
    method: 'POST',
    url: '/mentoring/matches/:matchId/end',
    schema: { summary: 'Either side ends it; no reason is needed', params: one, body: MatchEnd, response: { 204: Type.Null() } },
  },
  swap: {
    method: 'POST',
    url: '/mentoring/matches/:matchId/swap',
    schema: {
      summary: 'End a match and propose another mentor in its place',
      params: one,
      body: MatchSwap,
      response: { 201: MentorMatch },
    },
  },
  meetUps: {
    method: 'GET',
    url: '/mentoring/matches/:matchId/sessions',
    schema: {
      summary: 'The meet-ups of a match, latest first',
      params: one,
      querystring: Type.Object({ ...Paging }),
      response: { 200: Page(MeetUp) },
    },
  },
  log: {
    method: 'PUT',
    url: '/mentoring/sessions/:sessionId',
    schema: {
      summary: 'Note how a meet-up went',
      params: Type.Object({ sessionId: Id }),
      body: NewMeetUp,
      response: { 200: MeetUp, 201: MeetUp },
    },
  },
  readMeetUp: {
    method: 'GET',
    url: '/mentoring/sessions/:sessionId',
    schema: { summary: 'One meet-up', params: Type.Object({ sessionId: Id }), response: { 200: MeetUp } },
  },
  amendMeetUp: {
    method: 'PATCH',
    url: '/mentoring/sessions/:sessionId',
    schema: {
      summary: 'Put right the note I just saved',
      description: 'Its writer may for 30 minutes. Earlier words are kept.',
      params: Type.Object({ sessionId: Id }),
      body: MeetUpChange,
      response: { 200: MeetUp },
    },
  },
  takeBackMeetUp: {
    method: 'POST',
    url: '/mentoring/sessions/:sessionId/take-back',
    schema: {
      summary: 'Take back a note I just saved by mistake; its words are gone',
      params: Type.Object({ sessionId: Id }),
      response: { 204: Type.Null() },
    },
  },
})
