import { sql } from 'drizzle-orm'
import type { SurveyAsked, SurveyChoice } from '@modulus/contracts/barrier-survey.ts'
import type { Tx } from '#db/transact.ts'

export async function hasAnswered(tx: Tx, programmeId: string, month: string): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`select 1 from survey_marks
    where partnership_id = app.partnership() and programme_id = ${programmeId} and user_id = app.user_id() and month = ${month}`)
  return rowCount === 1
}
/** The mark knows the person and the month, and no ticket. */
export const markAnswered = (tx: Tx, programmeId: string, asked: SurveyAsked, month: string) =>
  tx.execute(sql`insert into survey_marks (programme_id, asked, month) values (${programmeId}, ${asked}, ${month})`)

export interface SurveyAnswer {
  partnershipId: string
  programmeId: string
  asked: SurveyAsked
  month: string
  ticketId: string
  choices: SurveyChoice[]
  words: string
}
/** False when the ticket was spent before or its month is over. */
export async function keepAnswer(
  tx: Tx,
  { partnershipId, programmeId, asked, month, ticketId, choices, words }: SurveyAnswer,
): Promise<boolean> {
  const { rows } = await tx.execute<{ kept: boolean }>(
    sql`select app.answer_survey(${partnershipId}, ${programmeId}, ${asked}, ${month}, ${ticketId}, ${JSON.stringify(choices)}::jsonb, ${words}) as kept`,
  )
  return rows[0]!.kept
}

export interface SurveyCount {
  asked: SurveyAsked
  month: string
  people: number | null
  /** Loose from the answers they were part of, in no order. */
  choices: SurveyChoice[] | null
  words: string[]
}
export async function countSurvey(tx: Tx, programmeId: string): Promise<SurveyCount[]> {
  const { rows } = await tx.execute<SurveyCount & Record<string, unknown>>(
    sql`select asked, month, people, choices, words from app.count_survey(${programmeId})`,
  )
  return rows
}
