import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Paging, Said, Words, partly, some } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const SourceKind = Type.Enum([
  'police',
  'fire',
  'housing',
  'school',
  'social_work',
  'eei',
  'community_group',
  'self',
  'peer',
  'family',
  'other',
])
export type SourceKind = Static<typeof SourceKind>
/** Why a partner may pass this on. Consent only where a no would have been a no. */
export const SharingBasis = Type.Enum(['public_task', 'legitimate_interest', 'consent', 'vital_interest', 'legal_obligation'])
export type SharingBasis = Static<typeof SharingBasis>
export const NominationStatus = Type.Enum([
  'received',
  'screening',
  'accepted',
  'redirected',
  'not_now',
  'not_suitable',
  'duplicate',
  'declined_by_person',
])
export type NominationStatus = Static<typeof NominationStatus>
export const TriageOutcome = Type.Enum(['accepted', 'redirected', 'not_now', 'not_suitable', 'duplicate'])
export type TriageOutcome = Static<typeof TriageOutcome>

const Named = Type.Object({ id: Id, name: Type.String() })

export const NominationLine = Type.Object({
  id: Id,
  programmeId: Id,
  programmeName: Type.String(),
  firstName: Type.String(),
  familyName: Type.String(),
  goodAt: Type.String(),
  sourcePartner: Named,
  sourceKind: SourceKind,
  receivedOn: Day,
  status: NominationStatus,
  noticeDueOn: Day,
  noticeGivenOn: Nullable(Day),
  noticeOverdue: Type.Boolean(),
})
export type NominationLine = Static<typeof NominationLine>

export const Triage = Type.Object({
  outcome: TriageOutcome,
  decidedOn: Day,
  reasons: Type.String(),
  dissentText: Type.String(),
  assetSeen: Type.String(),
  recordedBy: Nullable(Type.String()),
})
export type Triage = Static<typeof Triage>

export const Nomination = Type.Object({
  ...NominationLine.properties,
  dateOfBirth: Nullable(Day),
  contactPointer: Type.String(),
  why: Type.String(),
  triedBefore: Type.String(),
  trustedPerson: Type.String(),
  sharingBasis: SharingBasis,
  noticeHow: Nullable(Type.String()),
  erasureDueAt: Nullable(Instant),
  broughtBy: Nullable(Type.String()),
  /** Whom it repeats: another nomination, or someone who takes part. */
  duplicateOf: Nullable(Type.Object({ kind: Type.Enum(['nomination', 'participant']), id: Id })),
  /** The young person's own record, once accepted; null for readers who may not see it. */
  participantId: Nullable(Id),
  /** What the panel decided and who saw it differently; null for readers who may not see it. */
  triage: Nullable(Triage),
  version: Type.Integer(),
  can: Can('amend', 'notice', 'screen', 'triage', 'decline'),
})
export type Nomination = Static<typeof Nomination>

/** `goodAt` comes first, and is never empty: what they can do, who they look after, what people come to them for. */
const asked = {
  goodAt: Said(2000),
  firstName: Said(80),
  familyName: Words(80),
  dateOfBirth: Nullable(Day),
  contactPointer: Words(500),
  why: Words(4000),
  triedBefore: Words(4000),
  trustedPerson: Words(1000),
  sourceKind: SourceKind,
  sharingBasis: SharingBasis,
  receivedOn: Day,
}
const unlessSaid = partly(some(asked, 'familyName', 'dateOfBirth', 'contactPointer', 'why', 'triedBefore', 'trustedPerson'))
export const NewNomination = Body({ programmeId: Id, sourcePartnerId: Id, ...asked, ...unlessSaid })
export type NewNomination = Static<typeof NewNomination>
export const NominationEdit = Body({ version: Type.Integer(), ...partly(asked) })
export type NominationEdit = Static<typeof NominationEdit>

/** Accepting makes the young person's record; `knownAs` is what they like to be called, `workerId` who will knock on their door. */
export const NewTriage = Body({
  outcome: TriageOutcome,
  decidedOn: Day,
  reasons: Words(4000),
  dissentText: Type.Optional(Words(4000)),
  assetSeen: Type.Optional(Words(2000)),
  knownAs: Type.Optional(Words(80)),
  workerId: Type.Optional(Nullable(Id)),
  duplicateOfId: Type.Optional(Nullable(Id)),
})
export type NewTriage = Static<typeof NewTriage>

export const NoticeGiven = Body({ givenOn: Day, how: Said(200) })
export type NoticeGiven = Static<typeof NoticeGiven>

/** Someone who may be the same person, and why we think so. Never a score. */
export const Likeness = Type.Object({
  id: Id,
  kind: Type.Enum(['nomination', 'participant']),
  name: Type.String(),
  status: Type.String(),
  from: Nullable(Type.String()),
  why: Type.Array(Type.String()),
})
export type Likeness = Static<typeof Likeness>
export const LikenessAsked = Body({
  programmeId: Id,
  firstName: Words(80),
  familyName: Words(80),
  dateOfBirth: Type.Optional(Nullable(Day)),
  exceptId: Type.Optional(Id),
})
export type LikenessAsked = Static<typeof LikenessAsked>

const params = Body({ nominationId: Id })
export const nominations = endpoints('nominations', {
  list: {
    method: 'GET',
    url: '/nominations',
    schema: {
      summary: 'Young people who were suggested, newest first',
      response: { 200: Page(NominationLine) },
      querystring: Body({
        programmeId: Type.Optional(Id),
        status: Type.Optional(Type.Union([NominationStatus, Type.Literal('open')])),
        notice: Type.Optional(Type.Enum(['overdue', 'due'])),
        ...Paging,
      }),
    },
  },
  read: {
    method: 'GET',
    url: '/nominations/:nominationId',
    schema: { summary: 'One suggestion, whole', params, response: { 200: Nomination } },
  },
  bring: {
    method: 'PUT',
    url: '/nominations/:nominationId',
    schema: { summary: 'Suggest a young person', params, body: NewNomination, response: { 200: Nomination, 201: Nomination } },
  },
  amend: {
    method: 'PATCH',
    url: '/nominations/:nominationId',
    schema: { summary: 'Change a suggestion that is not decided yet', params, body: NominationEdit, response: { 200: Nomination } },
  },
  giveNotice: {
    method: 'POST',
    url: '/nominations/:nominationId/notice',
    schema: { summary: 'They were told what we hold and why', params, body: NoticeGiven, response: { 200: Nomination } },
  },
  screen: {
    method: 'POST',
    url: '/nominations/:nominationId/screen',
    schema: { summary: 'The panel is talking it over', params, response: { 200: Nomination } },
  },
  triage: {
    method: 'POST',
    url: '/nominations/:nominationId/triage',
    schema: { summary: 'What the panel decided, and who saw it differently', params, body: NewTriage, response: { 200: Nomination } },
  },
  decline: {
    method: 'POST',
    url: '/nominations/:nominationId/decline',
    schema: {
      summary: 'They said no thanks: the clock to erase begins',
      params,
      body: Body({ saidOn: Day }),
      response: { 200: Nomination },
    },
  },
  findAlike: {
    method: 'POST',
    url: '/nominations/duplicates/search',
    schema: {
      summary: 'Could this be someone we know already? Forgives spelling',
      body: LikenessAsked,
      response: {
        200: Type.Object({
          items: Type.Array(Likeness),
          /** It may be somebody whose record nobody may use at present; the data lead knows. */
          askDataLead: Type.Optional(Type.Boolean()),
        }),
      },
    },
  },
})
