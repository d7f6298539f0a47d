import { sql } from 'drizzle-orm'
import type { PulseAsked, PulseMonth } from '@modulus/contracts/pulse.ts'
import type { Tx } from '#db/transact.ts'

/** This month as its first day, YYYY-MM-DD. */
export async function getMonth(tx: Tx): Promise<string> {
  const { rows } = await tx.execute<{ month: string }>(sql`select date_trunc('month', app.today())::date as month`)
  return rows[0]!.month
}

export async function hasAnswered(tx: Tx, programmeId: string, asked: PulseAsked, month: string): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`select 1 from pulse_marks
    where partnership_id = app.partnership() and programme_id = ${programmeId} and asked = ${asked} and user_id = app.user_id() and month = ${month}`)
  return rowCount === 1
}

/** The mark knows the person and the month, and no ticket. */
export const markAnswered = (tx: Tx, programmeId: string, asked: PulseAsked, month: string) =>
  tx.execute(sql`insert into pulse_marks (programme_id, asked, month) values (${programmeId}, ${asked}, ${month})`)

export interface Answer {
  partnershipId: string
  programmeId: string
  asked: PulseAsked
  month: string
  ticketId: string
  answers: number[]
  why: string
}
/** False when the ticket was spent before or its month is over. */
export async function keepAnswer(tx: Tx, { partnershipId, programmeId, asked, month, ticketId, answers, why }: Answer): Promise<boolean> {
  const { rows } = await tx.execute<{ kept: boolean }>(
    sql`select app.answer_pulse(${partnershipId}, ${programmeId}, ${asked}, ${month}, ${ticketId}, ${`{${answers.join()}}`}::smallint[], ${why}) as kept`,
  )
  return rows[0]!.kept
}

export async function countMonths(tx: Tx, programmeId: string): Promise<PulseMonth[]> {
  const { rows } = await tx.execute<PulseMonth & Record<string, unknown>>(
    sql`select asked, month, people, counts, words from app.count_pulse(${programmeId})`,
  )
  return rows
}
