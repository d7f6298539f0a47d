// Who decided what and how: from the question and its limits, over options and votes, to what came of it and who was told.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words, partly } from './common.ts'
import { endpoints, Page } from './endpoint.ts'
import { CoMode, VoiceOrAction } from './ideas.ts'
import { Pathway } from './programmes.ts'

export const DecidedBy = Type.Enum(['participants', 'together', 'officer', 'partner', 'lead', 'funder', 'law', 'safeguarding'])
export type DecidedBy = Static<typeof DecidedBy>
export const DecidedHow = Type.Enum(['consensus', 'vote', 'individual_choice', 'toss', 'rule'])
export type DecidedHow = Static<typeof DecidedHow>
export const DecisionState = Type.Enum(['open', 'options', 'decided', 'acted_on', 'fed_back', 'reviewed'])
export type DecisionState = Static<typeof DecisionState>
export const FedBackHow = Type.Enum(['in_person', 'call', 'text', 'own_phone', 'writing'])
const pathway = Nullable(Pathway)
const Named = Type.Object({ id: Id, name: Type.String() })

/** A choice that people may take. */
export const DecisionOption = Body({ id: Id, words: Said(300) })
export type DecisionOption = Static<typeof DecisionOption>
/** One of Lundy's four: yes, no, or not answered yet, and what shows it. */
const Shown = Type.Object({ yes: Nullable(Type.Boolean()), evidence: Type.String() })
export const Lundy = Type.Object({ space: Shown, voice: Shown, audience: Shown, influence: Shown })
export type Lundy = Static<typeof Lundy>

/**
 * What came out of a vote. `counts` only when nobody's vote can be worked out from it; otherwise the winner alone, or that there was
 * none; with fewer than three votes nothing.
 */
export const VoteResult = Type.Object({
  kind: Type.Enum(['counts', 'won', 'no_clear_choice', 'too_few']),
  wonId: Nullable(Id),
  counts: Type.Array(Type.Object({ optionId: Id, votes: Type.Integer() })),
})
export type VoteResult = Static<typeof VoteResult>
export const Vote = Type.Object({
  openedAt: Instant,
  closedAt: Nullable(Instant),
  voted: Type.Integer(),
  /** What I voted for myself; null for everyone who does not vote. */
  mineId: Nullable(Id),
  /** Null until the vote is closed. */
  result: Nullable(VoteResult),
})
export type Vote = Static<typeof Vote>
/** Readings 0 to 6 by side, never averaged. `levels` counts readings by level; null while they are too few to be nobody's in particular. */
const Side = Type.Object({ n: Type.Integer(), levels: Nullable(Type.Array(Type.Integer())) })
export const Readings = Type.Object({ participants: Side, partners: Side, group: Nullable(Type.Integer()), mine: Nullable(Type.Integer()) })
export type Readings = Static<typeof Readings>

export const DecisionLine = Type.Object({
  id: Id,
  programmeId: Id,
  programmeName: Type.String(),
  title: Type.String(),
  state: DecisionState,
  openedOn: Day,
  coMode: CoMode,
  voiceOrAction: VoiceOrAction,
  decidedBy: Nullable(DecidedBy),
  how: Nullable(DecidedHow),
  decidedOn: Nullable(Day),
  words: Type.String(),
  /** Why it was not theirs to decide, where the law or someone's safety decided. */
  reason: Type.String(),
  participantsPresent: Nullable(Type.Integer()),
  outcomeText: Type.String(),
  course: Nullable(Named),
  chosen: Nullable(Type.String()),
  fedBackText: Type.String(),
  voting: Type.Boolean(),
})
export type DecisionLine = Static<typeof DecisionLine>

export const Decision = Type.Object({
  ...DecisionLine.properties,
  pathway,
  /** The idea it came from. */
  idea: Nullable(Type.Object({ id: Id, words: Type.String() })),
  /** Were limits told before anyone chose? Null: not answered. */
  limitsStated: Nullable(Type.Boolean()),
  limitsText: Type.String(),
  limitsStatedOn: Nullable(Day),
  options: Type.Array(DecisionOption),
  chosenOptionId: Nullable(Id),
  explainedHow: Type.String(),
  lundy: Lundy,
  /** The person who could change things and listened. */
  audiencePerson: Nullable(Named),
  actedOn: Nullable(Day),
  fedBackOn: Nullable(Day),
  fedBackHow: Nullable(FedBackHow),
  reviewOn: Nullable(Day),
  reviewedOn: Nullable(Day),
  reviewWords: Type.String(),
  vote: Nullable(Vote),
  readings: Readings,
  version: Type.Integer(),
  can: Can(
    'prepare',
    'openVote',
    'closeVote',
    'vote',
    'recordVote',
    'decide',
    'act',
    'feedBack',
    'review',
    'showLundy',
    'read',
    'readForGroup',
  ),
})
export type Decision = Static<typeof Decision>

