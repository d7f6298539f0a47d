import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Said, Words, partly } from './common.ts'
import { endpoints } from './endpoint.ts'
import { Role } from './session.ts'

export const ProgrammeStatus = Type.Enum([
  'spotted',
  'convened',
  'preparing',
  'outreach',
  'co_design',
  'running',
  'winding_down',
  'follow_up',
  'closed',
  'paused',
])
export type ProgrammeStatus = Static<typeof ProgrammeStatus>
export const Pathway = Type.Enum(['prevention', 'detection', 'treatment', 'rehabilitation'])
export const DpiaStatus = Type.Enum(['not_started', 'in_progress', 'approved'])
export const RightsCheckStatus = Type.Enum(['not_started', 'in_progress', 'done'])
export const PartnerRole = Type.Enum(['lead', 'anchor', 'outreach', 'provider', 'referrer', 'funder', 'adviser'])
export const AreaKind = Type.Enum(['datazone', 'intermediate_zone', 'beat', 'estate', 'custom'])

const Named = Type.Object({ id: Id, name: Type.String() })

export const Area = Type.Object({ id: Id, kind: AreaKind, code: Type.String(), name: Type.String(), sourceVersion: Type.String() })
export type Area = Static<typeof Area>
export const NewArea = Body({ kind: AreaKind, code: Said(40), name: Said(120), sourceVersion: Type.Optional(Words(80)) })
export type NewArea = Static<typeof NewArea>

export const ProgrammeLine = Type.Object({
  id: Id,
  name: Type.String(),
  area: Named,
  leadPartner: Named,
  cohortName: Type.String(),
  status: ProgrammeStatus,
  deadlineWhat: Nullable(Type.String()),
  deadlineOn: Nullable(Day),
  startedOn: Nullable(Day),
  synthetic: Type.Boolean(),
})
export type ProgrammeLine = Static<typeof ProgrammeLine>

/** One thing that must be in place before anyone knocks on a door. */
export const SetupCheck = Type.Object({
  key: Type.Enum(['agreement', 'purpose', 'dpia', 'rights_check', 'officers', 'safeguarding']),
  text: Type.String(),
  done: Type.Boolean(),
})
export type SetupCheck = Static<typeof SetupCheck>
export const ProgrammePartner = Type.Object({ id: Id, partner: Named, role: PartnerRole, offers: Type.String(), asks: Type.String() })
export type ProgrammePartner = Static<typeof ProgrammePartner>
export const TeamMember = Type.Object({ userId: Id, name: Type.String(), partnerName: Nullable(Type.String()), role: Role })
export type TeamMember = Static<typeof TeamMember>
/** A state the programme may go to from here; `missing` says what stands in the way, empty when nothing does. */
export const ProgrammeMove = Type.Object({
  to: ProgrammeStatus,
  missing: Type.Array(Type.Object({ key: Type.String(), text: Type.String() })),
})
export type ProgrammeMove = Static<typeof ProgrammeMove>

export const Programme = Type.Object({
  ...ProgrammeLine.properties,
  pausedFrom: Nullable(ProgrammeStatus),
  pathway: Pathway,
  goalShared: Type.String(),
  deadlineWhose: Nullable(Type.String()),
  /** The programme whose lessons this one began with. Its plan is never copied. Null also when that one is not the reader's to see. */
  derivedFrom: Nullable(Named),
  triedBefore: Type.String(),
  invitedCount: Nullable(Type.Integer()),
  outcomesNote: Type.String(),
  dpiaStatus: DpiaStatus,
  rightsCheckStatus: RightsCheckStatus,
  safeguardingLead: Nullable(Named),
  safeguardingDeputy: Nullable(Named),
  partners: Type.Array(ProgrammePartner),
  team: Type.Array(TeamMember),
  setup: Type.Array(SetupCheck),
  moves: Type.Array(ProgrammeMove),
  version: Type.Integer(),
  updatedAt: Instant,
  can: Can('edit', 'move', 'nominate'),
})
export type Programme = Static<typeof Programme>

