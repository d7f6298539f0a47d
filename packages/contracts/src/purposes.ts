// The papers of a programme: why it holds personal data and on which basis, what could go wrong with that, and what it means for children.
// Without them nobody knocks on a door.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Instant, Nullable, Said, Words, partly } from './common.ts'
import { endpoints } from './endpoint.ts'
import { Article6, Article9, basis, Schedule1 } from './lawful.ts'

const Named = Type.Object({ id: Id, name: Type.String() })

/** UK GDPR articles 5(1)(b), 6, 9 and 30: one purpose, one controller, one basis, how long it is kept. */
export const Purpose = Type.Object({
  id: Id,
  name: Type.String(),
  whatFor: Type.String(),
  controller: Named,
  publicBody: Type.Boolean(),
  article6: Article6,
  article9: Nullable(Article9),
  schedule1: Nullable(Schedule1),
  retentionNote: Type.String(),
  endedAt: Nullable(Instant),
  version: Type.Integer(),
})
export type Purpose = Static<typeof Purpose>
const purpose = { name: Said(120), whatFor: Said(1000), controllerId: Id, ...basis, retentionNote: Said(1000) }
export const NewPurpose = Body(purpose)
export type NewPurpose = Static<typeof NewPurpose>
export const PurposeEdit = Body({ version: Type.Integer(), ...purpose })
export type PurposeEdit = Static<typeof PurposeEdit>

/** One risk to people, and what is done about it. */
export const DpiaRisk = Body({ risk: Said(500), measure: Said(1000) })
export type DpiaRisk = Static<typeof DpiaRisk>
/** UK GDPR article 35(7): what is done and why it is needed, the risks to people, the measures; and who was asked. */
const dpia = {
  whyNeeded: Words(6000),
  whatHappens: Words(6000),
  whoWasAsked: Words(4000),
  risks: Type.Array(DpiaRisk, { maxItems: 30 }),
  advice: Words(4000),
}
export const Dpia = Type.Object({
  /** `not_started` shows the words that it would begin with. */
  status: Type.Enum(['not_started', 'in_progress', 'approved']),
  ...dpia,
  writtenBy: Nullable(Type.String()),
  approvedBy: Nullable(Type.String()),
  approvedAt: Nullable(Instant),
  reviewOn: Nullable(Day),
  /** Approved, but the day to look at it again has passed: it no longer opens the doors. */
  reviewPast: Type.Boolean(),
  version: Type.Integer(),
  /** `approve` is for somebody other than whoever wrote it last. */
  can: Can('write', 'approve'),
})
export type Dpia = Static<typeof Dpia>
/** `version` 0 for the first words. */
export const DpiaText = Body({ version: Type.Integer(), ...dpia })
export type DpiaText = Static<typeof DpiaText>

/** UN Convention on the Rights of the Child articles 3, 2, 12, 16, 19 and 36, 28 and 31; in Scots law by the 2024 Act. */
export const rightsQuestions = ['bestInterests', 'fairness', 'views', 'privacy', 'safety', 'growing'] as const
const rights = Object.fromEntries(rightsQuestions.map((one) => [one, Words(2000)])) as Record<
  (typeof rightsQuestions)[number],
  ReturnType<typeof Words>
>
export const RightsCheck = Type.Object({
  status: Type.Enum(['not_started', 'in_progress', 'done']),
  ...rights,
  doneBy: Nullable(Type.String()),
  doneOn: Nullable(Day),
  version: Type.Integer(),
  can: Can('write', 'finish'),
})
export type RightsCheck = Static<typeof RightsCheck>
export const RightsText = Body({ version: Type.Integer(), ...partly(rights) })
export type RightsText = Static<typeof RightsText>

export const Papers = Type.Object({
  programme: Named,
  purposes: Type.Array(Purpose),
  /** Null for readers who may know that it stands, and not what it says. */
  dpia: Nullable(Dpia),
  rightsCheck: Nullable(RightsCheck),
  can: Can('addPurpose'),
})
export type Papers = Static<typeof Papers>

const programme = Type.Object({ programmeId: Id })
const one = Type.Object({ programmeId: Id, purposeId: Id })
const papers = { 200: Papers }
export const purposes = endpoints('purposes', {
  papers: {
    method: 'GET',
    url: '/programmes/:programmeId/papers',
    schema: {
      summary: 'Why a programme holds personal data, its impact assessment and its children’s rights check',
      params: programme,
      response: papers,
    },
  },
  add: {
    method: 'PUT',
    url: '/programmes/:programmeId/purposes/:purposeId',
    schema: { summary: 'Say one purpose of holding personal data', params: one, body: NewPurpose, response: { ...papers, 201: Papers } },
  },
  edit: {
    method: 'PATCH',
    url: '/programmes/:programmeId/purposes/:purposeId',
    schema: { summary: 'Change a purpose', params: one, body: PurposeEdit, response: papers },
  },
  end: {
    method: 'POST',
    url: '/programmes/:programmeId/purposes/:purposeId/end',
    schema: { summary: 'Nothing is held for this any more', params: one, response: papers },
  },
  writeDpia: {
    method: 'POST',
    url: '/programmes/:programmeId/dpia/write',
    schema: {
      summary: 'Write the impact assessment; what was approved is to be approved again',
      params: programme,
      body: DpiaText,
      response: papers,
    },
  },
  approveDpia: {
    method: 'POST',
    url: '/programmes/:programmeId/dpia/approve',
    schema: {
      summary: 'Approve the impact assessment that somebody else wrote, until the day to look at it again',
      params: programme,
      body: Body({ version: Type.Integer(), reviewOn: Day }),
      response: papers,
    },
  },
  writeRights: {
    method: 'POST',
    url: '/programmes/:programmeId/rights-check/write',
    schema: { summary: 'Write the children’s rights check', params: programme, body: RightsText, response: papers },
  },
  finishRights: {
    method: 'POST',
    url: '/programmes/:programmeId/rights-check/finish',
    schema: {
      summary: 'Every question of the children’s rights check is answered',
      params: programme,
      body: Body({ version: Type.Integer() }),
      response: papers,
    },
  },
})
