// What gets in the way, asked of everyone without a name: marked in one request, answered in another that carries none.
import { Type, type Static } from 'typebox'
import { BarrierSource, FallsOn } from './barriers.ts'
import { Body, Can, Day, Id, Nullable, Words } from './common.ts'
import { endpoints } from './endpoint.ts'

export const SurveyAsked = Type.Enum(['participants', 'staff', 'partners'])
export type SurveyAsked = Static<typeof SurveyAsked>

/** `howMuch`: 1 a bit, 2 some, 3 a lot, 4 it stops us. */
export const SurveyChoice = Body({ source: BarrierSource, howMuch: Type.Integer({ minimum: 1, maximum: 4 }), fallsOn: FallsOn })
export type SurveyChoice = Static<typeof SurveyChoice>

export const SurveyMonth = Type.Object({
  asked: SurveyAsked,
  month: Day,
  /** How many answered; null below five, and then nothing else is known either. */
  people: Nullable(Type.Integer()),
  /** What was chosen, most often first: how many said 1, 2, 3, 4, and on whom they said it falls. */
  sources: Nullable(
    Type.Array(
      Type.Object({
        source: BarrierSource,
        chosen: Type.Integer(),
        howMuch: Type.Array(Type.Integer(), { minItems: 4, maxItems: 4 }),
        fallsOn: Type.Array(Type.Object({ on: FallsOn, chosen: Type.Integer() })),
      }),
    ),
  ),
  /** What people wrote, in no order; for the team only. */
  words: Type.Array(Type.String()),
})
export type SurveyMonth = Static<typeof SurveyMonth>
export const Survey = Type.Object({
  /** What the reader may answer this month; null when they are not asked. */
  mine: Nullable(Type.Object({ asked: SurveyAsked, month: Day, answered: Type.Boolean() })),
  months: Type.Array(SurveyMonth),
  can: Can('export'),
})
export type Survey = Static<typeof Survey>

const Programme = Type.Object({ programmeId: Id })
const Ticket = Type.String({ maxLength: 400 })
export const barrierSurvey = endpoints('barrierSurvey', {
  read: {
    method: 'GET',
    url: '/programmes/:programmeId/barrier-survey',
    schema: { summary: 'What people say gets in the way, without anyone’s name', params: Programme, response: { 200: Survey } },
  },
  take: {
    method: 'POST',
    url: '/programmes/:programmeId/barrier-survey/ticket',
    schema: {
      summary: 'Mark this month as answered, and get the ticket that the answer needs',
      description: 'The ticket is kept nowhere: send the answer with it, without a cookie or token, before the month ends.',
      params: Programme,
      response: { 200: Type.Object({ ticket: Ticket, asked: SurveyAsked }) },
    },
  },
  answer: {
    method: 'POST',
    url: '/barrier-survey/answers',
    schema: {
      summary: 'Answer the survey, as nobody in particular',
      description: 'Refused when it carries a cookie or a token. Nothing about the request is logged.',
      body: Body({ ticket: Ticket, choices: Type.Array(SurveyChoice, { minItems: 1, maxItems: 5 }), words: Words(1000) }),
      response: { 204: Type.Null() },
    },
  },
  file: {
    method: 'GET',
    url: '/programmes/:programmeId/barrier-survey/survey.csv',
    schema: {
      summary: 'The answers as CSV, for the lead and analysts: only kinds and months with five answers or more',
      produces: ['text/csv'],
      params: Programme,
      response: { 200: Type.String() },
    },
  },
  codebook: {
    method: 'GET',
    url: '/programmes/:programmeId/barrier-survey/codebook.csv',
    schema: {
      summary: 'What each column and each value of the file means, as CSV',
      produces: ['text/csv'],
      params: Programme,
      response: { 200: Type.String() },
    },
  },
})
