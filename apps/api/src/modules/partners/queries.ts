import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { NewPartner, Partner, PartnerEdit, Sector } from '@modulus/contracts/partners.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { partners } from './table.ts'

export type PartnerRow = Omit<Partner, 'can'>
const here = sql`${partners.partnershipId} = app.partnership()`
const columns = {
  id: partners.id,
  name: partners.name,
  sector: sql<Sector>`${partners.sector}`,
  anchorCapable: partners.anchorCapable,
  canOffer: partners.canOffer,
  flexibilityNote: partners.flexibilityNote,
  governanceEmail: partners.governanceEmail,
  retiredAt: partners.retiredAt,
  version: partners.version,
}

export async function listPartners(
  tx: Tx,
  { after, limit = 25, sector, retired = false }: { after?: string; limit?: number; sector?: Sector; retired?: boolean },
) {
  const place = cursor.read(after, 2),
    key = sql<string>`app.fold(${partners.name})`
  const rows = await tx
    .select({ ...columns, key })
    .from(partners)
    .where(
      and(
        here,
        retired ? isNotNull(partners.retiredAt) : isNull(partners.retiredAt),
        sector && eq(partners.sector, sector),
        place && sql`(${key}, ${partners.id}) > (${place[0]}, ${place[1]}::uuid)`,
      ),
    )
    .orderBy(key, asc(partners.id))
    .limit(limit + 1)
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return {
    items: items.map(({ key: _, ...one }): PartnerRow => one),
    next: rows.length > limit && last ? cursor.write(last.key, last.id) : null,
  }
}
export async function getPartner(tx: Tx, id: string): Promise<PartnerRow> {
  const [found] = await tx
    .select(columns)
    .from(partners)
    .where(and(here, eq(partners.id, id)))
  if (!found) throw notFound()
  return found
}
export const insertPartner = (
  tx: Tx,
  id: string,
  { name, sector, anchorCapable, canOffer, flexibilityNote, governanceEmail = '' }: NewPartner,
) =>
  tx.execute(
    sql`insert into partners (id, name, sector, anchor_capable, can_offer, flexibility_note, governance_email) values (${id}, ${name.trim()}, ${sector}, ${anchorCapable}, ${sql.param(canOffer)}::text[], ${flexibilityNote}, ${governanceEmail})`,
  )
/** Undefined when someone was faster. */
export async function updatePartner(tx: Tx, id: string, { version, ...facts }: PartnerEdit): Promise<PartnerRow | undefined> {
  const [row] = await tx
    .update(partners)
    .set({ ...facts, name: facts.name.trim() })
    .where(and(here, eq(partners.id, id), eq(partners.version, version)))
    .returning(columns)
  return row
}
export const setRetired = (tx: Tx, id: string, retired: boolean) =>
  tx
    .update(partners)
    .set({ retiredAt: retired ? sql`coalesce(${partners.retiredAt}, now())` : null })
    .where(and(here, eq(partners.id, id)))
export const leadsProgramme = async (tx: Tx, id: string): Promise<boolean> =>
  (
    await tx.execute(
      sql`select 1 from programmes where partnership_id = app.partnership() and lead_partner_id = ${id} and status <> 'closed' limit 1`,
    )
  ).rowCount === 1
