import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words, partly } from './common.ts'
import { ClearBy } from './clear-by.ts'
import { endpoints, Page } from './endpoint.ts'

export const VisitStatus = Type.Enum(['planned', 'recorded', 'rescheduled', 'cancelled'])
export const VisitOutcome = Type.Enum(['welcomed', 'listened', 'not_today', 'no_one_in', 'asked_to_leave'])
export type VisitOutcome = Static<typeof VisitOutcome>
export const Present = Type.Enum(['them', 'parent', 'carer', 'sibling', 'friend', 'agency'])
export const WantsToCome = Type.Enum(['yes', 'maybe', 'not_now'])
export const NextStep = Type.Enum([
  'call_back_this_week',
  'call_back_in_two_weeks',
  'bring_a_partner',
  'leave_it_with_them',
  'date_they_chose',
])
export type NextStep = Static<typeof NextStep>

/** The two questions of Operation Modulus, asked word for word since the first visits in the Gorbals. */
export const seedQuestions = {
  skills: 'If you had an opportunity, if you wanted to develop the skills, what would that look like?',
  job: 'If you had a chance of a job, what kind of job would that be?',
} as const

const Who = Type.Object({ id: Id, knownAs: Type.String() })
const Colleague = Type.Object({ id: Id, name: Type.String() })
const Key = Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' })
const Heard = Type.Object({ id: Id, ownWords: Type.String(), tag: Nullable(Type.String()) })

/** One visit in a list. `place` is null for readers without contact rights; `attempt` counts the recorded visits to this person, oldest first. */
export const VisitLine = Type.Object({
  id: Id,
  participant: Who,
  programmeId: Id,
  status: VisitStatus,
  startsAt: Instant,
  happenedAt: Nullable(Instant),
  place: Nullable(Type.String()),
  why: Type.String(),
  officer: Colleague,
  secondOfficer: Nullable(Colleague),
  outcome: Nullable(VisitOutcome),
  wantsToCome: Nullable(WantsToCome),
  nextStep: Nullable(NextStep),
  nextOn: Nullable(Day),
  attempt: Nullable(Type.Integer()),
  closedReason: Type.String(),
  version: Type.Integer(),
})
export type VisitLine = Static<typeof VisitLine>

export const Visit = Type.Object({
  ...VisitLine.properties,
  present: Type.Array(Present),
  toldWhatWeWrite: Type.Boolean(),
  rescheduledFromId: Nullable(Id),
  rescheduledToId: Nullable(Id),
  recordedAt: Nullable(Instant),
  /** Their words, verbatim, and the officer's own, never mixed. Null for readers without notes. */
  words: Nullable(Type.Object({ skills: Type.String(), job: Type.String(), staff: Type.String() })),
  interests: Type.Array(Heard),
  can: Can('record', 'amend', 'reschedule', 'cancel', 'undo'),
})
export type Visit = Static<typeof Visit>

/** What stood before a change, newest first. */
export const VisitVersion = Type.Object({
  at: Instant,
  by: Type.String(),
  happenedAt: Type.Optional(Instant),
  place: Type.Optional(Nullable(Type.String())),
  outcome: Type.Optional(VisitOutcome),
  present: Type.Optional(Type.Array(Present)),
  wantsToCome: Type.Optional(Nullable(WantsToCome)),
  nextStep: Type.Optional(Nullable(NextStep)),
  nextOn: Type.Optional(Nullable(Day)),
  skillsWords: Type.Optional(Type.String()),
  jobWords: Type.Optional(Type.String()),
  staffWords: Type.Optional(Type.String()),
})
export type VisitVersion = Static<typeof VisitVersion>

export const VisitPlan = Body({
  participantId: Id,
  startsAt: Instant,
  place: Words(200),
  why: Words(400),
  /** Left out, it is the one who plans. */
  officerId: Type.Optional(Id),
  secondOfficerId: Type.Optional(Nullable(Id)),
})
export type VisitPlan = Static<typeof VisitPlan>

const answers = {
  happenedAt: Instant,
  place: Words(200),
  outcome: VisitOutcome,
  present: Type.Array(Present, { maxItems: 6, uniqueItems: true }),
  skillsWords: Words(),
  jobWords: Words(),
  staffWords: Words(),
  wantsToCome: Nullable(WantsToCome),
  nextStep: Nullable(NextStep),
  nextOn: Nullable(Day),
}
const Interests = Type.Array(Body({ ownWords: Said(200), tag: Nullable(Key) }), { maxItems: 20 })
export const VisitRecord = Body({
  participantId: Id,
  ...answers,
  interests: Interests,
  secondOfficerId: Type.Optional(Nullable(Id)),
  /** They were told what is written down and why. The first conversation cannot be saved without it. */
  toldWhatWeWrite: Type.Boolean(),
  /** Worried about anyone's safety? Must be answered, and is not kept here: a yes goes on to the concern form. */
  worry: Type.Boolean(),
})
export type VisitRecord = Static<typeof VisitRecord>

