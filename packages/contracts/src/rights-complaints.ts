// Complaints about how a record is handled: acknowledged within thirty days, answered with an outcome, and told about the regulator.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable, Said } from './common.ts'
import { endpoints } from './endpoint.ts'
import { AskedHow, RightsPerson } from './rights.ts'

export const ComplaintState = Type.Enum(['received', 'acknowledged', 'answered'])
export type ComplaintState = Static<typeof ComplaintState>
export const ComplaintOutcome = Type.Enum(['upheld', 'partly', 'not_upheld'])
export type ComplaintOutcome = Static<typeof ComplaintOutcome>
export const Complaint = Type.Object({
  id: Id,
  participant: RightsPerson,
  programme: Type.Object({ id: Id, name: Type.String() }),
  words: Type.String(),
  madeBy: Type.Enum(['participant', 'staff']),
  madeHow: AskedHow,
  receivedOn: Day,
  state: ComplaintState,
  acknowledgeBy: Day,
  daysLeft: Type.Integer(),
  acknowledgedOn: Nullable(Day),
  outcome: Nullable(ComplaintOutcome),
  answer: Type.String(),
  answeredOn: Nullable(Day),
  version: Type.Integer(),
  can: Can('acknowledge', 'answer'),
})
export type Complaint = Static<typeof Complaint>
export const NewComplaint = Body({
  participantId: Type.Optional(Id),
  reference: Type.Optional(Type.String({ minLength: 3, maxLength: 20 })),
  words: Said(2000),
  how: AskedHow,
  receivedOn: Day,
})
export type NewComplaint = Static<typeof NewComplaint>

const one = Type.Object({ complaintId: Id })
const version = Type.Integer({ minimum: 1 })
export const complaints = endpoints('complaints', {
  list: {
    method: 'GET',
    url: '/rights/complaints',
    schema: {
      summary: 'Complaints, those that wait longest first; answered ones last',
      response: { 200: Type.Object({ items: Type.Array(Complaint) }) },
    },
  },
  read: {
    method: 'GET',
    url: '/rights/complaints/:complaintId',
    schema: { summary: 'One complaint', params: one, response: { 200: Complaint } },
  },
  record: {
    method: 'PUT',
    url: '/rights/complaints/:complaintId',
    schema: {
      summary: 'Write down a complaint that somebody made out loud or in writing',
      params: one,
      body: NewComplaint,
      response: { 200: Complaint, 201: Complaint },
    },
  },
  acknowledge: {
    method: 'POST',
    url: '/rights/complaints/:complaintId/acknowledge',
    schema: {
      summary: 'Tell them that it arrived and what happens next',
      params: one,
      body: Body({ words: Said(1000), version }),
      response: { 200: Complaint },
    },
  },
  answer: {
    method: 'POST',
    url: '/rights/complaints/:complaintId/answer',
    schema: {
      summary: 'Answer it, and say that they may go to the Information Commissioner',
      params: one,
      body: Body({ outcome: ComplaintOutcome, words: Said(2000), toldOfRegulator: Type.Boolean(), version }),
      response: { 200: Complaint },
    },
  },
})