const question = {
  title: Said(200),
  coMode: CoMode,
  voiceOrAction: VoiceOrAction,
  pathway,
  courseId: Nullable(Id),
  ideaId: Nullable(Id),
  /** Said in advance, or there were none to say. */
  limitsStated: Nullable(Type.Boolean()),
  limitsText: Words(2000),
  options: Type.Array(DecisionOption, { maxItems: 8 }),
  reviewOn: Nullable(Day),
}
const made = {
  decidedBy: DecidedBy,
  how: DecidedHow,
  decidedOn: Day,
  /** How many young people were there. */
  participantsPresent: Nullable(Type.Integer({ minimum: 0, maximum: 1000 })),
  chosenOptionId: Type.Optional(Nullable(Id)),
  /** What was said, in their words; without names. */
  words: Type.Optional(Words(2000)),
  /** When the law or someone's safety decided: why, and how it was explained to them. */
  reason: Type.Optional(Words(2000)),
  explainedHow: Type.Optional(Words(2000)),
  outcomeText: Type.Optional(Words(2000)),
}
/** A question that is opened; with `made`, a decision that was made already and is written down now. */
export const NewDecision = Body({ programmeId: Id, ...partly(question), title: question.title, made: Type.Optional(Body(made)) })
export type NewDecision = Static<typeof NewDecision>
/** `options` replaces them all. */
export const DecisionPrepare = Body({ version: Type.Integer(), ...partly(question) })
export type DecisionPrepare = Static<typeof DecisionPrepare>
export const DecisionMade = Body({ version: Type.Integer(), ...made })
export type DecisionMade = Static<typeof DecisionMade>
export const DecisionAct = Body({ version: Type.Integer(), actedOn: Day, outcomeText: Said(2000) })
export type DecisionAct = Static<typeof DecisionAct>
export const DecisionFeedBack = Body({ version: Type.Integer(), fedBackOn: Day, fedBackHow: FedBackHow, fedBackText: Said(2000) })
export type DecisionFeedBack = Static<typeof DecisionFeedBack>
export const DecisionReview = Body({ version: Type.Integer(), reviewedOn: Day, reviewWords: Said(2000) })
export type DecisionReview = Static<typeof DecisionReview>
const answer = Body({ yes: Nullable(Type.Boolean()), evidence: Words(1000) })
export const DecisionLundy = Body({
  version: Type.Integer(),
  space: answer,
  voice: answer,
  audience: answer,
  influence: answer,
  audiencePersonId: Nullable(Id),
})
export type DecisionLundy = Static<typeof DecisionLundy>
/** 0 not told · 1 told · 2 asked first · 3 asked and told why · 4 together · 5 we decided inside limits · 6 we decided. `group`: they read it together. */
export const PowerReading = Body({ level: Type.Integer({ minimum: 0, maximum: 6 }), group: Type.Optional(Type.Boolean()) })
export type PowerReading = Static<typeof PowerReading>
/** `participantId`: the vote of someone without a phone, said by them and written down by me. */
export const CastVote = Body({ optionId: Id, participantId: Type.Optional(Id) })
export type CastVote = Static<typeof CastVote>

export const Spread = Type.Object({
  /** Decisions made. */
  n: Type.Integer(),
  byWhom: Type.Array(Type.Object({ decidedBy: DecidedBy, n: Type.Integer() })),
  open: Type.Integer(),
  fedBack: Type.Integer(),
  can: Can('open'),
})
export type Spread = Static<typeof Spread>

const one = Body({ decisionId: Id })
const filters = { programmeId: Type.Optional(Id), courseId: Type.Optional(Id), ideaId: Type.Optional(Id) }
const version = Body({ version: Type.Integer() })
const deed = <B extends ReturnType<typeof Body>>(path: string, summary: string, body: B) =>
  ({ method: 'POST', url: `/decisions/:decisionId/${path}`, schema: { summary, params: one, body, response: { 200: Decision } } }) as const

export const decisions = endpoints('decisions', {
  list: {
    method: 'GET',
    url: '/decisions',
    schema: {
      summary: 'The decision ledger, newest first',
      querystring: Body({
        ...Paging,
        ...filters,
        state: Type.Optional(DecisionState),
        decidedBy: Type.Optional(DecidedBy),
        coMode: Type.Optional(CoMode),
        voting: Type.Optional(Type.Boolean()),
      }),
      response: { 200: Page(DecisionLine) },
    },
  },
  spread: {
    method: 'GET',
    url: '/decisions/spread',
    schema: { summary: 'Who decided, in counts; never one figure', querystring: Body(filters), response: { 200: Spread } },
  },
  read: {
    method: 'GET',
    url: '/decisions/:decisionId',
    schema: { summary: 'One decision, all of it', params: one, response: { 200: Decision } },
  },
  open: {
    method: 'PUT',
    url: '/decisions/:decisionId',
    schema: {
      summary: 'Open a question to be decided, or write down a decision that was made',
      params: one,
      body: NewDecision,
      response: { 200: Decision, 201: Decision },
    },
  },
  prepare: {
    method: 'PATCH',
    url: '/decisions/:decisionId',
    schema: {
      summary: 'Change the question, its limits and its options until it is decided',
      params: one,
      body: DecisionPrepare,
      response: { 200: Decision },
    },
  },
  decide: deed('decide', 'Who decided, how, and how many young people were there', DecisionMade),
  act: deed('act', 'What was done about it', DecisionAct),
  feedBack: deed('feed-back', 'Tell those who were asked what came of it', DecisionFeedBack),
  review: deed('review', 'Look back on it together', DecisionReview),
  showLundy: deed('lundy', 'Space, voice, audience, influence, and what shows each', DecisionLundy),
  openVote: deed('open-vote', 'Begin the vote; the options stand from now on', version),
  closeVote: deed('close-vote', 'End the vote, for good', version),
  vote: {
    method: 'PUT',
    url: '/decisions/:decisionId/vote',
    schema: { summary: 'Vote, or change one’s vote until it is closed', params: one, body: CastVote, response: { 200: Decision } },
  },
  readPower: {
    method: 'PUT',
    url: '/decisions/:decisionId/reading',
    schema: { summary: 'How much of the deciding was ours, as I read it', params: one, body: PowerReading, response: { 200: Decision } },
  },
})
