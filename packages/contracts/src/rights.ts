// What a young person may ask about their record: a copy, putting right, pausing use, objecting. The inbox of those who answer, and each step.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Said, Words } from './common.ts'
import { endpoints } from './endpoint.ts'

export const RightKind = Type.Enum(['access', 'rectification', 'restriction', 'objection'])
export type RightKind = Static<typeof RightKind>
export const RightState = Type.Enum(['received', 'id_ok', 'searching', 'redacting', 'second_check', 'sent', 'deciding', 'done', 'refused'])
export type RightState = Static<typeof RightState>
/** How it was said: on their own page, out loud, in writing, or by somebody who speaks for them. */
export const AskedHow = Type.Enum(['own_page', 'spoken', 'letter', 'email', 'someone_else'])
export type AskedHow = Static<typeof AskedHow>
export const RightOutcome = Type.Enum(['done', 'partly', 'refused'])
export type RightOutcome = Static<typeof RightOutcome>
/** What safeguarding holds: left out, or told because it was said that telling does no serious harm. */
export const HarmTest = Type.Enum(['withhold', 'include'])
export type HarmTest = Static<typeof HarmTest>

export const RightsPerson = Type.Object({
  id: Id,
  /** Empty for those who do not answer requests. */
  knownAs: Type.String(),
  reference: Type.String(),
  restricted: Type.Boolean(),
})
/** A legal clock. While it is stopped there is no day, only how many days are left of it. */
export const RightsClock = Type.Object({ dueOn: Nullable(Day), daysLeft: Type.Integer(), paused: Type.Boolean(), extended: Type.Boolean() })
export type RightsClock = Static<typeof RightsClock>
export const RightsPause = Type.Object({
  id: Id,
  fromOn: Day,
  untilOn: Nullable(Day),
  asked: Type.String(),
  answer: Type.String(),
})
export type RightsPause = Static<typeof RightsPause>
export const RightsPackage = Type.Object({
  state: Type.Enum(['waiting', 'building', 'ready', 'failed', 'deleted']),
  done: Type.Integer(),
  total: Type.Integer(),
  /** The first day on which it is gone; null before it was sent. */
  goneOn: Nullable(Day),
})
export type RightsPackage = Static<typeof RightsPackage>

const line = {
  id: Id,
  kind: RightKind,
  state: RightState,
  participant: RightsPerson,
  programme: Type.Object({ id: Id, name: Type.String() }),
  receivedOn: Day,
  clock: Nullable(RightsClock),
  closedOn: Nullable(Day),
}
export const RightsLine = Type.Object(line)
export type RightsLine = Static<typeof RightsLine>
export const RightsRequest = Type.Object({
  ...line,
  words: Type.String(),
  madeBy: Type.Enum(['participant', 'staff']),
  madeHow: AskedHow,
  idAskedOn: Nullable(Day),
  idOkOn: Nullable(Day),
  idHow: Type.String(),
  extendedReason: Type.String(),
  pauses: Type.Array(RightsPause),
  harm: Nullable(Type.Object({ test: HarmTest, words: Type.String(), asked: Type.String(), on: Day })),
  found: Type.Object({ entries: Type.Integer(), undecided: Type.Integer(), withheld: Type.Integer(), masks: Type.Integer() }),
  preparedBy: Nullable(Type.String()),
  checkedBy: Nullable(Type.String()),
  /** Why the second person gave it back. */
  checkWords: Type.String(),
  package: Nullable(RightsPackage),
  outcome: Nullable(RightOutcome),
  outcomeWords: Type.String(),
  version: Type.Integer(),
  can: Can('identify', 'pause', 'resume', 'extend', 'search', 'weighHarm', 'redact', 'submit', 'check', 'send', 'refuse', 'decide', 'read'),
})
export type RightsRequest = Static<typeof RightsRequest>

/** Who it is about: an id by those who see them, or the reference on a letter. */
export const NewRight = Body({
  participantId: Type.Optional(Id),
  reference: Type.Optional(Type.String({ minLength: 3, maxLength: 20 })),
  kind: RightKind,
  words: Words(2000),
  how: AskedHow,
  receivedOn: Day,
  /** How we know that it is them; left out while we do not. */
  idHow: Type.Optional(Words(200)),
})
export type NewRight = Static<typeof NewRight>

const one = Type.Object({ requestId: Id })
const version = Type.Integer({ minimum: 1 })
const answers = { 200: RightsRequest }
const deed = <B extends Parameters<typeof Body>[0]>(name: string, summary: string, body: B) => ({
  method: 'POST' as const,
  url: `/rights/requests/:requestId/${name}`,
  schema: { summary, params: one, body: Body({ ...body, version }), response: answers },
})

export const rights = endpoints('rights', {
  list: {
    method: 'GET',
    url: '/rights/requests',
    schema: {
      summary: 'Requests of young people about their record, by the day they are due; those that are over come last',
      querystring: Type.Object({ show: Type.Optional(Type.Enum(['open', 'all'])) }),
      response: { 200: Type.Object({ items: Type.Array(RightsLine) }) },
    },
  },
  read: {
    method: 'GET',
    url: '/rights/requests/:requestId',
    schema: { summary: 'One request, without a word of the record', params: one, response: answers },
  },
  record: {
    method: 'PUT',
    url: '/rights/requests/:requestId',
    schema: {
      summary: 'Write down a request that somebody made out loud or in writing',
      params: one,
      body: NewRight,
      response: { 200: RightsRequest, 201: RightsRequest },
    },
  },
  askForId: deed('ask-for-id', 'Ask who they are; the month begins when that is known', {}),
  identify: deed('identify', 'It is them, and how we know', { how: Said(200) }),
  pause: deed('pause', 'Ask something back; the clock stands until the answer', { asked: Said(1000) }),
  resume: deed('resume', 'The answer came; the clock goes on', { answer: Said(1000) }),
  extend: deed('extend', 'Two months more, because it is complex, and told why', { reason: Said(1000) }),
  search: deed('search', 'Search everything that is held about them', {}),
  weighHarm: deed('weigh-harm', 'Say whether telling what safeguarding may hold would cause serious harm', {
    test: HarmTest,
    words: Said(1000),
    asked: Words(200),
  }),
  submit: deed('submit', 'Give it to a second person to check', {}),
  check: deed('check', 'As the second person: it may go out, or it goes back with a reason', { ok: Type.Boolean(), words: Words(1000) }),
  send: deed('send', 'Send it to them', {}),
  refuse: deed('refuse', 'Refuse, with the reason and how to complain told', { reason: Said(2000), toldToComplain: Type.Boolean() }),
  decide: deed('decide', 'Answer a request to put right, pause or stop', {
    outcome: RightOutcome,
    words: Said(2000),
    toldToComplain: Type.Boolean(),
  }),
})

/** Answers to entries that wait for the team: how many and how long, never what they say. */
export const rightsReplies = endpoints('rights', {
  unanswered: {
    method: 'GET',
    url: '/rights/unanswered-replies',
    schema: {
      summary: 'Answers of young people to what is written, that nobody has answered yet',
      response: {
        200: Type.Object({
          items: Type.Array(Type.Object({ programmeName: Type.String(), reference: Type.String(), since: Instant, count: Type.Integer() })),
        }),
      },
    },
  },
})
