// What keeps a visit safe: what to do, why, who decided, until when. Never a score. The notes are written and reviewed as warnings
// (warnings.ts); here they stand beside whether anybody has looked.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable } from './common.ts'
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

export const participantSafety = endpoints('participants', {
  safety: {
    method: 'GET',
    url: '/participants/:participantId/safety',
    schema: { summary: 'What keeps a visit safe, now and before', params: Type.Object({ participantId: Id }), response: { 200: Safety } },
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
