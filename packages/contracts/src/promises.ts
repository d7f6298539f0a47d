// Promises both ways, between two named people. That one was kept is for its receiver to say, and for nobody else.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const PromiseKind = Type.Enum(['officer', 'partner_person', 'participant', 'lead', 'mentor'])
export type PromiseKind = Static<typeof PromiseKind>
export const PromiseStatus = Type.Enum(['made', 'kept', 'partly', 'not_kept', 'renegotiated', 'released'])
export type PromiseStatus = Static<typeof PromiseStatus>
export const PromiseMadeIn = Type.Enum(['visit', 'session', 'meeting', 'contact', 'other'])
export type PromiseMadeIn = Static<typeof PromiseMadeIn>
/** How a young person said what somebody else wrote down for them. */
export const PromiseHow = Type.Enum(['in_person', 'call', 'text', 'writing'])
export type PromiseHow = Static<typeof PromiseHow>
export const PromiseWord = Type.Enum(['kept', 'partly', 'not_kept'])
export type PromiseWord = Static<typeof PromiseWord>
export const PromiseDeed = Type.Enum([
  'made',
  'said_done',
  'kept',
  'partly',
  'not_kept',
  'asked',
  'agreed',
  'declined',
  'released',
  'handed_over',
])
export type PromiseDeed = Static<typeof PromiseDeed>
/** by_me, to_me: open ones of mine. my_word: it is for me to say how it went, or to answer. new_hand: its maker or receiver has gone; for the lead. */
export const PromiseWhose = Type.Enum(['by_me', 'to_me', 'my_word', 'new_hand'])
export type PromiseWhose = Static<typeof PromiseWhose>
const PromiseSide = Type.Enum(['maker', 'receiver'])

const Side = Type.Object({
  kind: PromiseKind,
  /** Null for a young person, who is the promise's participant. */
  userId: Nullable(Id),
  /** Null when it is a young person whose name the reader does not have. */
  name: Nullable(Type.String()),
})

export const Promised = Type.Object({
  id: Id,
  programmeId: Id,
  /** The young person it is made by or to; null between colleagues. */
  participant: Nullable(Type.Object({ id: Id, knownAs: Nullable(Type.String()) })),
  from: Side,
  to: Side,
  byMe: Type.Boolean(),
  toMe: Type.Boolean(),
  text: Type.String(),
  madeIn: PromiseMadeIn,
  madeInId: Nullable(Id),
  madeOn: Day,
  /** Said in person by a young person and written down by `recordedBy`. */
  how: Nullable(PromiseHow),
  recordedBy: Nullable(Type.String()),
  dueOn: Nullable(Day),
  status: PromiseStatus,
  open: Type.Boolean(),
  /** Open past its day. Never said of a young person's promise: theirs waits. */
  late: Type.Boolean(),
  saidDoneAt: Nullable(Instant),
  saidKeptAt: Nullable(Instant),
  /** How the receiver's word came, when a worker wrote it down for them. */
  wordHow: Nullable(PromiseHow),
  story: Type.String(),
  /** Other words or another day that one side asked for and the other has not answered. */
  asked: Nullable(Type.Object({ by: PromiseSide, text: Type.String(), dueOn: Nullable(Day), words: Type.String() })),
  /** Whose side needs somebody else, because that person has gone or is going. */
  newHand: Nullable(PromiseSide),
  version: Type.Integer(),
  can: Can('sayDone', 'say', 'record', 'release', 'change', 'answer', 'handOver'),
})
export type Promised = Static<typeof Promised>

export const PromiseStep = Type.Object({
  id: Id,
  deed: PromiseDeed,
  at: Instant,
  by: Nullable(Type.String()),
  how: Nullable(PromiseHow),
  words: Type.String(),
  wasText: Nullable(Type.String()),
  wasDueOn: Nullable(Day),
  wasName: Nullable(Type.String()),
})
export type PromiseStep = Static<typeof PromiseStep>

/**
 * My own promise, or with `how` what a young person promised in person, written down by the team. One side may be a young person
 * (`participantId`); a colleague on the other side is `toUserId`. A young person's own goes to `toUserId`.
 */
export const NewPromise = Body({
  programmeId: Id,
  participantId: Nullable(Id),
  /** The receiver, when it is not the young person. */
  toUserId: Nullable(Id),
  text: Said(500),
  dueOn: Nullable(Day),
  madeIn: PromiseMadeIn,
  madeInId: Nullable(Id),
  /** Given only when writing down a young person's promise for them. */
  how: Nullable(PromiseHow),
})
export type NewPromise = Static<typeof NewPromise>

const version = Type.Integer()
/** `how` is given only when a worker writes down what a young person said. */
const how = Nullable(PromiseHow)
export const PromiseSaid = Body({ version, word: PromiseWord, story: Words(1000), how })
export type PromiseSaid = Static<typeof PromiseSaid>
export const PromiseRelease = Body({ version, words: Words(1000), how })
export type PromiseRelease = Static<typeof PromiseRelease>
/** Asks the other side; with `how`, the young person on the other side has agreed in person. */
export const PromiseChange = Body({ version, text: Said(500), dueOn: Nullable(Day), words: Words(1000), how })
export type PromiseChange = Static<typeof PromiseChange>
export const PromiseHandOver = Body({ version, newUserId: Id, words: Words(1000) })
export type PromiseHandOver = Static<typeof PromiseHandOver>

