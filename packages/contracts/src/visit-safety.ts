// Officers who come home safe: the plan before a knock, word from the door, and who waits for it. There is no field for a position on purpose.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Words } from './common.ts'
import { endpoints } from './endpoint.ts'
import { VisitStatus } from './visits.ts'
import { WarningCode } from './warnings.ts'

export const SafetyState = Type.Enum(['not_planned', 'planned', 'approved', 'checked_in', 'checked_out', 'debriefed', 'closed'])
export type SafetyState = Static<typeof SafetyState>
export const SafetyStepKind = Type.Enum([
  'planned',
  'changed',
  'flags_read',
  'approved',
  'lapsed',
  'checked_in',
  'extended',
  'fine',
  'checked_out',
  'cleared',
  'debriefed',
  'closed',
  'buddy_told',
  'leads_told',
])
export type SafetyStepKind = Static<typeof SafetyStepKind>
export const SafetyMissing = Type.Enum(['buddy', 'second_officer', 'flags_read'])
export type SafetyMissing = Static<typeof SafetyMissing>
export const DebriefHow = Type.Enum(['well', 'mixed', 'hard'])
export type DebriefHow = Static<typeof DebriefHow>

/** Minutes after the expected end at which the buddy, and then the programme's leads, are told. */
export const alertAfter = { buddy: 15, leads: 30 } as const

const Colleague = Type.Object({ id: Id, name: Type.String() })
const Mobile = Type.Object({ name: Type.String(), mobile: Type.String() })

/** A warning note about the person, and who of those who go has not read it as it stands. */
export const SafetyFlag = Type.Object({
  id: Id,
  version: Type.Integer(),
  code: WarningCode,
  whatToDo: Type.String(),
  reviewOn: Day,
  readByMe: Type.Boolean(),
  unreadBy: Type.Array(Type.String()),
})
export type SafetyFlag = Static<typeof SafetyFlag>

export const VisitSafety = Type.Object({
  visitId: Id,
  programmeId: Id,
  participant: Type.Object({ id: Id, knownAs: Type.String() }),
  startsAt: Instant,
  /** Null without contact rights. */
  place: Nullable(Type.String()),
  visitStatus: VisitStatus,
  officer: Colleague,
  secondOfficer: Nullable(Colleague),
  state: SafetyState,
  buddy: Nullable(Colleague),
  expectedMinutes: Type.Integer(),
  /** How to reach base and when to ring. Never a code phrase: that is agreed face to face. */
  baseContact: Type.String(),
  pairsRequired: Type.Boolean(),
  needsApproval: Type.Boolean(),
  flags: Type.Array(SafetyFlag),
  /** What stands between the plan and a lead's yes. */
  missing: Type.Array(SafetyMissing),
  approvedBy: Nullable(Type.String()),
  approvedAt: Nullable(Instant),
  checkedInAt: Nullable(Instant),
  expectedEndAt: Nullable(Instant),
  checkedOutAt: Nullable(Instant),
  closedBecause: Nullable(Type.Enum(['cancelled', 'moved', 'no_one_in', 'recorded', 'cleared'])),
  /** What the phone says happened then, and when it was heard here: later, where there was no signal. */
  steps: Type.Array(
    Type.Object({
      id: Id,
      kind: SafetyStepKind,
      happenedAt: Instant,
      heardAt: Instant,
      by: Nullable(Type.String()),
      minutes: Nullable(Type.Integer()),
    }),
  ),
  /** One's own; and, for leads, everybody's. */
  debriefs: Type.Array(
    Type.Object({ id: Id, by: Type.String(), mine: Type.Boolean(), how: DebriefHow, words: Type.String(), changeWords: Type.String() }),
  ),
  /** Who may wait to hear: the team of the programme, without those who go. */
  colleagues: Type.Array(Colleague),
  /** For the buddy and the leads, while somebody is out. */
  ring: Type.Array(Mobile),
  version: Type.Integer(),
  can: Can('plan', 'readFlags', 'approve', 'checkIn', 'extend', 'fine', 'checkOut', 'clear', 'debrief'),
})
export type VisitSafety = Static<typeof VisitSafety>

/** `version` 0 where there is no plan yet. */
export const SafetyPlan = Body({
  version: Type.Integer({ minimum: 0 }),
  buddyId: Nullable(Id),
  expectedMinutes: Type.Integer({ minimum: 5, maximum: 480 }),
  baseContact: Words(200),
})
export type SafetyPlan = Static<typeof SafetyPlan>

const step = {
  /** Made by the phone, so that sending twice is harmless. */
  id: Id,
  /** By the phone's own clock: within the last 24 hours, and at most two minutes ahead of ours. */
  happenedAt: Instant,
}
export const Word = Body(step)
export type Word = Static<typeof Word>
export const Extension = Body({ ...step, minutes: Type.Enum([15, 30]) })
export type Extension = Static<typeof Extension>

export const NewDebrief = Body({ how: DebriefHow, words: Words(2000), changeWords: Words(1000) })
export type NewDebrief = Static<typeof NewDebrief>