const answers = {
  cohortName: Words(120),
  pathway: Pathway,
  startedOn: Nullable(Day),
  goalShared: Words(2000),
  deadlineWhat: Nullable(Words(200)),
  deadlineOn: Nullable(Day),
  deadlineWhose: Nullable(Words(200)),
  triedBefore: Words(4000),
  invitedCount: Nullable(Type.Integer({ minimum: 0, maximum: 10_000 })),
}
export const NewProgramme = Body({
  name: Said(120),
  areaId: Id,
  leadPartnerId: Id,
  derivedFromId: Type.Optional(Nullable(Id)),
  synthetic: Type.Optional(Type.Boolean()),
  ...partly(answers),
})
export type NewProgramme = Static<typeof NewProgramme>
export const ProgrammeEdit = Body({
  version: Type.Integer(),
  ...partly({
    name: Said(120),
    areaId: Id,
    ...answers,
    outcomesNote: Words(4000),
    safeguardingLeadId: Nullable(Id),
    safeguardingDeputyId: Nullable(Id),
  }),
})
export type ProgrammeEdit = Static<typeof ProgrammeEdit>
export const NewProgrammePartner = Body({
  partnerId: Id,
  role: PartnerRole,
  offers: Type.Optional(Words(1000)),
  asks: Type.Optional(Words(1000)),
})
export type NewProgrammePartner = Static<typeof NewProgrammePartner>

const params = Body({ programmeId: Id })
const list = <T extends Parameters<typeof Type.Array>[0]>(item: T) => Type.Object({ items: Type.Array(item) })

export const programmes = endpoints('programmes', {
  list: {
    method: 'GET',
    url: '/programmes',
    schema: {
      summary: 'The programmes I may see',
      response: { 200: Type.Object({ items: Type.Array(ProgrammeLine), can: Can('begin') }) },
    },
  },
  read: {
    method: 'GET',
    url: '/programmes/:programmeId',
    schema: { summary: 'One programme, its partners, its team, and what it still needs', params, response: { 200: Programme } },
  },
  begin: {
    method: 'PUT',
    url: '/programmes/:programmeId',
    schema: {
      summary: 'Begin a programme; a lead who begins one for their own partner leads it',
      params,
      body: NewProgramme,
      response: { 200: Programme, 201: Programme },
    },
  },
  edit: {
    method: 'PATCH',
    url: '/programmes/:programmeId',
    schema: { summary: 'Change what is written about a programme', params, body: ProgrammeEdit, response: { 200: Programme } },
  },
  move: {
    method: 'POST',
    url: '/programmes/:programmeId/move',
    schema: {
      summary: 'One step on, pause, or go on after a pause; refused with what is missing',
      params,
      body: Body({ to: ProgrammeStatus }),
      response: { 200: Programme },
    },
  },
  addPartner: {
    method: 'PUT',
    url: '/programmes/:programmeId/partners/:rowId',
    schema: {
      summary: 'Bring a partner into the programme',
      params: Body({ programmeId: Id, rowId: Id }),
      body: NewProgrammePartner,
      response: { 200: ProgrammePartner, 201: ProgrammePartner },
    },
  },
  removePartner: {
    method: 'DELETE',
    url: '/programmes/:programmeId/partners/:rowId',
    schema: {
      summary: 'A partner no longer has this part in the programme',
      params: Body({ programmeId: Id, rowId: Id }),
      response: { 204: Type.Null() },
    },
  },
  listAreas: { method: 'GET', url: '/areas', schema: { summary: 'Areas of the partnership', response: { 200: list(Area) } } },
  addArea: {
    method: 'PUT',
    url: '/areas/:areaId',
    schema: { summary: 'Add an area', params: Body({ areaId: Id }), body: NewArea, response: { 200: Area, 201: Area } },
  },
})
