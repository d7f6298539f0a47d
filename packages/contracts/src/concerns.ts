// A worry about anyone's safety: everyone may raise one, only the programme's safeguarding lead and deputy read it.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const ConcernStatus = Type.Enum(['raised', 'reviewed_by_lead', 'passed_on', 'not_passed_on', 'feedback_received', 'closed'])
export type ConcernStatus = Static<typeof ConcernStatus>
/** Which protection route: child (under 18), adult (16 and over). Both for 16 and 17, and while nobody knows. */
export const AgeRoute = Type.Enum(['child', 'adult', 'both'])
export type AgeRoute = Static<typeof AgeRoute>
/** How old someone is who is not in the system, as far as the one who is worried knows. */
export const AboutAge = Type.Enum(['under_16', '16_17', 'over_18', 'not_known'])
export type AboutAge = Static<typeof AboutAge>
export const ConcernOutcome = Type.Enum(['others_act', 'we_support', 'nothing_more', 'not_as_feared'])
export type ConcernOutcome = Static<typeof ConcernOutcome>
const ThreePoint = Type.Enum(['yes', 'no', 'not_sure'])
/** The three points of an adult at risk of harm; all three must be met. Source: Adult Support and Protection (Scotland) Act 2007, section 3(1). */
export const threePoints = {
  aspUnable: 'Are they unable to safeguard their own wellbeing, property, rights or other interests?',
  aspAtRisk: 'Are they at risk of harm?',
  aspMoreVulnerable: 'Does disability, mental disorder, illness or infirmity make them more vulnerable to harm than other adults?',
} as const

/** The five questions that Scotland's national practice model asks anyone who is worried. Source: Scottish Government, Getting it right for every child (GIRFEC). */
export const girfecQuestions = {
  inTheWay: 'What is getting in the way of this young person’s wellbeing?',
  allWeNeed: 'Do I have all the information I need to help this young person?',
  iCanDo: 'What can I do now to help this young person?',
  weCanDo: 'What can my agency do to help this young person?',
  othersCanDo: 'What additional help, if any, may be needed from others?',
} as const

const said = {
  /** What the writer noticed. It or `theirWords` must say something. */
  whatSeen: Words(8000),
  /** What was said to them, word for word. */
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
  aboutAge: Type.Optional(AboutAge),
  ...said,
  /** Needed when they were not told. */
  notToldWhy: Type.Optional(Words(1000)),
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
  /** Two hours after it was raised, while nobody has taken it on. */
  actBy: Nullable(Instant),
  /** Waits for the second reader's word. */
  secondReading: Type.Boolean(),
})
export type ConcernLine = Static<typeof ConcernLine>
export const Concern = Type.Object({
  ...ConcernLine.properties,
  ...Type.Object(said).properties,
  notToldWhy: Type.String(),
  aboutAge: AboutAge,
  ageSuggested: AgeRoute,
  ageRoute: AgeRoute,
  ageRouteReason: Type.String(),
  aspUnable: Nullable(ThreePoint),
  aspAtRisk: Nullable(ThreePoint),
  aspMoreVulnerable: Nullable(ThreePoint),
  reviewedAt: Nullable(Instant),
  passedAt: Nullable(Instant),
  passedTo: Type.String(),
  passedToPerson: Type.String(),
  passedHow: Type.String(),
  passedReference: Type.String(),
  irdRequestedOn: Nullable(Day),
  irdHeldOn: Nullable(Day),
  notPassedReason: Type.String(),
  secondReader: Nullable(Type.String()),
  secondReadAt: Nullable(Instant),
  secondReaderAgreed: Nullable(Type.Boolean()),
  secondReaderWords: Type.String(),
  feedback: Type.String(),
  feedbackOn: Nullable(Day),
  closedAt: Nullable(Instant),
  closedReason: Type.String(),
  outcome: Nullable(ConcernOutcome),
  leadNote: Type.String(),
  version: Type.Integer(),
  can: Can('review', 'passOn', 'keepHere', 'secondRead', 'hearBack', 'close', 'weigh', 'noteIrd', 'note'),
})
export type Concern = Static<typeof Concern>

/** What its author may still know of it: their own words until it is taken on, then only where it stands. */
export const OwnConcern = Type.Object({
  id: Id,
  raisedAt: Instant,
  status: ConcernStatus,
  reviewedAt: Nullable(Instant),
  closedAt: Nullable(Instant),
  words: Nullable(Type.Object({ about: Type.String(), whatSeen: Type.String(), theirWords: Type.String() })),
})
export type OwnConcern = Static<typeof OwnConcern>
export const ConcernRead = Type.Object({
  by: Nullable(Type.String()),
  at: Instant,
  how: Type.Enum(['opened', 'listed', 'second_reader', 'raiser']),
})
export type ConcernRead = Static<typeof ConcernRead>
const Keeper = Nullable(Type.Object({ name: Type.String(), awayUntil: Nullable(Instant) }))
/** Who keeps safety where I do, and whether I am away. */
export const Cover = Type.Object({
  programmes: Type.Array(Type.Object({ id: Id, name: Type.String(), lead: Keeper, deputy: Keeper })),
  away: Nullable(Type.Object({ id: Id, untilAt: Instant })),
})
export type Cover = Static<typeof Cover>

