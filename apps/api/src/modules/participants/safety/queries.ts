import { sql } from 'drizzle-orm'
import type { SafetyFlag } from '@modulus/contracts/participant-safety.ts'
import type { Tx } from '#db/transact.ts'
import type { ParticipantNow } from '../queries.ts'

const columns = sql`f.id, f.what_to_do as "whatToDo", f.why, f.source, f.agreed_on as "agreedOn", f.review_on as "reviewOn", f.ended_on as "endedOn", f.ended_why as "endedWhy", d.name as "decidedBy", f.version
  from visit_risk_flags f left join people d on d.partnership_id = f.partnership_id and d.user_id = f.decided_by_id`

/** Live ones first. Undefined for those who may not see what keeps a visit safe. */
export async function findSafety(
  tx: Tx,
  who: ParticipantNow,
): Promise<{ flags: SafetyFlag[]; checkedOn: string | null; checkedBy: string | null } | undefined> {
  const {
    rows: [seen],
  } = await tx.execute<{ sees: boolean }>(sql`select app.sees('risk', ${who.programmeId}, ${who.id}) as sees`)
  if (!seen!.sees) return undefined
  const { rows: flags } = await tx.execute<
    SafetyFlag & Record<string, unknown>
  >(sql`select ${columns} where f.partnership_id = app.partnership() and f.participant_id = ${who.id}
    order by f.ended_on is null desc, f.agreed_on desc, f.id desc`)
  const {
    rows: [check],
  } = await tx.execute<{
    checkedOn: string
    checkedBy: string | null
  }>(sql`select s.checked_on as "checkedOn", w.name as "checkedBy" from safety_checks s
    left join people w on w.partnership_id = s.partnership_id and w.user_id = s.created_by
    where s.partnership_id = app.partnership() and s.participant_id = ${who.id} order by s.checked_on desc, s.created_at desc limit 1`)
  return { flags, checkedOn: check?.checkedOn ?? null, checkedBy: check?.checkedBy ?? null }
}

export const insertCheck = (tx: Tx, who: ParticipantNow, id: string, on: string) =>
  tx.execute(
    sql`insert into safety_checks (id, programme_id, participant_id, checked_on) values (${id}, ${who.programmeId}, ${who.id}, ${on})`,
  )