/** Somebody who is out now. */
export const OutNow = Type.Object({
  visitId: Id,
  programme: Colleague,
  officer: Colleague,
  secondOfficer: Nullable(Colleague),
  /** Whose door; null for a reader who may not see them. */
  participant: Nullable(Type.Object({ id: Id, knownAs: Type.String() })),
  /** Null without contact rights. */
  place: Nullable(Type.String()),
  since: Instant,
  expectedEndAt: Instant,
  buddy: Colleague,
  buddyToldAt: Nullable(Instant),
  leadsToldAt: Nullable(Instant),
  ring: Type.Array(Mobile),
  can: Can('extend', 'clear'),
})
export type OutNow = Static<typeof OutNow>
/** A plan that waits for a lead's yes. */
export const WaitingPlan = Type.Object({
  visitId: Id,
  participant: Type.Object({ id: Id, knownAs: Type.String() }),
  startsAt: Instant,
  officer: Colleague,
  secondOfficer: Nullable(Colleague),
  missing: Type.Array(SafetyMissing),
})
export type WaitingPlan = Static<typeof WaitingPlan>

export const VisitRules = Type.Object({
  programmeId: Id,
  /** Nobody goes to a door alone. */
  pairsRequired: Type.Boolean(),
  /** Every visit waits for a lead's yes. Otherwise only a first visit, one where two must go, and one with a warning note. */
  leadApproves: Type.Boolean(),
  version: Type.Integer(),
  can: Can('change'),
})
export type VisitRules = Static<typeof VisitRules>
export const VisitRulesEdit = Body({ version: Type.Integer({ minimum: 0 }), pairsRequired: Type.Boolean(), leadApproves: Type.Boolean() })

export const MobileOf = Type.Object({ personId: Id, mobile: Type.String(), version: Type.Integer() })
export type MobileOf = Static<typeof MobileOf>
export const MobileEdit = Body({ version: Type.Integer({ minimum: 0 }), mobile: Words(40) })

const params = Body({ visitId: Id })
const answer = { 200: VisitSafety }
export const visitSafety = endpoints('visitSafety', {
  read: {
    method: 'GET',
    url: '/visits/:visitId/safety',
    schema: { summary: 'How whoever goes to this door comes home safe', params, response: answer },
  },
  plan: {
    method: 'PUT',
    url: '/visits/:visitId/safety',
    schema: { summary: 'Plan it, or change the plan; a change needs another approval', params, body: SafetyPlan, response: answer },
  },
  readFlags: {
    method: 'POST',
    url: '/visits/:visitId/safety/flags-read',
    schema: {
      summary: 'I have read these warning notes as they stand',
      params,
      body: Body({ flags: Type.Array(Body({ id: Id, version: Type.Integer({ minimum: 1 }) }), { minItems: 1, maxItems: 50 }) }),
      response: answer,
    },
  },
  approve: {
    method: 'POST',
    url: '/visits/:visitId/safety/approve',
    schema: {
      summary: 'A programme lead who does not go says yes',
      params,
      body: Body({ version: Type.Integer({ minimum: 1 }) }),
      response: answer,
    },
  },
  checkIn: {
    method: 'POST',
    url: '/visits/:visitId/safety/check-in',
    schema: { summary: 'At the door: from now on somebody waits', params, body: Word, response: answer },
  },
  extend: {
    method: 'POST',
    url: '/visits/:visitId/safety/extend',
    schema: { summary: 'A little longer: they are waited for afresh', params, body: Extension, response: answer },
  },
  fine: {
    method: 'POST',
    url: '/visits/:visitId/safety/fine',
    schema: { summary: '“I am fine”: fifteen minutes from that moment', params, body: Word, response: answer },
  },
  checkOut: {
    method: 'POST',
    url: '/visits/:visitId/safety/check-out',
    schema: { summary: 'Out again, and safe', params, body: Word, response: answer },
  },
  clear: {
    method: 'POST',
    url: '/visits/:visitId/safety/clear',
    schema: { summary: 'A false alarm: they are out and safe', params, body: Word, response: answer },
  },
  debrief: {
    method: 'PUT',
    url: '/visits/:visitId/safety/debriefs/:debriefId',
    schema: {
      summary: 'How it went for whoever went, and what to change',
      params: Body({ visitId: Id, debriefId: Id }),
      body: NewDebrief,
      response: { 200: VisitSafety, 201: VisitSafety },
    },
  },
  outNow: {
    method: 'GET',
    url: '/out-now',
    schema: {
      summary: 'Who is out now: for leads, and for whoever waits for someone. And which plans wait for a lead',
      /** Colleagues and times alone: nobody's door, and no plan. A page that looks every half minute asks so, and fills nobody's read log. */
      querystring: Body({ quiet: Type.Optional(Type.Boolean()) }),
      response: { 200: Type.Object({ now: Instant, out: Type.Array(OutNow), waiting: Type.Array(WaitingPlan) }) },
    },
  },
  rules: {
    method: 'GET',
    url: '/programmes/:programmeId/visit-rules',
    schema: { summary: 'How a programme goes out', params: Body({ programmeId: Id }), response: { 200: VisitRules } },
  },
  changeRules: {
    method: 'PUT',
    url: '/programmes/:programmeId/visit-rules',
    schema: {
      summary: 'Change how a programme goes out',
      params: Body({ programmeId: Id }),
      body: VisitRulesEdit,
      response: { 200: VisitRules },
    },
  },
  mobile: {
    method: 'GET',
    url: '/people/:personId/mobile',
    schema: {
      summary: 'Where a text reaches a colleague in an alarm: one’s own, or for administrators',
      params: Body({ personId: Id }),
      response: { 200: MobileOf },
    },
  },
  keepMobile: {
    method: 'PUT',
    url: '/people/:personId/mobile',
    schema: { summary: 'Keep it, or take it away', params: Body({ personId: Id }), body: MobileEdit, response: { 200: MobileOf } },
  },
})
