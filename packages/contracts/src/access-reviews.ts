// Every 90 days: who still needs their role in a programme?
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'
import { Role } from './session.ts'

export const AccessReview = Type.Object({
  id: Id,
  programme: Type.Object({ id: Id, name: Type.String() }),
  dueOn: Day,
  doneAt: Nullable(Instant),
  doneBy: Nullable(Type.String()),
  /** Roles asked about, and those not answered yet. */
  roles: Type.Integer(),
  open: Type.Integer(),
  /** More than fourteen days past its day. */
  late: Type.Boolean(),
})
export type AccessReview = Static<typeof AccessReview>
export const AccessLine = Type.Object({
  id: Id,
  person: Type.Object({ id: Id, name: Type.String(), partnerName: Type.String() }),
  role: Role,
  since: Instant,
  /** Null: not answered. */
  decision: Nullable(Type.Enum(['keep', 'end'])),
  reason: Type.String(),
  decidedBy: Nullable(Type.String()),
  decidedAt: Nullable(Instant),
  /** The role is over already, by this review or without it. */
  over: Type.Boolean(),
  can: Can('confirm'),
})
export type AccessLine = Static<typeof AccessLine>
export const AccessReviewWhole = Type.Object({ ...AccessReview.properties, lines: Type.Array(AccessLine) })
export type AccessReviewWhole = Static<typeof AccessReviewWhole>
export const AccessAnswer = Body({ decision: Type.Enum(['keep', 'end']), reason: Words(500) })
export type AccessAnswer = Static<typeof AccessAnswer>

const one = Type.Object({ reviewId: Id })
export const accessReviews = endpoints('accessReviews', {
  list: {
    method: 'GET',
    url: '/access-reviews',
    schema: {
      summary: 'Reviews of who has a role, newest first; for leads, data leads and administrators',
      querystring: Type.Object({ ...Paging, open: Type.Optional(Type.Boolean()) }),
      response: { 200: Page(AccessReview) },
    },
  },
  read: {
    method: 'GET',
    url: '/access-reviews/:reviewId',
    schema: { summary: 'One review with a line for each role', params: one, response: { 200: AccessReviewWhole } },
  },
  begin: {
    method: 'PUT',
    url: '/access-reviews/:reviewId',
    schema: {
      summary: 'Begin a review before its time',
      params: one,
      body: Body({ programmeId: Id }),
      response: { 200: AccessReviewWhole, 201: AccessReviewWhole },
    },
  },
  confirm: {
    method: 'POST',
    url: '/access-review-lines/:lineId/confirm',
    schema: {
      summary: 'Keep a role, or end it from the next request on',
      description: 'The lead answers for everyone but leads, the data lead for leads; nobody for themselves.',
      params: Type.Object({ lineId: Id }),
      body: AccessAnswer,
      response: { 200: AccessReviewWhole },
    },
  },
})
