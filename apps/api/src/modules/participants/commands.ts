// Deeds that span tables: a change of status with its history, and what follows from it.
import { sql } from 'drizzle-orm'
import type { HowSaid, Move, ParticipantStatus, SaidBy } from '@modulus/contracts/participants.ts'
import { sameVersion } from '#db/writes.ts'
import type { Tx } from '#db/transact.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { v7 as uuidv7 } from 'uuid'
import type { ParticipantNow } from './queries.ts'
import { endsAgreement, nextFrom } from './states.ts'

/** A calendar date that has come already, Europe/London; `field` is named when it has not. */
export async function notLaterThanToday(tx: Tx, field: string, on: string): Promise<void> {
  const { rows } = await tx.execute<{ later: boolean }>(sql`select ${on}::date > app.today() as later`)
  if (rows[0]!.later) throw invalid(field, 'past', 'must not be later than today')
}

export async function moveParticipant(tx: Tx, who: ParticipantNow, move: Move): Promise<void> {
  if (!nextFrom(who.status).includes(move.to)) throw new Problem('not-the-next-step', { from: who.status, to: move.to })
  await notLaterThanToday(tx, 'on', move.on)
  if (move.to === 'agreed' && !(await hasLiveAgreement(tx, who.id))) throw new Problem('agreement-missing')
  await step(tx, who, move.to, { on: move.on, saidBy: move.saidBy, how: move.how, reason: move.reason ?? '' })
  if (endsAgreement(move.to)) {
    await tx.execute(
      sql`update participation_agreements set withdrawn_on = ${move.on} where partnership_id = app.partnership() and participant_id = ${who.id} and withdrawn_on is null`,
    )
  }
}

export interface Saying {
  on: string
  saidBy: SaidBy
  how: HowSaid
  reason?: string
}

/** From one status to another, written down once: two people moving someone at the same time are not both right. A no starts the clock to erasure in the database. */
export async function step(tx: Tx, who: ParticipantNow, to: ParticipantStatus, { on, saidBy, how, reason = '' }: Saying): Promise<void> {
  const { rows } = await tx.execute(sql`update participants set status = ${to}, status_since = ${on}
    where partnership_id = app.partnership() and id = ${who.id} and status = ${who.status} returning id`)
  await sameVersion(rows[0], async () => ({
    status: (await tx.execute<{ status: string }>(sql`select status from participants where id = ${who.id}`)).rows[0]?.status,
  }))
  await tx.execute(sql`insert into participant_steps (id, programme_id, participant_id, from_status, to_status, happened_on, reason, said_by, how)
    values (${uuidv7()}, ${who.programmeId}, ${who.id}, ${who.status}, ${to}, ${on}, ${reason}, ${saidBy}, ${how})`)
}

export async function hasLiveAgreement(tx: Tx, participantId: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from participation_agreements where partnership_id = app.partnership() and participant_id = ${participantId} and withdrawn_on is null`,
  )
  return rows.length > 0
}
