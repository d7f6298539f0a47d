import { sql } from 'drizzle-orm'
import type { NewSavedView, SavedView } from '@modulus/contracts/saved-views.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

export async function listViews(tx: Tx, page?: string): Promise<SavedView[]> {
  const { rows } = await tx.execute<SavedView & Record<string, unknown>>(sql`select id, page, name, filters from saved_views
    where partnership_id = app.partnership() and created_by = app.user_id() and (${page ?? null}::text is null or page = ${page ?? null}) order by lower(name)`)
  return rows
}
export async function getView(tx: Tx, id: string): Promise<SavedView> {
  const { rows } = await tx.execute<SavedView & Record<string, unknown>>(
    sql`select id, page, name, filters from saved_views where partnership_id = app.partnership() and id = ${id}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0]
}
export const insertView = (tx: Tx, id: string, { page, name, filters }: NewSavedView) =>
  tx.execute(sql`insert into saved_views (id, page, name, filters) values (${id}, ${page}, ${name.trim()}, ${JSON.stringify(filters)})`)
export const deleteView = (tx: Tx, id: string) =>
  tx.execute(sql`delete from saved_views where partnership_id = app.partnership() and id = ${id}`)
