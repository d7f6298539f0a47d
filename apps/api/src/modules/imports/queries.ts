import { and, desc, eq, lt, sql } from 'drizzle-orm'
import type { ImportKindName, ImportLine } from '@modulus/contracts/imports.ts'
import type { RowError } from '#import-kind.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import type { Table } from './decode.ts'
import { importRows, imports } from './table.ts'

const mine = sql`${imports.partnershipId} = app.partnership() and ${imports.createdBy} = app.user_id()`
const rowsOf = (importId: string) => and(sql`${importRows.partnershipId} = app.partnership()`, eq(importRows.importId, importId))
const line = {
  id: imports.id,
  programmeId: imports.programmeId,
  programmeName: sql<
    string | null
  >`(select name from programmes p where p.partnership_id = app.partnership() and p.id = imports.programme_id)`,
  kind: imports.kind,
  fileName: imports.fileName,
  status: imports.status,
  rowsTotal: imports.rowsTotal,
  rowsSeen: imports.rowsSeen,
  rowsTaken: imports.rowsTaken,
  rowsWrong: imports.rowsWrong,
  rowsRepeated: imports.rowsRepeated,
  createdAt: imports.createdAt,
  finishedAt: imports.finishedAt,
}
const whole = {
  ...line,
  encoding: imports.encoding,
  delimiter: imports.delimiter,
  columns: imports.columns,
  mapping: imports.mapping,
  settings: imports.settings,
  failure: imports.failure,
  version: imports.version,
}

export async function listImports(
  tx: Tx,
  { after, limit = 25 }: { after?: string; limit?: number },
): Promise<{ items: ImportLine[]; next: string | null }> {
  const from = cursor.read(after, 1)
  const rows = await tx
    .select(line)
    .from(imports)
    .where(and(mine, from ? lt(imports.id, sql`${from[0]}::uuid`) : undefined))
    .orderBy(desc(imports.id))
    .limit(limit + 1)
  const items = rows.slice(0, limit) as ImportLine[]
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}

export async function findImport(tx: Tx, id: string) {
  const [found] = await tx
    .select(whole)
    .from(imports)
    .where(and(mine, eq(imports.id, id)))
  return found && { ...found, kind: found.kind as ImportKindName }
}
export type ImportRow = NonNullable<Awaited<ReturnType<typeof findImport>>>
export async function getImport(tx: Tx, id: string): Promise<ImportRow> {
  const found = await findImport(tx, id)
  if (!found) throw notFound()
  return found
}

export interface Upload {
  programmeId: string
  kind: string
  fileName: string
  digest: string
  mapping: Record<string, number>
}
/** The file, row by row, in the uploader's own staging. */
export async function insertImport(
  tx: Tx,
  id: string,
  { programmeId, kind, fileName, digest, mapping }: Upload,
  { encoding, delimiter, columns, rows }: Table,
): Promise<void> {
  await tx.execute(sql`insert into imports (id, programme_id, kind, file_name, file_digest, encoding, delimiter, columns, mapping, rows_total)
    values (${id}, ${programmeId}, ${kind}, ${fileName}, ${digest}, ${encoding}, ${delimiter}, array(select jsonb_array_elements_text(${JSON.stringify(columns)}::jsonb)), ${JSON.stringify(mapping)}::jsonb, ${rows.length})`)
  for (let at = 0; at < rows.length; at += 1000) {
    await tx.execute(sql`insert into import_rows (id, import_id, line, cells)
      select gen_random_uuid(), ${id}, r.line, r.cells from jsonb_to_recordset(${JSON.stringify(rows.slice(at, at + 1000))}::jsonb) as r (line integer, cells text[])`)
  }
}

export const listRows = (tx: Tx, importId: string, { after = 0, limit }: { after?: number; limit: number }) =>
  tx
    .select({ line: importRows.line, cells: importRows.cells })
    .from(importRows)
    .where(and(rowsOf(importId), sql`${importRows.line} > ${after}`))
    .orderBy(importRows.line)
    .limit(limit)
export const listWrongRows = (tx: Tx, importId: string) =>
  tx
    .select({ line: importRows.line, cells: importRows.cells, errors: importRows.errors })
    .from(importRows)
    .where(and(rowsOf(importId), sql`${importRows.errors} is not null`))
    .orderBy(importRows.line)

type Changes = Partial<typeof imports.$inferInsert>
/** Undefined when the import is in none of these states any more. */
export async function changeImport(tx: Tx, id: string, from: string[], changes: Changes): Promise<{ id: string } | undefined> {
  const [done] = await tx
    .update(imports)
    .set(changes)
    .where(and(mine, eq(imports.id, id), sql`${imports.status} in ${from}`))
    .returning({ id: imports.id })
  return done
}
export const keepRowErrors = (tx: Tx, importId: string, found: { line: number; errors: RowError[] | null }[]) =>
  tx.execute(sql`update import_rows r set errors = f.errors from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as f (line integer, errors jsonb)
    where r.partnership_id = app.partnership() and r.import_id = ${importId} and r.line = f.line and r.errors is distinct from f.errors`)
/** What was taken in stands where it belongs; the copy on the way in is thrown away. Wrong rows stay, to be fetched and mended. */
export const clearGoodRows = (tx: Tx, importId: string) =>
  tx.execute(sql`delete from import_rows where partnership_id = app.partnership() and import_id = ${importId} and errors is null`)
export const deleteImport = (tx: Tx, id: string) =>
  tx.execute(sql`delete from imports where partnership_id = app.partnership() and id = ${id} and status in ('uploaded', 'done', 'failed')`)
/** Held until the transaction ends, so that a job that runs twice takes in nothing twice. */
export async function lockImport(tx: Tx, id: string): Promise<string | undefined> {
  const { rows } = await tx.execute<{ status: string }>(
    sql`select status from imports where partnership_id = app.partnership() and id = ${id} for update`,
  )
  return rows[0]?.status
}
