// What a young person sees and says of their own wish to be deleted.
import { sql } from 'drizzle-orm'
import type { OwnErasure } from '@modulus/contracts/retention.ts'
import type { Tx } from '#db/transact.ts'

export interface OwnSelf {
  id: string
  programmeId: string
}
export async function findOwnErasure(tx: Tx, self: OwnSelf): Promise<OwnErasure | null> {
  const { rows } = await tx.execute<OwnErasure & Record<string, unknown>>(sql`
    select id, asked_on as "askedOn", due_on as "dueOn", state, answered_on as "answeredOn", ground, answer from erasure_requests
    where partnership_id = app.partnership() and participant_id = ${self.id} order by (state in ('asked', 'agreed')) desc, id desc limit 1`)
  return rows[0] ?? null
}
export const insertOwnErasure = (tx: Tx, self: OwnSelf, id: string, words: string) =>
  tx.execute(
    sql`insert into erasure_requests (id, programme_id, participant_id, asked_by, words) values (${id}, ${self.programmeId}, ${self.id}, 'participant', ${words})`,
  )
/** Until it is answered. */
export const takeBackOwnErasure = async (tx: Tx, self: OwnSelf): Promise<boolean> =>
  (
    await tx.execute(
      sql`update erasure_requests set state = 'taken_back' where partnership_id = app.partnership() and participant_id = ${self.id} and state = 'asked' and asked_by = 'participant'`,
    )
  ).rowCount === 1
/** Where to write to those who answer for the data of a programme. */
export const dataLeadAddresses = async (tx: Tx, programmeId: string): Promise<string[]> =>
  (
    await tx.execute<{ email: string }>(sql`
    select distinct h.email from people h join memberships m on m.partnership_id = h.partnership_id and m.user_id = h.user_id
    where h.partnership_id = app.partnership() and m.programme_id = ${programmeId} and m.role = 'data_lead' and m.from_at <= now() and (m.until_at is null or now() < m.until_at)
      and h.disabled_at is null and (h.left_on is null or h.left_on > current_date)`)
  ).rows.map(({ email }) => email)