const version = Type.Integer({ minimum: 1 })
export const ConcernPassed = Body({
  version,
  to: Said(300),
  toPerson: Said(200),
  how: Said(300),
  at: Instant,
  reference: Words(200),
  irdRequestedOn: Type.Optional(Nullable(Day)),
})
export type ConcernPassed = Static<typeof ConcernPassed>
/** Not passed on: why, and who is asked to read it too. It stands only with their word. */
export const ConcernKept = Body({ version, reason: Said(2000), secondReaderId: Id })
export const ConcernSecondReading = Body({ version, agrees: Type.Boolean(), words: Words(2000) })
export const ConcernFeedback = Body({ version, feedback: Said(4000), on: Day })
export const ConcernClosed = Body({ version, outcome: ConcernOutcome, reason: Said(2000) })
/** A route other than the one their age suggests needs a reason. */
export const ConcernRoute = Body({
  version,
  ageRoute: AgeRoute,
  reason: Words(1000),
  aspUnable: Nullable(ThreePoint),
  aspAtRisk: Nullable(ThreePoint),
  aspMoreVulnerable: Nullable(ThreePoint),
})
/** Two days and nothing else: what is said at an inter-agency referral discussion is never kept here. */
export const ConcernIrd = Body({ version, requestedOn: Nullable(Day), heldOn: Nullable(Day) })
export const ConcernNote = Body({ version, leadNote: Words(8000) })
export const Absence = Body({ untilAt: Instant })

const params = Body({ concernId: Id })
export const concerns = endpoints('concerns', {
  raise: {
    method: 'PUT',
    url: '/concerns/:concernId',
    schema: {
      summary: 'Raise a worry about anyone’s safety',
      description: 'Its author sees their own words until the safeguarding lead has taken it on, and from then on only where it stands.',
      params,
      body: NewConcern,
      response: { 200: ConcernRaised, 201: ConcernRaised },
    },
  },
  list: {
    method: 'GET',
    url: '/concerns',
    schema: {
      summary: 'The inbox of the safeguarding lead and deputy, newest first',
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
    schema: { summary: 'Not to be passed on: why, and who is asked to read it too', params, body: ConcernKept, response: { 200: Concern } },
  },
  secondRead: {
    method: 'POST',
    url: '/concerns/:concernId/second-reading',
    schema: {
      summary: 'The second reader agrees or does not',
      description: 'Agreed, it is not passed on and their reading ends here. Not agreed, it goes back to the safeguarding lead.',
      params,
      body: ConcernSecondReading,
      response: { 204: Type.Null() },
    },
  },
  secondReaders: {
    method: 'GET',
    url: '/concerns/:concernId/second-readers',
    schema: {
      summary: 'Who may be asked to read it too',
      params,
      response: { 200: Type.Object({ items: Type.Array(Type.Object({ id: Id, name: Type.String() })) }) },
    },
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
  weigh: {
    method: 'POST',
    url: '/concerns/:concernId/route',
    schema: {
      summary: 'Which protection route, and the three points for an adult',
      params,
      body: ConcernRoute,
      response: { 200: Concern },
    },
  },
  noteIrd: {
    method: 'POST',
    url: '/concerns/:concernId/ird',
    schema: {
      summary: 'That an inter-agency referral discussion was asked for and held, never what it said',
      params,
      body: ConcernIrd,
      response: { 200: Concern },
    },
  },
  note: {
    method: 'PATCH',
    url: '/concerns/:concernId',
    schema: { summary: 'The safeguarding lead’s own note', params, body: ConcernNote, response: { 200: Concern } },
  },
  reads: {
    method: 'GET',
    url: '/concerns/:concernId/reads',
    schema: {
      summary: 'Who opened it, newest first',
      params,
      response: { 200: Type.Object({ items: Type.Array(ConcernRead) }) },
    },
  },
  mine: {
    method: 'GET',
    url: '/my-concerns',
    schema: { summary: 'Where the concerns stand that I raised', response: { 200: Type.Object({ items: Type.Array(OwnConcern) }) } },
  },
  cover: {
    method: 'GET',
    url: '/safeguarding/cover',
    schema: { summary: 'Who keeps safety, and who is away', response: { 200: Cover } },
  },
  beAway: {
    method: 'PUT',
    url: '/safeguarding/absences/:absenceId',
    schema: {
      summary: 'I am away: tell the other one first',
      params: Body({ absenceId: Id }),
      body: Absence,
      response: { 200: Cover, 201: Cover },
    },
  },
  beBack: {
    method: 'POST',
    url: '/safeguarding/absences/:absenceId/end',
    schema: { summary: 'I am back', params: Body({ absenceId: Id }), response: { 200: Cover } },
  },
})
