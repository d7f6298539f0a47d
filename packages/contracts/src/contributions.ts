import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'
import { CoMode, VoiceOrAction } from './ideas.ts'
import { Pathway } from './programmes.ts'

export const GivenBy = Type.Enum(['participant', 'supporter', 'partner_person', 'officer'])
export type GivenBy = Static<typeof GivenBy>
/** From taking part to training others. Youth Achievement Awards count hours of the same four steps. */
export const GivingRole = Type.Enum(['took_part', 'helped_organise', 'organised_led', 'trained_peers'])
export type GivingRole = Static<typeof GivingRole>
/** The award each role counts towards and the hours it takes (YouthLink, Youth Achievement Awards); null where no number of hours is published. */
export const awardHours: Record<GivingRole, number | null> = { took_part: 60, helped_organise: 90, organised_led: 120, trained_peers: null }

const fields = {
  givenBy: GivenBy,
  /** Whom it names; all three null when several gave it together, or nobody is named. */
  participantId: Nullable(Id),
  supporterId: Nullable(Id),
  userId: Nullable(Id),
  givenOn: Day,
  what: Said(500),
  coMode: CoMode,
  voiceOrAction: VoiceOrAction,
  pathway: Pathway,
  role: Nullable(GivingRole),
  /** Of everyone together. */
  minutes: Nullable(Type.Integer({ minimum: 1, maximum: 600_000 })),
  moneyPence: Nullable(Type.Integer({ minimum: 1, maximum: 2_000_000_000 })),
  usedHow: Words(1000),
  recognisedHow: Words(1000),
}
export const Contribution = Type.Object({
  id: Id,
  programme: Type.Object({ id: Id, name: Type.String() }),
  ...fields,
  /** The name, where the reader may know it. */
  who: Nullable(Type.String()),
  version: Type.Integer(),
  can: Can('amend'),
})
export type Contribution = Static<typeof Contribution>
export const NewContribution = Body({ programmeId: Id, ...fields })
export type NewContribution = Static<typeof NewContribution>
export const ContributionEdit = Body({ version: Type.Integer(), ...fields })
export type ContributionEdit = Static<typeof ContributionEdit>

/** What one young person gave, and the hours by role that an award would count. */
export const GivenByOne = Type.Object({
  items: Type.Array(Contribution),
  roles: Type.Array(Type.Object({ role: GivingRole, minutes: Type.Integer(), awardHours: Nullable(Type.Integer()) })),
  programmeId: Id,
  can: Can('record'),
})
export type GivenByOne = Static<typeof GivenByOne>

/** One of sixteen: what went into one of the four Co's on one pathway. */
export const EffortCell = Type.Object({
  pathway: Pathway,
  coMode: CoMode,
  /** Minutes given, as contributions say. */
  minutes: Type.Integer(),
  /** Sessions held, and how long they lasted; not multiplied by who was there. */
  sessions: Type.Integer(),
  sessionMinutes: Type.Integer(),
  /** Given as money, and what parts of courses cost. */
  moneyPence: Type.Integer(),
  /** How many contributions and parts of courses stand behind this cell. */
  n: Type.Integer(),
})
export type EffortCell = Static<typeof EffortCell>
export const Effort = Type.Object({
  cells: Type.Array(EffortCell),
  /** Contributions that were saying and contributions that were doing, in number and minutes. */
  voice: Type.Object({ n: Type.Integer(), minutes: Type.Integer() }),
  action: Type.Object({ n: Type.Integer(), minutes: Type.Integer() }),
  /** Contributions that name a young person are counted for the team only. */
  namedToo: Type.Boolean(),
  /** Parts of courses that were chosen or ran, with what was said about each; null is not said yet, and then it is not counted. */
  elements: Type.Array(
    Type.Object({
      id: Id,
      title: Type.String(),
      course: Type.String(),
      sessions: Type.Integer(),
      sessionMinutes: Type.Integer(),
      costPence: Nullable(Type.Integer()),
      coMode: Nullable(CoMode),
      pathway: Nullable(Pathway),
    }),
  ),
  pathway: Pathway,
  can: Can('record', 'sort'),
})
export type Effort = Static<typeof Effort>

const one = Type.Object({ contributionId: Id })
export const contributions = endpoints('contributions', {
  list: {
    method: 'GET',
    url: '/contributions',
    schema: {
      summary: 'Who gave what, newest first',
      querystring: Type.Object({
        programmeId: Type.Optional(Id),
        givenBy: Type.Optional(GivenBy),
        coMode: Type.Optional(CoMode),
        ...Paging,
      }),
      response: { 200: Page(Contribution) },
    },
  },
  read: {
    method: 'GET',
    url: '/contributions/:contributionId',
    schema: { summary: 'One contribution', params: one, response: { 200: Contribution } },
  },
  record: {
    method: 'PUT',
    url: '/contributions/:contributionId',
    schema: {
      summary: 'Write down what someone gave',
      params: one,
      body: NewContribution,
      response: { 200: Contribution, 201: Contribution },
    },
  },
  amend: {
    method: 'PATCH',
    url: '/contributions/:contributionId',
    schema: { summary: 'Put it right, or say how it was used', params: one, body: ContributionEdit, response: { 200: Contribution } },
  },
  ofPerson: {
    method: 'GET',
    url: '/participants/:participantId/contributions',
    schema: {
      summary: 'What one young person gave, and the hours an award would count',
      params: Type.Object({ participantId: Id }),
      response: { 200: GivenByOne },
    },
  },
  effort: {
    method: 'GET',
    url: '/programmes/:programmeId/effort',
    schema: {
      summary: 'Hours, sessions and money by pathway and by the four Co’s',
      params: Type.Object({ programmeId: Id }),
      response: { 200: Effort },
    },
  },
  sort: {
    method: 'PUT',
    url: '/programmes/:programmeId/effort/elements/:elementId',
    schema: {
      summary: 'Say which of the four Co’s a part of a course is, so that it is counted',
      params: Type.Object({ programmeId: Id, elementId: Id }),
      body: Body({ coMode: CoMode, pathway: Pathway }),
      response: { 204: Type.Null() },
    },
  },
})
