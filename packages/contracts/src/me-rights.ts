// A young person's own rights: what they asked for, where it is, and the copy once it is sent.
import { Type, type Static } from 'typebox'
import { Body, Day, Id, Nullable, Said, Words } from './common.ts'
import { endpoints } from './endpoint.ts'
import { RightKind, RightOutcome, RightState } from './rights.ts'
import { ComplaintOutcome, ComplaintState } from './rights-complaints.ts'

export const OwnRight = Type.Object({
  id: Id,
  kind: RightKind,
  state: RightState,
  words: Type.String(),
  askedOn: Day,
  /** By when we answer; null while we wait for them, and when it is answered. */
  answerBy: Nullable(Day),
  /** What we asked them, if we wait for their answer. */
  question: Nullable(Type.String()),
  outcome: Nullable(RightOutcome),
  answer: Type.String(),
  answeredOn: Nullable(Day),
  /** The first day on which the copy is gone from here; null when there is none to open. */
  copyUntil: Nullable(Day),
})
export type OwnRight = Static<typeof OwnRight>
export const OwnComplaint = Type.Object({
  id: Id,
  state: ComplaintState,
  words: Type.String(),
  askedOn: Day,
  firstWords: Type.String(),
  answerBy: Nullable(Day),
  outcome: Nullable(ComplaintOutcome),
  answer: Type.String(),
})
export type OwnComplaint = Static<typeof OwnComplaint>
export const OwnRights = Type.Object({
  requests: Type.Array(OwnRight),
  complaints: Type.Array(OwnComplaint),
  /** Since when use of their record is paused. */
  pausedSince: Nullable(Day),
  /** What they were told about going on, before it goes on. */
  goingOn: Nullable(Type.String()),
})
export type OwnRights = Static<typeof OwnRights>

const one = Type.Object({ requestId: Id })
const file = (name: string, type: string, summary: string) => ({
  method: 'GET' as const,
  url: `/me/rights/requests/:requestId/${name}`,
  schema: { summary, params: one, produces: [type], response: { 200: Type.String() } },
})
export const meRights = endpoints('me', {
  rights: {
    method: 'GET',
    url: '/me/rights',
    schema: { summary: 'What I asked about my record, and where it is', response: { 200: OwnRights } },
  },
  askForRight: {
    method: 'PUT',
    url: '/me/rights/requests/:requestId',
    schema: {
      summary: 'Ask for a copy, or to stop or pause using what is written about me',
      params: one,
      body: Body({ kind: RightKind, words: Words(2000) }),
      response: { 200: OwnRights, 201: OwnRights },
    },
  },
  answerQuestion: {
    method: 'POST',
    url: '/me/rights/requests/:requestId/answer',
    schema: { summary: 'Answer what was asked back', params: one, body: Body({ words: Said(1000) }), response: { 200: OwnRights } },
  },
  complain: {
    method: 'PUT',
    url: '/me/rights/complaints/:complaintId',
    schema: {
      summary: 'Complain about how my record is handled',
      params: Type.Object({ complaintId: Id }),
      body: Body({ words: Said(2000) }),
      response: { 200: OwnRights, 201: OwnRights },
    },
  },
  ownPdf: file('package.pdf', 'application/pdf', 'My copy, as a document'),
  ownJson: file('package.json', 'application/json; charset=utf-8', 'My copy, for machines'),
})
