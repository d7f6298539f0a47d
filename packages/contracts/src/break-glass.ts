// A look at one record in an emergency: an hour, for a reason, and seen by others at once.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const LookState = Type.Enum(['open', 'to_review', 'reviewed'])
export type LookState = Static<typeof LookState>

export const EmergencyLook = Type.Object({
  id: Id,
  /** Such as YP-1004, and never the name: those who review need not know it. Null where the reader may not know even that. */
  reference: Nullable(Type.String()),
  participantId: Id,
  programme: Type.Object({ id: Id, name: Type.String() }),
  who: Type.Object({ id: Id, name: Type.String(), partnerName: Type.String() }),
  reason: Type.String(),
  from: Instant,
  until: Instant,
  endedAt: Nullable(Instant),
  state: LookState,
  /** Two working days after the look. */
  reviewDue: Day,
  reviewLate: Type.Boolean(),
  reviewedAt: Nullable(Instant),
  reviewedBy: Nullable(Type.String()),
  justified: Nullable(Type.Boolean()),
  reviewWords: Type.String(),
  can: Can('end', 'review'),
})
export type EmergencyLook = Static<typeof EmergencyLook>

/** The reference, or the whole name as it is written in the record. Why it cannot wait, in at least twenty characters. */
export const NewLook = Body({
  reference: Type.Optional(Type.String({ pattern: '^[Yy][Pp]-[0-9]{1,9}$' })),
  knownAs: Type.Optional(Said(120)),
  familyName: Type.Optional(Said(120)),
  reason: Type.String({ minLength: 20, maxLength: 1000, pattern: '\\S' }),
})
export type NewLook = Static<typeof NewLook>
export const LookReview = Body({ justified: Type.Boolean(), words: Words(1000) })
export type LookReview = Static<typeof LookReview>

const one = Type.Object({ lookId: Id })
export const breakGlass = endpoints('breakGlass', {
  list: {
    method: 'GET',
    url: '/break-glass',
    schema: {
      summary: 'Looks in an emergency: my own, and for leads and data leads those into their programmes',
      querystring: Type.Object({ ...Paging, state: Type.Optional(LookState), mine: Type.Optional(Type.Boolean()) }),
      response: { 200: Page(EmergencyLook) },
    },
  },
  read: {
    method: 'GET',
    url: '/break-glass/:lookId',
    schema: { summary: 'One look in an emergency', params: one, response: { 200: EmergencyLook } },
  },
  open: {
    method: 'PUT',
    url: '/break-glass/:lookId',
    schema: {
      summary: 'Open one record for an hour, for a reason; its lead and data lead hear of it at once',
      description:
        'Nobody found, two found, and not allowed to look are one answer: not found. Every try is counted, ten in an hour at most.',
      params: one,
      body: NewLook,
      response: { 200: EmergencyLook, 201: EmergencyLook },
    },
  },
  end: {
    method: 'POST',
    url: '/break-glass/:lookId/end',
    schema: { summary: 'End a look before its hour is over', params: one, response: { 200: EmergencyLook } },
  },
  review: {
    method: 'POST',
    url: '/break-glass/:lookId/review',
    schema: { summary: 'Say whether a look was justified', params: one, body: LookReview, response: { 200: EmergencyLook } },
  },
  attempts: {
    method: 'GET',
    url: '/break-glass-attempts',
    schema: {
      summary: 'Every try to look in an emergency, found or not; for administrators',
      querystring: Type.Object({ ...Paging }),
      response: {
        200: Page(
          Type.Object({
            id: Id,
            at: Instant,
            who: Nullable(Type.String()),
            byName: Type.Boolean(),
            outcome: Type.Enum(['opened', 'unknown', 'yours']),
          }),
        ),
      },
    },
  },
})
