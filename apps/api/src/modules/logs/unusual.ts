// Reading that stands out: what the database finds, with names for whoever has to ask.
import { sql } from 'drizzle-orm'
import type { ReadingReview, Unusual } from '@modulus/contracts/logs.ts'
import type { Tx } from '#db/transact.ts'

type Raw = Omit<Unusual, 'references' | 'firstAt' | 'lastAt'> & { ids: string[]; firstAt: string | Date; lastAt: string | Date } & Record<
    string,
    unknown
  >

/** What was not looked into yet, latest first. */
export async function listUnusual(tx: Tx, programmeId: string, days: number): Promise<Unusual[]> {
  const { rows } = await tx.execute<Raw>(sql`
    select u.kind, jsonb_build_object('id', u.user_id, 'name', p.name, 'partnerName', t.name) as who, u.looks, u.people, u.participant_ids as ids,
      u.first_at as "firstAt", u.last_at as "lastAt", u.up_to::text as "upTo"
    from app.unusual_readings(${programmeId}, ${days}) u
    left join people p on p.partnership_id = app.partnership() and p.user_id = u.user_id
    left join partners t on t.partnership_id = p.partnership_id and t.id = p.partner_id
    order by u.last_at desc, u.kind`)
  const { rows: known } = await tx.execute<{ id: string; reference: string }>(
    sql`select * from app.references_of(${`{${[...new Set(rows.flatMap((one) => one.ids))].join()}}`}::uuid[])`,
  )
  const references = new Map(known.map((one) => [one.id, one.reference]))
  return rows.map(({ ids, firstAt, lastAt, ...one }) => ({
    ...one,
    references: ids.flatMap((id) => references.get(id) ?? []).sort(),
    firstAt: new Date(firstAt).toISOString(),
    lastAt: new Date(lastAt).toISOString(),
  }))
}
export const insertReview = (tx: Tx, programmeId: string, id: string, { personId, kind, upTo, finding, words }: ReadingReview) =>
  tx.execute(sql`insert into reading_reviews (id, programme_id, user_id, kind, up_to, finding, words)
    values (${id}, ${programmeId}, ${personId}, ${kind}, ${upTo}::bigint, ${finding}, ${words.trim()})`)
