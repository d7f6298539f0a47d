// A search of everything that is held about one young person, and the masks that follow from the names in it.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { FoundEntry } from '@modulus/contracts/rights-access.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { findMasks, type Name } from './redact.ts'

/** Replaces what an earlier search found; afterwards it is ready to be redacted. */
export async function search(tx: Tx, { id }: { id: string }): Promise<void> {
  const { rows } = await tx.execute<{ found: number | null }>(sql`select app.rights_search(${id}) as found`)
  if (rows[0]!.found === null) throw notFound()
  const names = await namesOf(tx, id)
  const masks = (await readEntries(tx, id)).flatMap((entry) =>
    findMasks(entry.body, names).map(({ start, length, kind }) => ({ id: uuidv7(), entryId: entry.id, start, length, kind })),
  )
  if (masks.length > 0) await addMasks(tx, id, masks)
  await tx.execute(
    sql`update rights_requests set state = 'redacting', searched_at = now() where partnership_id = app.partnership() and id = ${id}`,
  )
}
export const namesOf = async (tx: Tx, id: string): Promise<Name[]> =>
  (
    await tx.execute<Name & Record<string, unknown>>(
      sql`select name, kind from app.rights_names(${id}) where trim(coalesce(name, '')) <> ''`,
    )
  ).rows

/** In their order, from a number on. Every call is a line in the read log; empty when the request is not open to the asker. */
export async function readEntries(tx: Tx, id: string, after = 0, limit = 100_000): Promise<FoundEntry[]> {
  const { rows } = await tx.execute<FoundEntry & Record<string, unknown>>(sql`
    select id, number, source, field, case when at is not null then app.iso(at) end as at, by_role as "byRole", own, body, withheld_reason as "withheldReason",
      decision, decision_reason as "decisionReason", masks from app.rights_read(${id}, ${after}, ${limit})`)
  return rows
}
export interface NewMask {
  id: string
  entryId: string
  start: number
  length: number
  kind: string
  reason?: string
}
export async function addMasks(tx: Tx, id: string, masks: NewMask[]): Promise<void> {
  const { rows } = await tx.execute<{ done: boolean }>(sql`select app.rights_mask(${id}, ${JSON.stringify(masks)}::jsonb) as done`)
  if (!rows[0]!.done) throw notFound()
}