/** Somebody of the programme who can promise, or be promised something. */
export const PromisePerson = Type.Object({ userId: Id, name: Type.String(), kind: PromiseKind, partner: Type.String() })
export type PromisePerson = Static<typeof PromisePerson>

const Counted = Type.Object({
  /** How many people of that side made a promise. */
  people: Type.Integer(),
  made: Type.Integer(),
  kept: Type.Integer(),
  partly: Type.Integer(),
  notKept: Type.Integer(),
  open: Type.Integer(),
  released: Type.Integer(),
})
/** Promises between us and young people, by side. Null: fewer than five people on that side, and the reader is not of the team. */
export const PromiseCounts = Type.Object({
  us: Nullable(Counted),
  youngPeople: Nullable(Counted),
  /** False: to the nearest five. */
  exact: Type.Boolean(),
})
export type PromiseCounts = Static<typeof PromiseCounts>

/** A young person's own list, and whom they could promise something. */
export const MyPromises = Type.Object({
  programmeId: Id,
  toMe: Type.Array(Promised),
  byMe: Type.Array(Promised),
  people: Type.Array(Type.Object({ userId: Id, name: Type.String() })),
})
export type MyPromises = Static<typeof MyPromises>

const one = Type.Object({ promiseId: Id })
const inProgramme = Type.Object({ programmeId: Id })

export const promises = endpoints('promises', {
  list: {
    method: 'GET',
    url: '/promises',
    schema: {
      summary: 'Promises the reader may see; open ones by their day, settled ones newest first',
      querystring: Type.Object({
        whose: Type.Optional(PromiseWhose),
        participantId: Type.Optional(Id),
        programmeId: Type.Optional(Id),
        /** Only settled ones; only open ones unless said. */
        settled: Type.Optional(Type.Boolean()),
        ...Paging,
      }),
      response: { 200: Page(Promised) },
    },
  },
  mine: {
    method: 'GET',
    url: '/me/promises',
    schema: { summary: 'A young person’s promises, to them and by them', response: { 200: MyPromises } },
  },
  people: {
    method: 'GET',
    url: '/programmes/:programmeId/promise-people',
    schema: {
      summary: 'Who in a programme can promise, or be promised something',
      params: inProgramme,
      response: { 200: Type.Object({ items: Type.Array(PromisePerson) }) },
    },
  },
  count: {
    method: 'GET',
    url: '/programmes/:programmeId/promise-counts',
    schema: { summary: 'How many promises were kept, by side; never by person', params: inProgramme, response: { 200: PromiseCounts } },
  },
  read: {
    method: 'GET',
    url: '/promises/:promiseId',
    schema: { summary: 'One promise', params: one, response: { 200: Promised } },
  },
  steps: {
    method: 'GET',
    url: '/promises/:promiseId/steps',
    schema: {
      summary: 'What happened to a promise, first to last',
      params: one,
      response: { 200: Type.Object({ items: Type.Array(PromiseStep) }) },
    },
  },
  make: {
    method: 'PUT',
    url: '/promises/:promiseId',
    schema: {
      summary: 'Make a promise of one’s own, or write down what a young person promised',
      params: one,
      body: NewPromise,
      response: { 200: Promised, 201: Promised },
    },
  },
  sayDone: {
    method: 'POST',
    url: '/promises/:promiseId/done',
    schema: {
      summary: 'Its maker says: I have done it. Whether it was kept is for the receiver to say',
      params: one,
      body: Body({ version }),
      response: { 200: Promised },
    },
  },
  say: {
    method: 'POST',
    url: '/promises/:promiseId/word',
    schema: {
      summary: 'Its receiver says how it went; the team may write down what a young person said',
      params: one,
      body: PromiseSaid,
      response: { 200: Promised },
    },
  },
  release: {
    method: 'POST',
    url: '/promises/:promiseId/release',
    schema: { summary: 'Its receiver lets it go', params: one, body: PromiseRelease, response: { 200: Promised } },
  },
  change: {
    method: 'POST',
    url: '/promises/:promiseId/change',
    schema: {
      summary: 'Ask the other side for other words or another day',
      params: one,
      body: PromiseChange,
      response: { 200: Promised },
    },
  },
  answer: {
    method: 'POST',
    url: '/promises/:promiseId/answer',
    schema: {
      summary: 'Agree to the other words or the other day, or leave it as it was',
      params: one,
      body: Body({ version, yes: Type.Boolean() }),
      response: { 200: Promised },
    },
  },
  handOver: {
    method: 'POST',
    url: '/promises/:promiseId/hand-over',
    schema: {
      summary: 'Give a promise of somebody who has gone to somebody else; both sides are told',
      params: one,
      body: PromiseHandOver,
      response: { 200: Promised },
    },
  },
})
