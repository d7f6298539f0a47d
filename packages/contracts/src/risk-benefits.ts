// Benefit beside risk, and the risk of not doing it: weighed in words by young people and by staff. No score is ever worked out.
import { Type, type Static } from 'typebox'
import { Body, Can, Day, Id, Nullable, Paging, Said, Words, some } from './common.ts'
import { endpoints, Page } from './endpoint.ts'

export const WeighedAbout = Type.Enum(['adaptation', 'visit', 'course', 'placement', 'programme'])
export type WeighedAbout = Static<typeof WeighedAbout>
export const Judgement = Type.Enum(['go', 'go_with_changes', 'not_now', 'no'])
export type Judgement = Static<typeof Judgement>
export const Backing = Type.Enum(['not_asked', 'asked', 'yes', 'no'])
export type Backing = Static<typeof Backing>

/** 1 to 3 are words on the screen (perhaps, probably, almost surely), never multiplied or added up. */
const Step = Type.Integer({ minimum: 1, maximum: 3 })
export const Benefit = Body({ text: Said(500), toWhom: Words(120), howLikely: Step, howBig: Step })
export type Benefit = Static<typeof Benefit>
export const Risk = Body({ text: Said(500), toWhom: Words(120), likelihood: Step, severity: Step, mitigation: Words(500) })
export type Risk = Static<typeof Risk>

const Person = Type.Object({ id: Id, name: Type.String() })
const weighed = {
  subject: Said(200),
  benefits: Type.Array(Benefit, { maxItems: 12 }),
  risks: Type.Array(Risk, { maxItems: 12 }),
  riskOfNotDoing: Said(2000),
  /** How the young people weigh it, in their words. */
  theirWeighing: Words(2000),
  ourWeighing: Words(2000),
  /** Null while it is still being talked about. */
  judgement: Nullable(Judgement),
  reviewOn: Nullable(Day),
}

export const RiskBenefit = Type.Object({
  id: Id,
  programmeId: Id,
  programmeName: Type.String(),
  about: WeighedAbout,
  /** What it is about, in a word; null where that is the programme itself. */
  aboutWhat: Nullable(Type.Object({ id: Id, title: Type.String() })),
  /** Set when it names one young person; then it is for the team only. */
  participant: Nullable(Type.Object({ id: Id, knownAs: Type.String() })),
  ...weighed,
  carriedBy: Person,
  backing: Backing,
  backedBy: Nullable(Person),
  backingWords: Type.String(),
  backedOn: Nullable(Day),
  whatHappened: Type.String(),
  whatHappenedOn: Nullable(Day),
  weighedOn: Day,
  version: Type.Integer(),
  can: Can('amend', 'askBacking', 'back', 'sayWhatHappened'),
})
export type RiskBenefit = Static<typeof RiskBenefit>
export const RiskBenefitLine = Type.Object(
  some(
    RiskBenefit.properties,
    'id',
    'programmeId',
    'programmeName',
    'about',
    'aboutWhat',
    'participant',
    'subject',
    'judgement',
    'carriedBy',
    'backing',
    'backedBy',
    'reviewOn',
    'weighedOn',
  ),
)
export type RiskBenefitLine = Static<typeof RiskBenefitLine>

export const NewRiskBenefit = Body({
  programmeId: Id,
  about: WeighedAbout,
  /** The change, visit, course or placement; left out for the programme itself. */
  aboutId: Type.Optional(Nullable(Id)),
  /** Names one young person: needed for a visit or a placement, possible for a course. */
  participantId: Type.Optional(Nullable(Id)),
  ...weighed,
  theirWeighing: Type.Optional(weighed.theirWeighing),
  ourWeighing: Type.Optional(weighed.ourWeighing),
  judgement: Type.Optional(weighed.judgement),
  reviewOn: Type.Optional(weighed.reviewOn),
  /** Whoever writes it unless said. */
  carriedById: Type.Optional(Id),
  /** Who is asked to stand behind it. */
  askedId: Type.Optional(Nullable(Id)),
})
export type NewRiskBenefit = Static<typeof NewRiskBenefit>
export const RiskBenefitEdit = Body({
  version: Type.Integer(),
  ...weighed,
  carriedById: Id,
})
export type RiskBenefitEdit = Static<typeof RiskBenefitEdit>
export const BackingAnswer = Body({ version: Type.Integer(), yes: Type.Boolean(), words: Type.Optional(Words(1000)) })
export type BackingAnswer = Static<typeof BackingAnswer>
export const WhatHappened = Body({ version: Type.Integer(), words: Said(2000) })
export type WhatHappened = Static<typeof WhatHappened>

const params = Body({ riskBenefitId: Id })
export const riskBenefits = endpoints('risk-benefits', {
  list: {
    method: 'GET',
    url: '/risk-benefits',
    schema: {
      summary: 'What has been weighed, latest first',
      querystring: Body({
        ...Paging,
        programmeId: Type.Optional(Id),
        about: Type.Optional(WeighedAbout),
        aboutId: Type.Optional(Id),
        /** I have been asked to stand behind it, and have not answered. */
        waitsForMe: Type.Optional(Type.Boolean()),
      }),
      response: { 200: Page(RiskBenefitLine) },
    },
  },
  people: {
    method: 'GET',
    url: '/programmes/:programmeId/backers',
    schema: {
      summary: 'Who can carry a decision of this programme, or be asked to stand behind it',
      params: Body({ programmeId: Id }),
      response: {
        200: Type.Object({ items: Type.Array(Type.Object({ ...Person.properties, partner: Type.String(), team: Type.Boolean() })) }),
      },
    },
  },
  read: {
    method: 'GET',
    url: '/risk-benefits/:riskBenefitId',
    schema: { summary: 'One weighing of benefit and risk', params, response: { 200: RiskBenefit } },
  },
  weigh: {
    method: 'PUT',
    url: '/risk-benefits/:riskBenefitId',
    schema: {
      summary: 'Write down how benefit and risk were weighed',
      params,
      body: NewRiskBenefit,
      response: { 200: RiskBenefit, 201: RiskBenefit },
    },
  },
  amend: {
    method: 'PATCH',
    url: '/risk-benefits/:riskBenefitId',
    schema: {
      summary: 'Weigh it again; whoever stood behind the earlier words is asked anew',
      params,
      body: RiskBenefitEdit,
      response: { 200: RiskBenefit },
    },
  },
  askBacking: {
    method: 'POST',
    url: '/risk-benefits/:riskBenefitId/ask-backing',
    schema: {
      summary: 'Ask someone by name to stand behind it',
      params,
      body: Body({ version: Type.Integer(), personId: Id }),
      response: { 200: RiskBenefit },
    },
  },
  back: {
    method: 'POST',
    url: '/risk-benefits/:riskBenefitId/back',
    schema: {
      summary: 'Say whether I stand behind it; only the one who was asked can',
      params,
      body: BackingAnswer,
      response: { 200: RiskBenefit },
    },
  },
  sayWhatHappened: {
    method: 'POST',
    url: '/risk-benefits/:riskBenefitId/what-happened',
    schema: { summary: 'What really happened, said later', params, body: WhatHappened, response: { 200: RiskBenefit } },
  },
})
