import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable, Paging, Said, Words } from './common.ts'
import { ClearBy } from './clear-by.ts'
import { endpoints, Page } from './endpoint.ts'
import { Opportunity, OpportunityKind } from './opportunities.ts'

export const PlacementState = Type.Enum([
  'suggested',
  'they_said_yes',
  'checks',
  'taster',
  'placement',
  'job_offered',
  'job_accepted',
  'sustained_13w',
  'sustained_26w',
  'they_said_no',
  'ended_early',
])
export type PlacementState = Static<typeof PlacementState>
export const JobContract = Type.Enum(['permanent', 'fixed', 'apprenticeship', 'casual', 'sessional'])
export type JobContract = Static<typeof JobContract>
export const EndedBy = Type.Enum(['participant', 'partner', 'programme'])
export type EndedBy = Static<typeof EndedBy>
/** Who said so; who wrote it down is kept by the database. */
export const StepSaidBy = Type.Enum(['participant', 'worker', 'together', 'parent', 'partner'])
export type StepSaidBy = Static<typeof StepSaidBy>
export const SaidHow = Type.Enum(['in_person', 'call', 'text', 'own_phone', 'writing'])
export type SaidHow = Static<typeof SaidHow>
export const ReviewSide = Type.Enum(['partner', 'participant'])
export type ReviewSide = Static<typeof ReviewSide>

const Named = Type.Object({ id: Id, name: Type.String() })
/** `knownAs` is all that a partner ever learns of who someone is, and null where their agreement does not cover even that. */
const Who = Type.Object({ id: Id, programmeId: Id, knownAs: Nullable(Type.String()) })

const brief = {
  id: Id,
  participant: Who,
  opportunity: Type.Object({ id: Id, kind: OpportunityKind, title: Type.String(), place: Type.String() }),
  partner: Named,
  state: PlacementState,
  startsOn: Nullable(Day),
  endsOn: Nullable(Day),
  /** The day the partner said yes. */
  partnerAcceptedOn: Nullable(Day),
}
export const PlacementBrief = Type.Object(brief)
export type PlacementBrief = Static<typeof PlacementBrief>

export const Job = Type.Object({
  startsOn: Day,
  contract: JobContract,
  hoursPerWeek: Type.Number({ minimum: 0, maximum: 80 }),
  /** Null: not known. */ realLivingWage: Nullable(Type.Boolean()),
  employer: Named,
})
export const PlacementStep = Type.Object({
  from: Nullable(PlacementState),
  to: PlacementState,
  on: Day,
  saidBy: StepSaidBy,
  how: SaidHow,
  recordedBy: Nullable(Type.String()),
})
export const PlacementReview = Type.Object({
  id: Id,
  side: ReviewSide,
  reviewedOn: Day,
  words: Type.String(),
  score: Nullable(Type.Integer()),
  saidBy: StepSaidBy,
})
export type PlacementReview = Static<typeof PlacementReview>

export const Placement = Type.Object({
  ...brief,
  /** What helps on the day, in words the partner may read. */
  adjustments: Type.String(),
  /** The interest it came from, in their own words. */
  interest: Nullable(Type.Object({ ownWords: Type.String(), tag: Nullable(Type.String()) })),
  supervisor: Nullable(Named),
  /** The young person's worker: whom a partner asks. */
  contact: Nullable(Type.Object({ name: Type.String(), writeTo: Type.String() })),
  job: Nullable(Job),
  days: Type.Array(Type.Object({ day: Day, came: Type.Boolean() })),
  /** A partner reads its own only. */
  reviews: Type.Array(PlacementReview),
  endedBy: Nullable(EndedBy),
  /** What stays between the young person and the team; null for a partner. */
  inside: Nullable(
    Type.Object({
      matchReason: Type.String(),
      travel: Type.String(),
      endedReason: Type.String(),
      steps: Type.Array(PlacementStep),
      /** They may be under 18, so whoever supervises them needs a confirmed PVG. */
      needsPvg: Type.Boolean(),
      /** From which days on the job counts as sustained for 13 and 26 weeks. */
      sustainedFrom: Nullable(Type.Object({ weeks13: Day, weeks26: Day })),
    }),
  ),
  /** Where it may go from here; empty for those who may not move it. */
  moves: Type.Array(PlacementState),
  version: Type.Integer(),
  can: Can('answer', 'move', 'edit', 'accept', 'decline', 'attend', 'review'),
})
export type Placement = Static<typeof Placement>

export const NewPlacement = Body({
  participantId: Id,
  opportunityId: Id,
  matchedInterestId: Type.Optional(Nullable(Id)),
  matchReason: Words(1000),
  /** The day it was suggested; today unless given. */
  on: Type.Optional(Day),
})
export type NewPlacement = Static<typeof NewPlacement>

