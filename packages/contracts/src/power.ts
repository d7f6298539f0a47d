// How power and pace are shared, as counts with how many they are of: distributions, never one figure for all. And what came of what young people said.
import { Type, type Static } from 'typebox'
import { Day, Dictionary, Id, Nullable } from './common.ts'
import { endpoints } from './endpoint.ts'

const Counts = Dictionary(Type.Integer())
const Levels = Type.Array(Type.Integer(), { minItems: 7, maxItems: 7 })
/** Of `n` measured, the middle one and the two ends; null without any. */
const Middle = Nullable(Type.Object({ n: Type.Integer(), least: Type.Integer(), middle: Type.Integer(), most: Type.Integer() }))

export const PowerBoard = Type.Object({
  programme: Type.Object({ id: Id, name: Type.String(), deadlineWhat: Nullable(Type.String()), deadlineOn: Nullable(Day) }),
  /** Decisions that were made, by who made them, how, and which of the Four Co's; still open ones apart. */
  decisions: Type.Object({
    n: Type.Integer(),
    open: Type.Integer(),
    by: Counts,
    how: Counts,
    co: Counts,
    voiceOrAction: Counts,
    toldBack: Type.Integer(),
  }),
  /** Levels 0 (not told) to 6 (we decided), as each side read them; `gaps` counts partners' reading minus the group's, -6 to 6. */
  readings: Type.Object({
    participants: Type.Object({ n: Type.Integer(), levels: Levels }),
    partners: Type.Object({ n: Type.Integer(), levels: Levels }),
    gaps: Type.Array(Type.Integer(), { minItems: 13, maxItems: 13 }),
  }),
  /** Days from deciding to telling the young people what came of it. */
  daysToFeedback: Middle,
  ideas: Type.Object({
    n: Type.Integer(),
    byWhom: Counts,
    status: Counts,
    answeredInTime: Type.Integer(),
    answered: Type.Integer(),
    owed: Type.Integer(),
  }),
  adaptations: Type.Object({ n: Type.Integer(), raisedBy: Counts, status: Counts }),
  pace: Type.Object({
    n: Type.Integer(),
    theirs: Type.Array(Type.Integer()),
    ours: Type.Array(Type.Integer()),
    action: Counts,
    pressures: Counts,
  }),
  /** Visits before a yes, for those who have said yes. */
  visitsBeforeYes: Middle,
})
export type PowerBoard = Static<typeof PowerBoard>

export const ChangeOutcome = Type.Enum(['did', 'partly', 'trying', 'could_not'])
export type ChangeOutcome = Static<typeof ChangeOutcome>
export const Change = Type.Object({
  id: Id,
  kind: Type.Enum(['idea', 'decision', 'adaptation']),
  /** What young people said or chose. */
  said: Type.String(),
  outcome: ChangeOutcome,
  /** What was done about it, or why it could not be. */
  did: Type.String(),
  on: Day,
})
export type Change = Static<typeof Change>
export const Changes = Type.Object({
  programme: Type.Object({ id: Id, name: Type.String(), cohort: Type.String() }),
  items: Type.Array(Change),
})
export type Changes = Static<typeof Changes>

const params = Type.Object({ programmeId: Id })
export const power = endpoints('power', {
  board: {
    method: 'GET',
    url: '/programmes/:programmeId/power',
    schema: { summary: 'Power and pace of a programme, as distributions', params, response: { 200: PowerBoard } },
  },
  changes: {
    method: 'GET',
    url: '/programmes/:programmeId/changes',
    schema: {
      summary: 'You said, we did, we could not because: the latest hundred, newest first',
      params,
      response: { 200: Changes },
    },
  },
})
