import { sql } from 'drizzle-orm'
import type { CoherenceReading, NewReading } from '@modulus/contracts/coherence.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

const select = sql`select r.id, r.level, r.month, r.answers, r.words,
    case when r.partner_id is not null then jsonb_build_object('id', r.partner_id, 'name', o.name) end as partner,
    coalesce((select p.name from people p where p.partnership_id = r.partnership_id and p.user_id = r.created_by), '') as "signedBy"
  from coherence_readings r left join partners o on o.partnership_id = r.partnership_id and o.id = r.partner_id
  where r.partnership_id = app.partnership()`

/** Newest first: about two years of a programme with eight organisations. */
export async function listReadings(tx: Tx, programmeId: string): Promise<CoherenceReading[]> {
  const { rows } = await tx.execute<CoherenceReading & Record<string, unknown>>(
    sql`${select} and r.programme_id = ${programmeId} order by r.month desc, r.level desc, o.name, r.id limit 200`,
  )
  return rows
}
export async function getReading(tx: Tx, id: string): Promise<CoherenceReading> {
  const { rows } = await tx.execute<CoherenceReading & Record<string, unknown>>(sql`${select} and r.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
export const insertReading = (
  tx: Tx,
  id: string,
  { programmeId, level, answers, words, partnerId, month }: NewReading & { partnerId: string | null; month: string },
) =>
  tx.execute(sql`insert into coherence_readings (id, programme_id, level, partner_id, month, answers, words)
    values (${id}, ${programmeId}, ${level}, ${partnerId}, ${month}, ${`{${answers.join()}}`}::smallint[], ${words})`)
export async function getPartnerName(tx: Tx, id: string): Promise<string> {
  const { rows } = await tx.execute<{ name: string }>(
    sql`select name from partners where partnership_id = app.partnership() and id = ${id}`,
  )
  return rows[0]?.name ?? ''
}
