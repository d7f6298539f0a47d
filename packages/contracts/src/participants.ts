// Young people who said yes, or may: who they are, where they are with us, and the caseload. Their story, deal, contact details and
// safety have files of their own beside this one.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words, some } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

const statuses = [
  'in_conversation',
  'interested',
  'agreed',
  'active',
  'paused',
  'completed',
  'stepped_back',
  'moved_on',
  'ended_for_safety',
  'declined',
] as const
export const ParticipantStatus = Type.Enum([...statuses])
export type ParticipantStatus = (typeof statuses)[number]
/** Coarse stages, for filters: talking and taking_part together are with_us, the rest has ended. */
export const Stage = Type.Enum(['with_us', 'talking', 'taking_part', 'ended'])
export type Stage = Static<typeof Stage>
export const statusesOf: Record<Stage, ParticipantStatus[]> = {
  with_us: ['in_conversation', 'interested', 'agreed', 'active', 'paused'],
  talking: ['in_conversation', 'interested'],
  taking_part: ['agreed', 'active', 'paused'],
  ended: ['completed', 'stepped_back', 'moved_on', 'ended_for_safety', 'declined'],
}
export const AgeBand = Type.Enum(['under_16', '16_17', '18_20', '21_25', 'over_25', 'not_known'])
export type AgeBand = Static<typeof AgeBand>
/** Whose words a record rests on, and how they came to us. */
export const SaidBy = Type.Enum(['participant', 'worker', 'together', 'parent'])
export type SaidBy = Static<typeof SaidBy>
export const HowSaid = Type.Enum(['in_person', 'call', 'text', 'own_phone', 'writing'])
export type HowSaid = Static<typeof HowSaid>

export const ParticipantRow = Type.Object({
  id: Id,
  programmeId: Id,
  programmeName: Type.String(),
  reference: Type.String(),
  knownAs: Type.String(),
  /** Null for those who may not see contact details. */
  familyName: Nullable(Type.String()),
  ageBand: AgeBand,
  status: ParticipantStatus,
  statusSince: Day,
  workerId: Nullable(Id),
  workerName: Nullable(Type.String()),
  /** Null for those who may not read the notes of visits and calls; what comes next is then empty. */
  lastContactAt: Nullable(Instant),
  /** A next step of a visit (such as call_back_this_week), get_in_touch, or the worker's own words. Empty when none is set. */
  nextStep: Type.String(),
  nextStepOn: Nullable(Day),
})
export type ParticipantRow = Static<typeof ParticipantRow>

/** last_contact: longest without contact first. A minus turns an order round. */
export const CaseloadSort = Type.Enum(['last_contact', '-last_contact', 'name', '-name', 'status_since', '-status_since'])
export type CaseloadSort = Static<typeof CaseloadSort>
const oneStatus = `(${statuses.join('|')})`
export const CaseloadFilter = Type.Object({
  programmeId: Type.Optional(Id),
  /** One status or several, with commas between. */
  status: Type.Optional(Type.String({ pattern: `^${oneStatus}(,${oneStatus})*$` })),
  stage: Type.Optional(Stage),
  /** "me", or the id of a worker. */
  workerId: Type.Optional(Type.String({ pattern: '^(me|[0-9a-fA-F-]{36})$' })),
  /** Nobody has been in touch for at least so many days, or ever. */
  noContactDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 730 })),
  sort: Type.Optional(CaseloadSort),
  ...Paging,
})
export type CaseloadFilter = Static<typeof CaseloadFilter>

/** The words under which someone is looked for never travel in a URL. */
export const NameSearch = Body({ words: Said(120), programmeId: Type.Optional(Id) })
export type NameSearch = Static<typeof NameSearch>
export const FoundParticipant = Type.Object(
  some(
    ParticipantRow.properties,
    'id',
    'programmeId',
    'programmeName',
    'reference',
    'knownAs',
    'familyName',
    'ageBand',
    'status',
    'workerName',
  ),
)
export type FoundParticipant = Static<typeof FoundParticipant>

