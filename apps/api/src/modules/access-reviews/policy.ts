import { holds, type Policy } from '#policy.ts'

export interface Line {
  programmeId: string
  userId: string
  role: string
  decision: 'keep' | 'end' | null
  closed: boolean
}
/** The lead answers for everyone but leads, the data lead for leads; nobody for themselves. */
export const linePolicy = {
  confirm: (actor, { programmeId, userId, role, decision, closed }) =>
    !closed &&
    decision !== 'end' &&
    actor.userId !== userId &&
    holds(actor, programmeId, role === 'programme_lead' ? 'data_lead' : 'programme_lead'),
} satisfies Policy<Line>

export const reviewPolicy = {
  begin: (actor, { programmeId }) => holds(actor, programmeId, 'programme_lead', 'data_lead'),
} satisfies Policy<{ programmeId: string }>
