// What keeps a visit safe: what to do, why, who decided, until when. Never a score.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable, Said, Words } from './common.ts'
import { endpoints } from './endpoint.ts'

export const SafetyFlag = Type.Object({
  id: Id,
  whatToDo: Type.String(),
  why: Type.String(),
  source: Type.String(),
  agreedOn: Day,
  reviewOn: Day,
  endedOn: Nullable(Day),
  endedWhy: Type.String(),
  decidedBy: Nullable(Type.String()),
  version: Type.Integer(),
})
export type SafetyFlag = Static<typeof SafetyFlag>

export const Safety = Type.Object({
  flags: Type.Array(SafetyFlag),
  checkedOn: Nullable(Day),
  checkedBy: Nullable(Type.String()),
  can: Can('keepSafe'),
})
export type Safety = Static<typeof Safety>

/** Reviewed at most 90 days after it was agreed. `decidedById` is the writer unless given. */
export const NewSafetyFlag = Body({
  whatToDo: Said(300),
  why: Said(2000),
  source: Type.Optional(Words(300)),
  agreedOn: Day,
  reviewOn: Day,
  decidedById: Type.Optional(Id),
})
export type NewSafetyFlag = Static<typeof NewSafetyFlag>
/** Looked at again, and still needed: agreed afresh on a day, with a new review. */
export const SafetyRenewal = Body({ version: Type.Integer(), agreedOn: Day, reviewOn: Day })
export const SafetyEnd = Body({ version: Type.Integer(), endedOn: Day, why: Said(1000) })

const params = Type.Object({ participantId: Id, flagId: Id })
export const participantSafety = endpoints('participants', {
  safety: {
    method: 'GET',
    url: '/participants/:participantId/safety',
    schema: { summary: 'What keeps a visit safe, now and before', params: Type.Object({ participantId: Id }), response: { 200: Safety } },
  },
  flag: {
    method: 'PUT',
    url: '/participants/:participantId/safety-flags/:flagId',
    schema: { summary: 'Agree what keeps a visit safe', params, body: NewSafetyFlag, response: { 200: SafetyFlag, 201: SafetyFlag } },
  },
  renewFlag: {
    method: 'POST',
    url: '/participants/:participantId/safety-flags/:flagId/renew',
    schema: { summary: 'Reviewed: still needed', params, body: SafetyRenewal, response: { 200: SafetyFlag } },
  },
  endFlag: {
    method: 'POST',
    url: '/participants/:participantId/safety-flags/:flagId/end',
    schema: { summary: 'Reviewed: no longer needed', params, body: SafetyEnd, response: { 200: SafetyFlag } },
  },
  checkSafety: {
    method: 'PUT',
    url: '/participants/:participantId/safety-checks/:checkId',
    schema: {
      summary: 'Looked, and there is nothing to record',
      params: Type.Object({ participantId: Id, checkId: Id }),
      body: Body({ checkedOn: Day }),
      response: { 200: Safety, 201: Safety },
    },
  },
})
