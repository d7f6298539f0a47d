import { sql } from 'drizzle-orm'
import type { Deal, NewDeal } from '@modulus/contracts/participant-deal.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import type { ParticipantNow } from '../queries.ts'

const columns = sql`a.id, a.what_i_get as "whatIGet", a.what_i_give as "whatIGive", a.format, a.agreed_on as "agreedOn", a.withdrawn_on as "withdrawnOn", a.changed_to_id as "changedToId",
  a.parent_agreed as "parentAgreed", a.copy_given as "copyGiven", a.said_by as "saidBy", a.how, h.name as "writtenBy"
  from participation_agreements a left join people h on h.partnership_id = a.partnership_id and h.user_id = a.created_by`

export async function listDeals(tx: Tx, participantId: string): Promise<Deal[]> {
  return (
    await tx.execute<
      Deal & Record<string, unknown>
    >(sql`select ${columns} where a.partnership_id = app.partnership() and a.participant_id = ${participantId}
    order by a.withdrawn_on is null desc, a.agreed_on desc, a.id desc`)
  ).rows
}
export async function getDeal(tx: Tx, participantId: string, id: string): Promise<Deal> {
  const { rows } = await tx.execute<Deal & Record<string, unknown>>(
    sql`select ${columns} where a.partnership_id = app.partnership() and a.participant_id = ${participantId} and a.id = ${id}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0]
}

export const insertDeal = (tx: Tx, who: ParticipantNow, id: string, deal: NewDeal) =>
  tx.execute(sql`
  insert into participation_agreements (id, programme_id, participant_id, what_i_get, what_i_give, format, agreed_on, parent_agreed, copy_given, said_by, how)
  values (${id}, ${who.programmeId}, ${who.id}, ${deal.whatIGet}, ${deal.whatIGive}, ${deal.format}, ${deal.agreedOn}, ${deal.parentAgreed ?? null}, ${deal.copyGiven}, ${deal.saidBy}, ${deal.how})`)

/** The live deal stops counting because a newer one takes its place. False when it is not live. */
export async function changeDeal(tx: Tx, participantId: string, old: string, on: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`update participation_agreements set withdrawn_on = ${on}
    where partnership_id = app.partnership() and participant_id = ${participantId} and id = ${old} and withdrawn_on is null returning id`)
  return rows.length > 0
}
export const nameSuccessor = (tx: Tx, old: string, id: string) =>
  tx.execute(sql`update participation_agreements set changed_to_id = ${id} where partnership_id = app.partnership() and id = ${old}`)

/** One word from the young person or the team; false when there is nothing of theirs to end. */
export async function stepBack(tx: Tx, id: string, on: string, reason: string, saidBy: string, how: string): Promise<boolean> {
  const { rows } = await tx.execute<{ done: boolean }>(sql`select app.step_back(${id}, ${on}, ${reason}, ${saidBy}, ${how}) as done`)
  return rows[0]!.done
}
export const today = async (tx: Tx): Promise<string> =>
  (await tx.execute<{ today: string }>(sql`select app.today()::text as today`)).rows[0]!.today
