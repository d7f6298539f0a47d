import { Type, type Static } from 'typebox'
import { Body, Can, Day, Dictionary, Id, Instant, Nullable, Paging, Said, Words } from './common.ts'
import { endpoints, Page } from './endpoint.ts'
import { CoMode, VoiceOrAction } from './ideas.ts'
import { Pathway } from './programmes.ts'

/** Where a barrier comes from. `practical` is travel, money, childcare, and streets that are not safe to cross. */
export const barrierSources = [
  'funding_rules',
  'evidence',
  'skills',
  'risk_aversion',
  'loss_of_control',
  'time_pressure',
  'budget_savings',
  'burden_on_participants',
  'role_change_resistance',
  'organisation_incoherence',
  'no_real_opportunity',
  'data_sharing',
  'trust',
  'stigma',
  'practical',
  'law',
] as const
export const BarrierSource = Type.Enum([...barrierSources])
export type BarrierSource = Static<typeof BarrierSource>
export const BarrierRaisedBy = Type.Enum(['participant', 'officer', 'partner', 'lead', 'community'])
export type BarrierRaisedBy = Static<typeof BarrierRaisedBy>
export const BarrierLevel = Type.Enum(['individual', 'programme', 'organisation', 'system'])
export type BarrierLevel = Static<typeof BarrierLevel>
export const FallsOn = Type.Enum(['participant', 'professional', 'partner', 'community'])
export type FallsOn = Static<typeof FallsOn>
export const BarrierStatus = Type.Enum(['open', 'being_tackled', 'removed', 'lived_with', 'referred_up'])
export type BarrierStatus = Static<typeof BarrierStatus>
export const TriedBy = Type.Enum(['participants', 'together', 'officer', 'partner', 'lead', 'community'])
export type TriedBy = Static<typeof TriedBy>
export const StrategyResult = Type.Enum(['removed', 'reduced', 'no_change', 'worse'])
export type StrategyResult = Static<typeof StrategyResult>
/** 1 a bother, 2 slows us, 3 holds us back, 4 stops us. */
const Severity = Nullable(Type.Integer({ minimum: 1, maximum: 4 }))

const fields = {
  source: BarrierSource,
  level: BarrierLevel,
  fallsOn: FallsOn,
  raisedByKind: BarrierRaisedBy,
  description: Said(2000),
  coMode: Nullable(CoMode),
  voiceOrAction: Nullable(VoiceOrAction),
  pathway: Nullable(Pathway),
  /** Two readings of the same thing, never made into one; null where nobody was asked yet. */
  severityByParticipants: Severity,
  severityByPartners: Severity,
  status: BarrierStatus,
}
const tried = { triedOn: Day, kind: Said(300), triedBy: TriedBy, result: Nullable(StrategyResult), note: Words(1000) }

export const Strategy = Type.Object({
  id: Id,
  ...tried,
  writtenBy: Nullable(Type.String()),
  version: Type.Integer(),
  can: Can('amend'),
})
export type Strategy = Static<typeof Strategy>
export const Barrier = Type.Object({
  id: Id,
  programme: Type.Object({ id: Id, name: Type.String() }),
  ...fields,
  /** How many things were tried against it. */
  tried: Type.Integer(),
  createdAt: Instant,
  version: Type.Integer(),
  can: Can('amend', 'try'),
})
export type Barrier = Static<typeof Barrier>
export const BarrierRead = Type.Object({ ...Barrier.properties, strategies: Type.Array(Strategy) })
export type BarrierRead = Static<typeof BarrierRead>
export const NewBarrier = Body({ programmeId: Id, ...fields })
export type NewBarrier = Static<typeof NewBarrier>
export const BarrierEdit = Body({ version: Type.Integer(), ...fields })
export type BarrierEdit = Static<typeof BarrierEdit>
export const NewStrategy = Body(tried)
export type NewStrategy = Static<typeof NewStrategy>
export const StrategyEdit = Body({ version: Type.Integer(), ...tried })
export type StrategyEdit = Static<typeof StrategyEdit>

/** What was tried against barriers of one source, and what came of it. */
export const Shift = Type.Object({
  source: BarrierSource,
  /** Barriers of this source, and how many of them are gone. */
  barriers: Type.Integer(),
  gone: Type.Integer(),
  /** What was tried, by result; `tooEarly` has none yet. */
  tried: Type.Integer(),
  results: Dictionary(Type.Integer()),
  tooEarly: Type.Integer(),
  /** What removed or reduced one, latest first, in the words of those who tried. */
  worked: Type.Array(Type.Object({ barrierId: Id, kind: Type.String(), result: StrategyResult })),
})
export type Shift = Static<typeof Shift>

const one = Type.Object({ barrierId: Id })
const strategy = Type.Object({ barrierId: Id, strategyId: Id })
export const barriers = endpoints('barriers', {
  list: {
    method: 'GET',
    url: '/barriers',
    schema: {
      summary: 'What gets in the way, newest first',
      querystring: Type.Object({
        programmeId: Type.Optional(Id),
        source: Type.Optional(BarrierSource),
        level: Type.Optional(BarrierLevel),
        fallsOn: Type.Optional(FallsOn),
        status: Type.Optional(BarrierStatus),
        ...Paging,
      }),
      response: { 200: Page(Barrier) },
    },
  },
  read: {
    method: 'GET',
    url: '/barriers/:barrierId',
    schema: { summary: 'One barrier and what was tried', params: one, response: { 200: BarrierRead } },
  },
  raise: {
    method: 'PUT',
    url: '/barriers/:barrierId',
    schema: { summary: 'Say what gets in the way', params: one, body: NewBarrier, response: { 200: BarrierRead, 201: BarrierRead } },
  },
  amend: {
    method: 'PATCH',
    url: '/barriers/:barrierId',
    schema: { summary: 'Say it better, or how it stands now', params: one, body: BarrierEdit, response: { 200: BarrierRead } },
  },
  try: {
    method: 'PUT',
    url: '/barriers/:barrierId/strategies/:strategyId',
    schema: {
      summary: 'Write down what was tried',
      params: strategy,
      body: NewStrategy,
      response: { 200: BarrierRead, 201: BarrierRead },
    },
  },
  amendStrategy: {
    method: 'PATCH',
    url: '/barriers/:barrierId/strategies/:strategyId',
    schema: { summary: 'Say what came of it', params: strategy, body: StrategyEdit, response: { 200: BarrierRead } },
  },
  shifts: {
    method: 'GET',
    url: '/programmes/:programmeId/barriers/shifts',
    schema: {
      summary: 'Which strategies shift which barrier',
      params: Type.Object({ programmeId: Id }),
      response: { 200: Type.Object({ items: Type.Array(Shift), can: Can('raise') }) },
    },
  },
})
