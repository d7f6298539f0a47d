import { Type, type Static } from 'typebox'
import { Body, Day, Id, Nullable, Words } from './common.ts'
import { endpoints } from './endpoint.ts'

/** Who is asked: young people about being heard, officers about whether their own organisation lets them share power. */
export const PulseAsked = Type.Enum(['participants', 'officers'])
export type PulseAsked = Static<typeof PulseAsked>

/** The questions in their fixed order; answers travel and are kept in it. Our own words: free to use. */
export const pulseQuestions = {
  participants: ['had_a_say', 'someone_listened', 'something_changed', 'told_what_and_why', 'gave_something', 'promises_kept', 'my_pace'],
  officers: ['can_change_the_plan', 'backed_when_it_goes_wrong', 'time_for_their_pace', 'managers_know_an_idea', 'targets_pull_against'],
} as const

/** How many chose never, rarely, sometimes, often, always: in this order. */
const Counts = Type.Array(Type.Integer(), { minItems: 5, maxItems: 5 })
export const PulseMonth = Type.Object({
  asked: PulseAsked,
  month: Day,
  /** How many answered; null below five, and then nothing else is known either. */
  people: Nullable(Type.Integer()),
  /** For each question, in order. */
  counts: Nullable(Type.Array(Counts)),
  /** What people wrote, in no order; for the team only. */
  words: Type.Array(Type.String()),
})
export type PulseMonth = Static<typeof PulseMonth>
export const Pulse = Type.Object({
  /** What the reader may answer this month; null when nothing is asked of them. */
  mine: Nullable(Type.Object({ asked: PulseAsked, month: Day, answered: Type.Boolean() })),
  /** Months that are over, newest first. */
  months: Type.Array(PulseMonth),
})
export type Pulse = Static<typeof Pulse>

/** One for each question, in order: 1 never to 5 always, 0 skipped. */
const Answers = Type.Array(Type.Integer({ minimum: 0, maximum: 5 }), { minItems: 5, maxItems: 7 })
const Ticket = Type.String({ maxLength: 400 })
const Programme = Type.Object({ programmeId: Id })

export const pulse = endpoints('pulse', {
  read: {
    method: 'GET',
    url: '/programmes/:programmeId/pulse',
    schema: { summary: 'How it feels to take part, month by month, without anyone’s name', params: Programme, response: { 200: Pulse } },
  },
  take: {
    method: 'POST',
    url: '/programmes/:programmeId/pulse/ticket',
    schema: {
      summary: 'Mark this month as answered, and get the ticket that the answer needs',
      description: 'The ticket is kept nowhere: send the answer with it, without a cookie or token, before the month ends.',
      params: Programme,
      response: { 200: Type.Object({ ticket: Ticket, asked: PulseAsked }) },
    },
  },
  answer: {
    method: 'POST',
    url: '/pulse/answers',
    schema: {
      summary: 'Answer the pulse, as nobody in particular',
      description: 'Refused when it carries a cookie or a token. Nothing about the request is logged.',
      body: Body({ ticket: Ticket, answers: Answers, why: Words(1000) }),
      response: { 204: Type.Null() },
    },
  },
})
