// Talks with providers: one proportionate conversation per partner and site, used again for every offer there until its review.
import { sql } from 'drizzle-orm'
import type { NewProviderCheck } from '@modulus/contracts/opportunities.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { liveCheck } from './queries.ts'
import { providerChecks } from './table.ts'

const select = sql`select c.id, jsonb_build_object('id', p.id, 'name', p.name) as partner, c.site, c.checked_on as "checkedOn", w.name as "checkedBy", c.insurance_seen as "insuranceSeen",
    c.supervision_talked_through as "supervisionTalkedThrough", c.note, c.review_on as "reviewOn", ${liveCheck} as live
  from provider_checks c
  join partners p on p.partnership_id = c.partnership_id and p.id = c.partner_id
  left join people w on w.partnership_id = c.partnership_id and w.user_id = c.checked_by_id
  where c.partnership_id = app.partnership()`
type Row = {
  id: string
  partner: { id: string; name: string }
  site: string
  checkedOn: string
  checkedBy: string | null
  insuranceSeen: boolean
  supervisionTalkedThrough: boolean
  note: string
  reviewOn: string
  live: boolean
}

export async function getProviderCheck(tx: Tx, id: string) {
  const { rows } = await tx.execute<Row>(sql`${select} and c.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

export async function listProviderChecks(tx: Tx, { partnerId, after, limit = 25 }: { partnerId?: string; after?: string; limit?: number }) {
  const [on, id] = cursor.read(after, 2) ?? []
  const { rows } =
    await tx.execute<Row>(sql`${select} ${partnerId ? sql`and c.partner_id = ${partnerId}` : sql``} ${on ? sql`and (c.checked_on, c.id) < (${on}::date, ${id}::uuid)` : sql``}
    order by c.checked_on desc, c.id desc limit ${limit + 1}`)
  const last = rows[limit - 1]
  return { items: rows.slice(0, limit), next: rows.length > limit && last ? cursor.write(last.checkedOn, last.id) : null }
}

export const insertProviderCheck = (tx: Tx, actor: Actor, id: string, check: NewProviderCheck) =>
  tx
    .insert(providerChecks)
    .values({ ...check, id, partnershipId: actor.partnershipId, checkedById: actor.userId } as typeof providerChecks.$inferInsert)
