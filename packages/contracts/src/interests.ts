// What someone is into, what they are good at and what they are aiming for, in their own words.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable, Said } from './common.ts'
import { endpoints } from './endpoint.ts'
import { SaidBy } from './participants.ts'

export const InterestStatus = Type.Enum(['heard', 'being_worked_on', 'offered', 'done', 'gone'])
export type InterestStatus = Static<typeof InterestStatus>
export const AssetKind = Type.Enum(['skill', 'knowledge', 'network', 'role', 'experience'])
export type AssetKind = Static<typeof AssetKind>
export const GoalStatus = Type.Enum(['open', 'reached', 'changed', 'let_go'])
export type GoalStatus = Static<typeof GoalStatus>
/** A key of the word list "interest". */
const tag = Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' })
const strength = Type.Integer({ minimum: 1, maximum: 3 })

export const Interest = Type.Object({
  id: Id,
  ownWords: Type.String(),
  tag: Nullable(Type.String()),
  strength: Nullable(strength),
  heardOn: Day,
  heardVisitId: Nullable(Id),
  status: InterestStatus,
  saidBy: SaidBy,
  version: Type.Integer(),
})
export type Interest = Static<typeof Interest>
export const NewInterest = Body({
  ownWords: Said(500),
  tag: Type.Optional(Nullable(tag)),
  strength: Type.Optional(Nullable(strength)),
  heardOn: Day,
  heardVisitId: Type.Optional(Id),
  saidBy: Type.Optional(SaidBy),
})
export type NewInterest = Static<typeof NewInterest>
export const InterestEdit = Body({
  version: Type.Integer(),
  ownWords: Type.Optional(Said(500)),
  tag: Type.Optional(Nullable(tag)),
  strength: Type.Optional(Nullable(strength)),
  status: Type.Optional(InterestStatus),
})
export type InterestEdit = Static<typeof InterestEdit>

export const Asset = Type.Object({
  id: Id,
  ownWords: Type.String(),
  kind: AssetKind,
  heardOn: Day,
  saidBy: SaidBy,
  version: Type.Integer(),
})
export type Asset = Static<typeof Asset>
export const NewAsset = Body({
  ownWords: Said(500),
  kind: AssetKind,
  heardOn: Day,
  heardVisitId: Type.Optional(Id),
  saidBy: Type.Optional(SaidBy),
})
export type NewAsset = Static<typeof NewAsset>
export const AssetEdit = Body({ version: Type.Integer(), ownWords: Type.Optional(Said(500)), kind: Type.Optional(AssetKind) })
export type AssetEdit = Static<typeof AssetEdit>

export const Goal = Type.Object({
  id: Id,
  ownWords: Type.String(),
  setOn: Day,
  status: GoalStatus,
  saidBy: SaidBy,
  version: Type.Integer(),
})
export type Goal = Static<typeof Goal>
export const NewGoal = Body({ ownWords: Said(500), setOn: Day, saidBy: Type.Optional(SaidBy) })
export type NewGoal = Static<typeof NewGoal>
export const GoalEdit = Body({ version: Type.Integer(), ownWords: Type.Optional(Said(500)), status: Type.Optional(GoalStatus) })
export type GoalEdit = Static<typeof GoalEdit>

export const Heard = Type.Object({ interests: Type.Array(Interest), assets: Type.Array(Asset), goals: Type.Array(Goal), can: Can('hear') })
export type Heard = Static<typeof Heard>
/** How many people are into one thing; `tag` is null for words without a tag yet. */
export const InterestCount = Type.Object({
  tag: Nullable(Type.String()),
  label: Nullable(Type.String()),
  people: Type.Integer(),
  heard: Type.Integer(),
  beingWorkedOn: Type.Integer(),
  offered: Type.Integer(),
  done: Type.Integer(),
})
export type InterestCount = Static<typeof InterestCount>

/** How far something that was said has come. */
export const HeardStage = Type.Enum(['heard', 'idea', 'decision', 'element', 'session'])
export type HeardStage = Static<typeof HeardStage>
export const HeardWords = Type.Object({
  id: Id,
  /** Null when the words name somebody, for a reader who may not know who speaks. */
  ownWords: Nullable(Type.String()),
  tag: Nullable(Type.String()),
  label: Nullable(Type.String()),
  status: InterestStatus,
  /** Only for those who see everyone's interests, and for oneself. */
  who: Nullable(Type.Object({ id: Id, knownAs: Type.String() })),
  heardOn: Nullable(Day),
  stage: HeardStage,
})
export type HeardWords = Static<typeof HeardWords>
/** `tooFew`: fewer than three people have spoken, so nothing is shown without a name. */
export const InterestBoard = Type.Object({ items: Type.Array(HeardWords), named: Type.Boolean(), tooFew: Type.Boolean() })
export type InterestBoard = Static<typeof InterestBoard>

const of = Type.Object({ participantId: Id })
export const interests = endpoints('interests', {
  overview: {
    method: 'GET',
    url: '/interests/overview',
    schema: {
      summary: 'What people in a programme are into: a count of people for each tag',
      querystring: Type.Object({ programmeId: Type.Optional(Id) }),
      response: { 200: Type.Object({ items: Type.Array(InterestCount) }) },
    },
  },
  board: {
    method: 'GET',
    url: '/interests/board',
    schema: {
      summary: 'What was said in a programme, in own words, and how far each has come; without who, unless the reader may know',
      querystring: Body({ programmeId: Id }),
      response: { 200: InterestBoard },
    },
  },
  list: {
    method: 'GET',
    url: '/participants/:participantId/interests',
    schema: { summary: 'Interests, strengths and goals of one person', params: of, response: { 200: Heard } },
  },
  hear: {
    method: 'PUT',
    url: '/participants/:participantId/interests/:interestId',
    schema: {
      summary: 'Write down something they are into',
      params: Type.Object({ participantId: Id, interestId: Id }),
      body: NewInterest,
      response: { 200: Interest, 201: Interest },
    },
  },
  amend: {
    method: 'PATCH',
    url: '/interests/:interestId',
    schema: {
      summary: 'Change the tag, the strength or where an interest stands',
      params: Type.Object({ interestId: Id }),
      body: InterestEdit,
      response: { 200: Interest },
    },
  },
  hearAsset: {
    method: 'PUT',
    url: '/participants/:participantId/assets/:assetId',
    schema: {
      summary: 'Write down something they are good at',
      params: Type.Object({ participantId: Id, assetId: Id }),
      body: NewAsset,
      response: { 200: Asset, 201: Asset },
    },
  },
  amendAsset: {
    method: 'PATCH',
    url: '/assets/:assetId',
    schema: { summary: 'Correct a strength', params: Type.Object({ assetId: Id }), body: AssetEdit, response: { 200: Asset } },
  },
  setGoal: {
    method: 'PUT',
    url: '/participants/:participantId/goals/:goalId',
    schema: {
      summary: 'Write down something they are aiming for',
      params: Type.Object({ participantId: Id, goalId: Id }),
      body: NewGoal,
      response: { 200: Goal, 201: Goal },
    },
  },
  amendGoal: {
    method: 'PATCH',
    url: '/goals/:goalId',
    schema: {
      summary: 'A goal was reached, changed or let go',
      params: Type.Object({ goalId: Id }),
      body: GoalEdit,
      response: { 200: Goal },
    },
  },
})