export const PlacementMove = Body({
  version: Type.Integer(),
  to: PlacementState,
  on: Day,
  /** A yes is the young person's own: said by them, together with them, or by a parent; never by a worker alone. */
  saidBy: StepSaidBy,
  how: SaidHow,
  /** For they_said_no and ended_early; optional, and theirs. */
  reason: Type.Optional(Words(1000)),
  /** Needed for ended_early. */
  endedBy: Type.Optional(EndedBy),
  /** For taster and placement: when it runs. */
  startsOn: Type.Optional(Nullable(Day)),
  endsOn: Type.Optional(Nullable(Day)),
  /** Needed for job_accepted. */
  job: Type.Optional(
    Body({
      startsOn: Day,
      contract: JobContract,
      hoursPerWeek: Type.Number({ minimum: 0, maximum: 80 }),
      realLivingWage: Nullable(Type.Boolean()),
      employerId: Id,
    }),
  ),
})
export type PlacementMove = Static<typeof PlacementMove>

export const PlacementEdit = Body({
  version: Type.Integer(),
  startsOn: Nullable(Day),
  endsOn: Nullable(Day),
  adjustments: Words(1000),
  travel: Words(1000),
  supervisorId: Nullable(Id),
})
export type PlacementEdit = Static<typeof PlacementEdit>

export const NewPlacementReview = Body({
  side: ReviewSide,
  words: Said(1000),
  score: Nullable(Type.Integer({ minimum: 0, maximum: 10 })),
  saidBy: Type.Enum(['participant', 'worker', 'together', 'partner']),
})
export type NewPlacementReview = Static<typeof NewPlacementReview>

/** What waits for a partner: an answer, today's attendance, a word on how it went. */
export const PartnerNeed = Type.Object({ kind: Type.Enum(['answer', 'attendance', 'review']), placement: PlacementBrief })
export type PartnerNeed = Static<typeof PartnerNeed>
export const PartnerHome = Type.Object({
  needs: Type.Array(PartnerNeed),
  offers: Type.Array(Opportunity),
  placements: Type.Array(PlacementBrief),
})
export type PartnerHome = Static<typeof PartnerHome>

const one = Type.Object({ placementId: Id })
const version = Type.Integer()

export const placements = endpoints('placements', {
  partnerHome: {
    method: 'GET',
    url: '/partner-home',
    schema: { summary: 'What needs me, my offers and my placements: a partner’s first page', response: { 200: PartnerHome } },
  },
  list: {
    method: 'GET',
    url: '/placements',
    schema: {
      summary: 'Placements the reader may see, newest first',
      querystring: Type.Object({
        state: Type.Optional(PlacementState),
        programmeId: Type.Optional(Id),
        participantId: Type.Optional(Id),
        opportunityId: Type.Optional(Id),
        partnerId: Type.Optional(Id),
        ...Paging,
      }),
      response: { 200: Page(PlacementBrief) },
    },
  },
  read: { method: 'GET', url: '/placements/:placementId', schema: { summary: 'One placement', params: one, response: { 200: Placement } } },
  suggest: {
    method: 'PUT',
    url: '/placements/:placementId',
    schema: {
      summary: 'Suggest an offer to a young person',
      params: one,
      body: NewPlacement,
      response: { 200: Placement, 201: Placement },
    },
  },
  arrange: {
    method: 'PATCH',
    url: '/placements/:placementId',
    schema: { summary: 'Arrange when, who supervises, and what helps', params: one, body: PlacementEdit, response: { 200: Placement } },
  },
  move: {
    method: 'POST',
    url: '/placements/:placementId/move',
    schema: {
      summary: 'Say what happened: a yes, a step, a job, an ending',
      params: one,
      body: PlacementMove,
      response: { 200: Placement },
    },
  },
  accept: {
    method: 'POST',
    url: '/placements/:placementId/accept',
    schema: {
      summary: 'The partner says yes, and from when',
      params: one,
      body: Body({ version, startsOn: Nullable(Day), /** The day they said so; today unless given. */ on: Type.Optional(Day) }),
      response: { 200: Placement },
    },
  },
  decline: {
    method: 'POST',
    url: '/placements/:placementId/decline',
    schema: {
      summary: 'The partner cannot; the young person is theirs no longer',
      params: one,
      body: Body({ version, words: Words(1000) }),
      response: { 204: Type.Null() },
    },
  },
  attend: {
    method: 'PUT',
    url: '/placements/:placementId/days/:day',
    schema: {
      summary: 'Say whether they came that day',
      params: Type.Object({ placementId: Id, day: Day }),
      body: Body({ came: Type.Boolean() }),
      response: { 200: Placement },
    },
  },
  review: {
    method: 'PUT',
    url: '/placements/:placementId/reviews/:reviewId',
    schema: {
      summary: 'Say how it went',
      params: Type.Object({ placementId: Id, reviewId: Id }),
      body: NewPlacementReview,
      response: { 200: Placement, 201: Placement },
    },
  },
  supervisors: {
    method: 'GET',
    url: '/placements/:placementId/supervisors',
    schema: {
      summary: 'Who at the partner could supervise; for the team',
      params: one,
      response: {
        200: Type.Object({
          items: Type.Array(Type.Object({ userId: Id, name: Type.String(), jobTitle: Type.String(), clear: Nullable(ClearBy) })),
        }),
      },
    },
  },
})
