// Warning notes: a short caution about a person or a place, so that whoever goes there is safe. The same rows as what keeps a visit safe
// (participant-safety.ts), for everybody who goes out: with whether the person was told, a manager behind it, and an end.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Said, Words } from './common.ts'
import { endpoints } from './endpoint.ts'

export const WarningCode = Type.Enum(['two_people', 'ring_first', 'meet_elsewhere', 'not_after_dark', 'animal', 'way_in', 'other'])
export type WarningCode = Static<typeof WarningCode>

export const Warning = Type.Object({
  id: Id,
  programmeId: Id,
  programmeName: Type.String(),
  /** About a person, or about a place. */
  participant: Nullable(Type.Object({ id: Id, knownAs: Type.String() })),
  place: Type.String(),
  code: WarningCode,
  whatToDo: Type.String(),
  why: Type.String(),
  source: Type.String(),
  /** Null where it is about a place, or from before this was asked. */
  toldThem: Nullable(Type.Boolean()),
  notToldWhy: Type.String(),
  agreedOn: Day,
  reviewOn: Day,
  /** Ends by itself then, whoever forgot it. */
  endsOn: Day,
  endedOn: Nullable(Day),
  endedWhy: Type.String(),
  decidedBy: Nullable(Type.String()),
  /** The programme lead who stands behind it; null while it waits for one. It counts all the same. */
  approvedBy: Nullable(Type.String()),
  /** Who said that they have read it as it stands. */
  seenBy: Type.Array(Type.Object({ name: Type.String(), at: Instant })),
  seenByMe: Type.Boolean(),
  version: Type.Integer(),
  can: Can('approve', 'review', 'see'),
})
export type Warning = Static<typeof Warning>

export const NewWarning = Body({
  programmeId: Id,
  participantId: Nullable(Id),
  place: Words(200),
  code: WarningCode,
  /** What to do, not what someone is. */
  whatToDo: Said(160),
  why: Said(1000),
  source: Said(300),
  toldThem: Nullable(Type.Boolean()),
  notToldWhy: Words(500),
  reviewOn: Day,
})
export type NewWarning = Static<typeof NewWarning>
const version = Type.Integer({ minimum: 1 })
/** Still needed: agreed afresh today, to be looked at again within 90 days. */
export const WarningRenewal = Body({ version, reviewOn: Day })
export const WarningEnd = Body({ version, why: Said(1000) })

const params = Body({ warningId: Id })
export const warnings = endpoints('warnings', {
  list: {
    method: 'GET',
    url: '/warnings',
    schema: {
      summary: 'Warning notes of the programmes one goes out in; what is due for review first',
      querystring: Body({ show: Type.Optional(Type.Enum(['live', 'ended'])) }),
      response: { 200: Type.Object({ items: Type.Array(Warning) }) },
    },
  },
  write: {
    method: 'PUT',
    url: '/warnings/:warningId',
    schema: { summary: 'Write a warning note', params, body: NewWarning, response: { 200: Warning, 201: Warning } },
  },
  approve: {
    method: 'POST',
    url: '/warnings/:warningId/approve',
    schema: { summary: 'A programme lead stands behind it', params, body: Body({ version }), response: { 200: Warning } },
  },
  see: {
    method: 'POST',
    url: '/warnings/:warningId/see',
    schema: { summary: 'I have read it', params, response: { 200: Warning } },
  },
  renew: {
    method: 'POST',
    url: '/warnings/:warningId/renew',
    schema: { summary: 'Reviewed: still needed', params, body: WarningRenewal, response: { 200: Warning } },
  },
  end: {
    method: 'POST',
    url: '/warnings/:warningId/end',
    schema: { summary: 'Reviewed: no longer needed', params, body: WarningEnd, response: { 200: Warning } },
  },
})
