// A worry about anyone's safety: everyone may raise one, only the programme's safeguarding lead reads it.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const ConcernStatus = Type.Enum(['raised', 'reviewed_by_lead', 'passed_on', 'not_passed_on', 'feedback_received', 'closed'])
export type ConcernStatus = Static<typeof ConcernStatus>
/** Which protection route: child (under 18), adult (16 and over), or both for 16 and 17. */
export const AgeRoute = Type.Enum(['child', 'adult', 'both', 'not_known'])
export type AgeRoute = Static<typeof AgeRoute>

/** The five questions that Scotland's national practice model asks anyone who is worried. Source: Scottish Government, Getting it right for every child (GIRFEC). */
export const girfecQuestions = {
  inTheWay: 'What is getting in the way of this child or young person’s wellbeing?',
  allWeNeed: 'Do I have all the information I need to help this child or young person?',
  iCanDo: 'What can I do now to help this child or young person?',
  weCanDo: 'What can my agency do to help this child or young person?',
  othersCanDo: 'What additional help, if any, may be needed from others?',
} as const

const said = {
  whatSeen: Said(8000),
  theirWords: Words(8000),
  immediateDanger: Type.Boolean(),
  toldThem: Nullable(Type.Boolean()),
  inTheWay: Words(),
  allWeNeed: Words(),
  iCanDo: Words(),
  weCanDo: Words(),
  othersCanDo: Words(),
}
export const NewConcern = Body({
  /** Someone I can see; or null, and `aboutWhom` says in words who it is about. */
  participantId: Nullable(Id),
  aboutWhom: Words(300),
  /** Needed when it is about nobody I can see and I am in more than one programme. */
  programmeId: Type.Optional(Id),
  ...said,
  /** Left out, it follows the young person's age. */
  ageRoute: Type.Optional(AgeRoute),
})
export type NewConcern = Static<typeof NewConcern>

/** What happens next. Nothing that was written is given back. */
export const ConcernRaised = Type.Object({
  id: Id,
  programmeName: Type.String(),
  lead: Nullable(Type.String()),
  deputy: Nullable(Type.String()),
  dutyPhone: Type.String(),
})
export type ConcernRaised = Static<typeof ConcernRaised>

export const ConcernLine = Type.Object({
  id: Id,
  programmeId: Id,
  programmeName: Type.String(),
  participant: Nullable(Type.Object({ id: Id, knownAs: Type.String() })),
  aboutWhom: Type.String(),
  immediateDanger: Type.Boolean(),
  status: ConcernStatus,
  raisedAt: Instant,
  raisedBy: Nullable(Type.String()),
})
export type ConcernLine = Static<typeof ConcernLine>
export const Concern = Type.Object({
  ...ConcernLine.properties,
  ...Type.Object(said).properties,
  ageRoute: AgeRoute,
  reviewedAt: Nullable(Instant),
  passedAt: Nullable(Instant),
  passedTo: Type.String(),
  passedHow: Type.String(),
  passedReference: Type.String(),
  irdRequestedOn: Nullable(Day),
  notPassedReason: Type.String(),
  secondReader: Type.String(),
  feedback: Type.String(),
  feedbackOn: Nullable(Day),
  closedAt: Nullable(Instant),
  closedReason: Type.String(),
  leadNote: Type.String(),
  version: Type.Integer(),
  can: Can('review', 'passOn', 'keepHere', 'hearBack', 'close', 'note'),
})
export type Concern = Static<typeof Concern>

const version = Type.Integer({ minimum: 1 })
export const ConcernPassed = Body({
  version,
  to: Said(300),
  how: Said(300),
  at: Instant,
  reference: Words(200),
  irdRequestedOn: Type.Optional(Nullable(Day)),
})
export type ConcernPassed = Static<typeof ConcernPassed>
export const ConcernKept = Body({ version, reason: Said(2000), secondReader: Said(200) })
export const ConcernFeedback = Body({ version, feedback: Said(4000), on: Day })
export const ConcernClosed = Body({ version, reason: Said(2000) })
export const ConcernNote = Body({ version, leadNote: Words(8000), ageRoute: Type.Optional(AgeRoute) })

const params = Body({ concernId: Id })
export const concerns = endpoints('concerns', {
  raise: {
    method: 'PUT',
    url: '/concerns/:concernId',
    schema: {
      summary: 'Raise a worry about anyone’s safety',
      description: 'Its author cannot read it afterwards: from here on it is the safeguarding lead’s.',
      params,
      body: NewConcern,
      response: { 200: ConcernRaised, 201: ConcernRaised },
    },
  },
  list: {
    method: 'GET',
    url: '/concerns',
    schema: {
      summary: 'The safeguarding lead’s inbox, newest first',
      querystring: Body({ show: Type.Optional(Type.Enum(['open', 'closed'])), ...Paging }),
      response: { 200: Page(ConcernLine) },
    },
  },
  read: {
    method: 'GET',
    url: '/concerns/:concernId',
    schema: { summary: 'One concern, for the safeguarding lead', params, response: { 200: Concern } },
  },
  review: {
    method: 'POST',
    url: '/concerns/:concernId/review',
    schema: { summary: 'Read and taken on by the safeguarding lead', params, body: Body({ version }), response: { 200: Concern } },
  },
  passOn: {
    method: 'POST',
    url: '/concerns/:concernId/pass-on',
    schema: {
      summary: 'Passed on: to whom, how, when. That an IRD was asked for, never what it said',
      params,
      body: ConcernPassed,
      response: { 200: Concern },
    },
  },
  keepHere: {
    method: 'POST',
    url: '/concerns/:concernId/keep-here',
    schema: { summary: 'Not passed on: why, and who else read it', params, body: ConcernKept, response: { 200: Concern } },
  },
  hearBack: {
    method: 'POST',
    url: '/concerns/:concernId/hear-back',
    schema: { summary: 'What came back from those it was passed to', params, body: ConcernFeedback, response: { 200: Concern } },
  },
  close: {
    method: 'POST',
    url: '/concerns/:concernId/close',
    schema: { summary: 'Nothing more to do here', params, body: ConcernClosed, response: { 200: Concern } },
  },
  note: {
    method: 'PATCH',
    url: '/concerns/:concernId',
    schema: { summary: 'The safeguarding lead’s own note', params, body: ConcernNote, response: { 200: Concern } },
  },
})
