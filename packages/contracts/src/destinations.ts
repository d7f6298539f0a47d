import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable, Paging, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

/** Where someone went, in the words of Scotland's leaver destination statistics. */
export const DestinationKind = Type.Enum([
  'higher_education',
  'further_education',
  'training',
  'employment',
  'voluntary_work',
  'personal_skills_development',
  'unemployed_seeking',
  'unemployed_not_seeking',
  'unknown',
])
export type DestinationKind = Static<typeof DestinationKind>
/** Those that the statistics call positive. */
export const positiveDestinations: readonly DestinationKind[] = [
  'higher_education',
  'further_education',
  'training',
  'employment',
  'voluntary_work',
  'personal_skills_development',
]

const told = {
  kind: DestinationKind,
  startsOn: Day,
  checkedOn: Day,
  evidence: Words(1000),
  employerPartnerId: Type.Optional(Nullable(Id)),
  placementId: Type.Optional(Nullable(Id)),
}
export const NewDestination = Body({ ...told, endsOn: Type.Optional(Nullable(Day)) })
export type NewDestination = Static<typeof NewDestination>
export const DestinationChange = Body({
  version: Type.Integer(),
  endsOn: Type.Optional(Nullable(Day)),
  checkedOn: Type.Optional(Day),
  evidence: Type.Optional(Words(1000)),
})
export type DestinationChange = Static<typeof DestinationChange>
export const Destination = Type.Object({
  id: Id,
  participantId: Id,
  kind: DestinationKind,
  positive: Type.Boolean(),
  startsOn: Day,
  endsOn: Nullable(Day),
  checkedOn: Day,
  evidence: Type.String(),
  employerPartnerId: Nullable(Id),
  employerName: Nullable(Type.String()),
  placementId: Nullable(Id),
  version: Type.Integer(),
  can: Can('amend'),
})
export type Destination = Static<typeof Destination>

export const FollowUpStatus = Type.Enum(['due', 'done', 'unreachable'])
export const FollowUp = Type.Object({
  id: Id,
  programmeId: Id,
  participantId: Id,
  knownAs: Type.String(),
  months: Type.Integer(),
  dueOn: Day,
  status: FollowUpStatus,
  doneOn: Nullable(Day),
  destinationId: Nullable(Id),
  destinationKind: Nullable(DestinationKind),
  words: Type.String(),
  version: Type.Integer(),
  can: Can('answer'),
})
export type FollowUp = Static<typeof FollowUp>

export const Whereabouts = Type.Object({
  participantId: Id,
  knownAs: Type.String(),
  destinations: Type.Array(Destination),
  followUps: Type.Array(FollowUp),
  can: Can('record', 'schedule'),
})
export type Whereabouts = Static<typeof Whereabouts>

/** Someone was reached. What they do now is a destination of its own, kept in the same moment. */
export const FollowUpDone = Body({
  version: Type.Integer(),
  doneOn: Day,
  words: Words(2000),
  destination: Nullable(Body({ id: Id, ...told })),
})
export type FollowUpDone = Static<typeof FollowUpDone>
export const FollowUpUnreachable = Body({ version: Type.Integer(), triedOn: Day, words: Words(2000) })

const person = Body({ participantId: Id }),
  one = Body({ followUpId: Id })
export const destinations = endpoints('destinations', {
  whereabouts: {
    method: 'GET',
    url: '/participants/:participantId/destinations',
    schema: { summary: 'Where a young person went, and when we ask again', params: person, response: { 200: Whereabouts } },
  },
  record: {
    method: 'PUT',
    url: '/participants/:participantId/destinations/:destinationId',
    schema: {
      summary: 'Record where a young person went',
      params: Body({ participantId: Id, destinationId: Id }),
      body: NewDestination,
      response: { 200: Destination, 201: Destination },
    },
  },
  amend: {
    method: 'PATCH',
    url: '/destinations/:destinationId',
    schema: {
      summary: 'Say that a destination ended, or was checked again',
      params: Body({ destinationId: Id }),
      body: DestinationChange,
      response: { 200: Destination },
    },
  },
  schedule: {
    method: 'POST',
    url: '/participants/:participantId/follow-ups/schedule',
    schema: {
      summary: 'Plan to ask again after 3, 6, 9 and 12 months',
      description: 'Sent again with another date, what is still due moves; what is done stays.',
      params: person,
      body: Body({ from: Day }),
      response: { 200: Type.Object({ items: Type.Array(FollowUp) }) },
    },
  },
  due: {
    method: 'GET',
    url: '/follow-ups',
    schema: {
      summary: 'Follow-ups that are due by a day, oldest first',
      querystring: Body({ ...Paging, due: Type.Optional(Day), programmeId: Type.Optional(Id) }),
      response: { 200: Page(FollowUp) },
    },
  },
  done: {
    method: 'POST',
    url: '/follow-ups/:followUpId/done',
    schema: { summary: 'We reached them, and this is what they do now', params: one, body: FollowUpDone, response: { 200: FollowUp } },
  },
  unreachable: {
    method: 'POST',
    url: '/follow-ups/:followUpId/unreachable',
    schema: { summary: 'We tried and could not reach them', params: one, body: FollowUpUnreachable, response: { 200: FollowUp } },
  },
  reopen: {
    method: 'POST',
    url: '/follow-ups/:followUpId/reopen',
    schema: { summary: 'Make it due again', params: one, body: Body({ version: Type.Integer() }), response: { 200: FollowUp } },
  },
})