export const VisitChange = Body({
  version: Type.Integer({ minimum: 1 }),
  ...partly(answers),
  why: Type.Optional(Words(400)),
  secondOfficerId: Type.Optional(Nullable(Id)),
  /** Heard besides what is written already; what was heard before stays. */
  interests: Type.Optional(Interests),
  /** That they were told can be added, never taken away. */
  toldWhatWeWrite: Type.Optional(Type.Literal(true)),
})
export type VisitChange = Static<typeof VisitChange>

/** `newVisitId` is made by the caller; the moved visit stays in the history as it was. */
export const VisitMove = Body({ newVisitId: Id, startsAt: Instant, reason: Said(400) })
export type VisitMove = Static<typeof VisitMove>

/** Everything the doorstep page needs, in one answer. */
export const Doorstep = Type.Object({
  participant: Type.Object({ ...Who.properties, programmeId: Id }),
  visit: Nullable(Type.Object({ id: Id, startsAt: Instant, place: Nullable(Type.String()), why: Type.String() })),
  /** Null without contact rights. */
  address: Nullable(Type.String()),
  toldBefore: Type.Boolean(),
  attempt: Type.Integer(),
  safety: Type.Array(Type.Object({ whatToDo: Type.String(), reviewOn: Day })),
  /** The ten interests said most in this programme, then the rest of the word list. */
  chips: Type.Array(Type.Object({ key: Type.String(), label: Type.String() })),
  heardBefore: Type.Array(Heard),
  /** My half-filled form about this visit, or else about this person. */
  draftId: Nullable(Id),
})
export type Doorstep = Static<typeof Doorstep>

const params = Body({ visitId: Id })
export const visits = endpoints('visits', {
  list: {
    method: 'GET',
    url: '/visits',
    schema: {
      summary: 'Visits, newest first: to one person, or by one officer between two days',
      querystring: Body({
        participantId: Type.Optional(Id),
        officerId: Type.Optional(Id),
        from: Type.Optional(Day),
        to: Type.Optional(Day),
        status: Type.Optional(VisitStatus),
        ...Paging,
      }),
      response: {
        200: Type.Object({
          ...Page(VisitLine).properties,
          /** For one person: visits recorded, and how many it took until they would come along. */ patience: Nullable(
            Type.Object({ made: Type.Integer(), beforeYes: Nullable(Type.Integer()) }),
          ),
        }),
      },
    },
  },
  prepare: {
    method: 'GET',
    url: '/visits/prepare',
    schema: {
      summary: 'What to know before a knock on this door',
      querystring: Body({ participantId: Type.Optional(Id), visitId: Type.Optional(Id) }),
      response: { 200: Doorstep },
    },
  },
  officers: {
    method: 'GET',
    url: '/visits/officers',
    schema: {
      summary: 'Who may be planned for a visit in a programme',
      /** With a participant, `mayGo` is about them. */
      querystring: Body({ programmeId: Id, participantId: Type.Optional(Id) }),
      response: {
        200: Type.Object({ items: Type.Array(Type.Object({ ...Colleague.properties, clear: Nullable(ClearBy), mayGo: Type.Boolean() })) }),
      },
    },
  },
  read: { method: 'GET', url: '/visits/:visitId', schema: { summary: 'One visit', params, response: { 200: Visit } } },
  versions: {
    method: 'GET',
    url: '/visits/:visitId/versions',
    schema: {
      summary: 'What a visit said before it was changed',
      params,
      response: { 200: Type.Object({ items: Type.Array(VisitVersion) }) },
    },
  },
  plan: {
    method: 'PUT',
    url: '/visits/:visitId/plan',
    schema: { summary: 'Plan a visit', params, body: VisitPlan, response: { 200: Visit, 201: Visit } },
  },
  record: {
    method: 'PUT',
    url: '/visits/:visitId/record',
    schema: { summary: 'Record a visit, planned or not', params, body: VisitRecord, response: { 200: Visit, 201: Visit } },
  },
  amend: {
    method: 'PATCH',
    url: '/visits/:visitId',
    schema: {
      summary: 'Change what was planned or recorded; the earlier words are kept',
      params,
      body: VisitChange,
      response: { 200: Visit },
    },
  },
  reschedule: {
    method: 'POST',
    url: '/visits/:visitId/reschedule',
    schema: { summary: 'Move a planned visit; the answer is the new one', params, body: VisitMove, response: { 201: Visit } },
  },
  cancel: {
    method: 'POST',
    url: '/visits/:visitId/cancel',
    schema: { summary: 'Call a planned visit off', params, body: Body({ reason: Said(400) }), response: { 200: Visit } },
  },
  undo: {
    method: 'POST',
    url: '/visits/:visitId/undo',
    schema: {
      summary: 'Take back a record of the last 30 minutes; a planned visit is planned again, under a new id',
      params,
      body: Body({ newVisitId: Id }),
      response: { 200: Visit },
    },
  },
})