export const SafetyNow = Type.Object({
  flags: Type.Array(Type.Object({ id: Id, whatToDo: Type.String(), agreedOn: Day, reviewOn: Day, decidedBy: Nullable(Type.String()) })),
  /** When someone last looked and found nothing to record. */
  checkedOn: Nullable(Day),
  checkedBy: Nullable(Type.String()),
})
export type SafetyNow = Static<typeof SafetyNow>

export const Participant = Type.Object({
  ...ParticipantRow.properties,
  pronouns: Type.String(),
  /** In whole years, for those who may see a date of birth that is known. */
  age: Nullable(Type.Integer()),
  communicationNote: Type.String(),
  /** After this, what is held about someone who said no is erased. */
  erasureDueAt: Nullable(Instant),
  version: Type.Integer(),
  /** What keeps a visit safe; null for those who may not see it. */
  safety: Nullable(SafetyNow),
  agreement: Nullable(Type.Object({ id: Id, agreedOn: Day })),
  /** Where they may go from here. */
  next: Type.Array(ParticipantStatus),
  can: Can(
    'edit',
    'move',
    'agree',
    'withdraw',
    'recordVisit',
    'hearInterest',
    'keepSafe',
    'seeContact',
    'seeInterests',
    'seeParticipation',
    'seeNotes',
    'seeRisk',
    'seeOutcomes',
    'seeDeal',
    'seeMentoring',
    'seePlacements',
    'seeCourse',
  ),
})
export type Participant = Static<typeof Participant>

export const ParticipantEdit = Body({
  version: Type.Integer(),
  knownAs: Type.Optional(Said(80)),
  pronouns: Type.Optional(Words(40)),
  ageBand: Type.Optional(AgeBand),
  workerId: Type.Optional(Nullable(Id)),
  communicationNote: Type.Optional(Words(1000)),
  nextStep: Type.Optional(Words(200)),
  nextStepOn: Type.Optional(Nullable(Day)),
})
export type ParticipantEdit = Static<typeof ParticipantEdit>

/** A change of status. A reason is never asked for; when one is given it is theirs. */
export const Move = Body({ to: ParticipantStatus, on: Day, reason: Type.Optional(Words(1000)), saidBy: SaidBy, how: HowSaid })
export type Move = Static<typeof Move>

export const CaseloadSummary = Type.Object({
  people: Type.Integer(),
  talking: Type.Integer(),
  takingPart: Type.Integer(),
  /** Talking or taking part, mine, and without contact for 14 days or ever. */
  mine: Type.Integer(),
  noContact: Type.Integer(),
})
export type CaseloadSummary = Static<typeof CaseloadSummary>

export const Worker = Type.Object({ id: Id, name: Type.String(), programmeIds: Type.Array(Id) })
export type Worker = Static<typeof Worker>

const params = Type.Object({ participantId: Id })
export const participants = endpoints('participants', {
  list: {
    method: 'GET',
    url: '/participants',
    schema: { summary: 'The caseload: the people you may see', querystring: CaseloadFilter, response: { 200: Page(ParticipantRow) } },
  },
  summary: {
    method: 'GET',
    url: '/participants/summary',
    schema: {
      summary: 'How many people you may see, and how many have not been in touch',
      querystring: Type.Object({ programmeId: Type.Optional(Id) }),
      response: { 200: CaseloadSummary },
    },
  },
  workers: {
    method: 'GET',
    url: '/participants/workers',
    schema: { summary: 'Who can be someone’s worker, in your programmes', response: { 200: Type.Object({ items: Type.Array(Worker) }) } },
  },
  find: {
    method: 'POST',
    url: '/participants/search',
    schema: {
      summary: 'Find people by name or reference; forgives spelling; at most 20, nearest first',
      body: NameSearch,
      response: { 200: Type.Object({ items: Type.Array(FoundParticipant) }) },
    },
  },
  read: {
    method: 'GET',
    url: '/participants/:participantId',
    schema: { summary: 'One person: who they are and where they are with us', params, response: { 200: Participant } },
  },
  edit: {
    method: 'PATCH',
    url: '/participants/:participantId',
    schema: { summary: 'Correct what is written about who they are', params, body: ParticipantEdit, response: { 200: Participant } },
  },
  move: {
    method: 'POST',
    url: '/participants/:participantId/move',
    schema: { summary: 'Record that their place with us changed', params, body: Move, response: { 200: Participant } },
  },
})
