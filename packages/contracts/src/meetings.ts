// Partner meetings: an agenda put together from what is due, and actions owned by persons. The actions are the minutes.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const MeetingKind = Type.Enum(['tasking', 'steering', 'design', 'review'])
export type MeetingKind = Static<typeof MeetingKind>
export const ActionStatus = Type.Enum(['todo', 'doing', 'blocked', 'done', 'dropped'])
export type ActionStatus = Static<typeof ActionStatus>

export const MeetingAction = Type.Object({
  id: Id,
  programmeId: Id,
  /** Where it was agreed; null when between meetings. */
  meetingId: Nullable(Id),
  what: Type.String(),
  owner: Type.Object({ userId: Id, name: Type.String(), partner: Type.String() }),
  /** Its owner has left the programme, or is leaving. */
  ownerGone: Type.Boolean(),
  dueOn: Nullable(Day),
  status: ActionStatus,
  blockedBy: Type.String(),
  version: Type.Integer(),
  can: Can('amend', 'move'),
})
export type MeetingAction = Static<typeof MeetingAction>

const Item = Type.Object({ id: Id, words: Type.String(), detail: Type.String(), on: Nullable(Day) })
/** What there is to talk about, as it stands when it is read. */
export const Agenda = Type.Object({
  /** The day of the meeting before this one. */
  since: Nullable(Day),
  /** Between colleagues, due within a week of the meeting. Names no young person: this may be printed. */
  promises: Type.Array(Item),
  /** Our open promises to young people that are due; a number only, and only for the team. */
  promisesToYoungPeople: Nullable(Type.Integer()),
  decisions: Type.Array(Item),
  adaptations: Type.Array(Item),
  barriers: Type.Array(Item),
  pace: Type.Array(
    Type.Object({
      id: Id,
      on: Day,
      asked: Type.Integer(),
      theirPace: Nullable(Type.Integer()),
      ourPace: Nullable(Type.Integer()),
      action: Type.String(),
    }),
  ),
})
export type Agenda = Static<typeof Agenda>

/** Too much in one person's hands: more than 40 % of at least five open actions. */
export const OwnerWarning = Type.Object({ name: Type.String(), actions: Type.Integer(), of: Type.Integer() })
export type OwnerWarning = Static<typeof OwnerWarning>

export const MeetingLine = Type.Object({
  id: Id,
  programmeId: Id,
  programmeName: Type.String(),
  kind: MeetingKind,
  startsAt: Instant,
  place: Type.String(),
  participantsPresent: Type.Integer(),
  /** Actions agreed there: open, and all. */
  openActions: Type.Integer(),
  actions: Type.Integer(),
})
export type MeetingLine = Static<typeof MeetingLine>

const their = {
  participantsPresent: Type.Integer({ minimum: 0, maximum: 500 }),
  preBriefDone: Type.Boolean(),
  expensesArranged: Type.Boolean(),
  /** What young people sent to be said for them. */
  theirView: Words(2000),
}
export const Meeting = Type.Object({
  ...MeetingLine.properties,
  ...their,
  attendees: Type.Array(Type.Object({ userId: Id, name: Type.String(), partner: Type.String() })),
  agenda: Agenda,
  /** Open ones of the programme, and those agreed at this meeting. */
  list: Type.Array(MeetingAction),
  carries: Nullable(OwnerWarning),
  version: Type.Integer(),
  can: Can('amend', 'add', 'addOwn'),
})
export type Meeting = Static<typeof Meeting>

const attendeeIds = Type.Array(Id, { maxItems: 100 })
const planned = { kind: MeetingKind, startsAt: Instant, place: Words(200), attendeeIds }
export const NewMeeting = Body({ programmeId: Id, ...planned })
export type NewMeeting = Static<typeof NewMeeting>
export const MeetingEdit = Body({ version: Type.Integer(), ...planned, ...their })
export type MeetingEdit = Static<typeof MeetingEdit>

const action = { what: Said(500), ownerId: Id, dueOn: Nullable(Day) }
export const NewAction = Body({ programmeId: Id, meetingId: Nullable(Id), ...action })
export type NewAction = Static<typeof NewAction>
export const ActionEdit = Body({ version: Type.Integer(), ...action })
export type ActionEdit = Static<typeof ActionEdit>
export const ActionMove = Body({ version: Type.Integer(), status: ActionStatus, blockedBy: Words(300) })
export type ActionMove = Static<typeof ActionMove>

const one = Type.Object({ meetingId: Id })
const oneAction = Type.Object({ actionId: Id })
export const meetings = endpoints('meetings', {
  list: {
    method: 'GET',
    url: '/meetings',
    schema: {
      summary: 'Meetings of partners, latest first',
      querystring: Type.Object({ programmeId: Type.Optional(Id), ...Paging }),
      response: { 200: Page(MeetingLine) },
    },
  },
  read: {
    method: 'GET',
    url: '/meetings/:meetingId',
    schema: { summary: 'One meeting: its agenda as things stand, and the actions', params: one, response: { 200: Meeting } },
  },
  plan: {
    method: 'PUT',
    url: '/meetings/:meetingId',
    schema: { summary: 'Plan a meeting', params: one, body: NewMeeting, response: { 200: Meeting, 201: Meeting } },
  },
  amend: {
    method: 'PATCH',
    url: '/meetings/:meetingId',
    schema: {
      summary: 'Change when and where, who came, and young people’s place at the table',
      params: one,
      body: MeetingEdit,
      response: { 200: Meeting },
    },
  },
  act: {
    method: 'PUT',
    url: '/actions/:actionId',
    schema: {
      summary: 'Agree an action with one person who owns it',
      params: oneAction,
      body: NewAction,
      response: { 200: MeetingAction, 201: MeetingAction },
    },
  },
  reword: {
    method: 'PATCH',
    url: '/actions/:actionId',
    schema: {
      summary: 'Change what it says, who owns it or by when',
      params: oneAction,
      body: ActionEdit,
      response: { 200: MeetingAction },
    },
  },
  move: {
    method: 'POST',
    url: '/actions/:actionId/move',
    schema: {
      summary: 'Say how far an action is, or what blocks it',
      params: oneAction,
      body: ActionMove,
      response: { 200: MeetingAction },
    },
  },
})
