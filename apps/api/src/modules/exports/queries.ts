import { sql } from 'drizzle-orm'
import type { Export, NewExport } from '@modulus/contracts/exports.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

export interface ExportRow extends Export {
  programmeId: string
  place: string | null
}
type Raw = ExportRow & Record<string, unknown>
const columns = sql`e.id, e.programme_id as "programmeId", jsonb_build_object('id', g.id, 'name', g.name) as programme, e.kind, e.from_day as "fromDay", e.to_day as "toDay",
  e.status, e.failure, e.rows_done as "rowsDone", e.rows_total as "rowsTotal", e.digest, e.place, app.iso(e.created_at) as "orderedAt", app.iso(e.expires_at) as "expiresAt"`
const from = sql`from exports e join programmes g on g.partnership_id = e.partnership_id and g.id = e.programme_id
  where e.partnership_id = app.partnership() and e.expires_at > now()`

export async function listExports(tx: Tx): Promise<ExportRow[]> {
  const { rows } = await tx.execute<Raw>(sql`select ${columns} ${from} order by e.created_at desc, e.id limit 50`)
  return rows
}
export async function getExport(tx: Tx, id: string): Promise<ExportRow> {
  const { rows } = await tx.execute<Raw>(sql`select ${columns} ${from} and e.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
export const insertExport = (tx: Tx, id: string, { programmeId, kind, from: first, to: last }: NewExport) =>
  tx.execute(
    sql`insert into exports (id, programme_id, kind, from_day, to_day) values (${id}, ${programmeId}, ${kind}, ${first ?? null}, ${last ?? null})`,
  )
export async function readFile(tx: Tx, id: string): Promise<string | undefined> {
  const { rows } = await tx.execute<{ body: string }>(
    sql`select e.body from exports e where e.partnership_id = app.partnership() and e.id = ${id} and e.status = 'ready'`,
  )
  return rows[0]?.body
}
export const dropExport = async (tx: Tx, id: string): Promise<boolean> =>
  (await tx.execute(sql`delete from exports where partnership_id = app.partnership() and id = ${id}`)).rowCount === 1

/** Begins, or begins anew, unless it is done or someone else failed it. */
export const startOver = async (tx: Tx, id: string, head: string, total: number): Promise<boolean> =>
  (
    await tx.execute(sql`update exports set status = 'working', failure = null, rows_done = 0, rows_total = ${total}, place = null, body = ${head}
      where partnership_id = app.partnership() and id = ${id} and status in ('waiting', 'working')`)
  ).rowCount === 1
export const append = (tx: Tx, id: string, text: string, count: number, place: string | null) =>
  tx.execute(sql`update exports set body = body || ${text}, rows_done = rows_done + ${count}, place = ${place}
    where partnership_id = app.partnership() and id = ${id} and status = 'working'`)
export const finishExport = (tx: Tx, id: string) =>
  tx.execute(
    sql`update exports set status = 'ready', digest = encode(sha256(convert_to(body, 'UTF8')), 'hex') where partnership_id = app.partnership() and id = ${id} and status = 'working'`,
  )
