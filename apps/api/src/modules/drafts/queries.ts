import { and, desc, eq, sql } from 'drizzle-orm'
import type { Draft, DraftLine, DraftText } from '@modulus/contracts/drafts.ts'
import { named } from '#db/named.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { drafts } from './table.ts'

const line = {
  id: drafts.id,
  kind: drafts.kind,
  aboutId: drafts.aboutId,
  title: drafts.title,
  version: drafts.version,
  updatedAt: drafts.updatedAt,
}
const here = sql`${drafts.partnershipId} = app.partnership() and ${drafts.createdBy} = app.user_id()`

/** Newest first, at most a hundred: nobody has more forms open. */
export const listDrafts = (tx: Tx, { kind, aboutId }: { kind?: string; aboutId?: string } = {}) =>
  tx
    .select(line)
    .from(drafts)
    .where(and(here, kind ? eq(drafts.kind, kind) : undefined, aboutId ? eq(drafts.aboutId, aboutId) : undefined))
    .orderBy(desc(drafts.updatedAt))
    .limit(100) as Promise<DraftLine[]>

export async function getDraft(tx: Tx, id: string): Promise<Draft> {
  const [found] = await tx
    .select({ ...line, body: drafts.body })
    .from(drafts)
    .where(and(here, eq(drafts.id, id)))
  if (!found) throw notFound()
  return found as Draft
}

/** Undefined when the id is already someone's: perhaps mine, perhaps not. */
export async function insertDraft(tx: Tx, id: string, { kind, aboutId = null, title, body }: DraftText): Promise<DraftLine | undefined> {
  const { rows } = await tx.execute(
    sql`insert into drafts (id, kind, about_id, title, body) values (${id}, ${kind}, ${aboutId}, ${title}, ${JSON.stringify(body)}::jsonb) on conflict do nothing returning id`,
  )
  return rows.length === 0 ? undefined : getDraft(tx, id)
}

/** Undefined when the draft is gone or, where a version is named, has moved on. */
export async function rewriteDraft(
  tx: Tx,
  id: string,
  { kind, aboutId = null, title, body, version }: DraftText,
): Promise<DraftLine | undefined> {
  const [kept] = await tx
    .update(drafts)
    .set({ kind, aboutId, title, body })
    .where(and(here, eq(drafts.id, id), version === undefined ? undefined : eq(drafts.version, version)))
    .returning(line)
  return kept as DraftLine | undefined
}

/** A draft carries the id of the thing it became; called in the transaction that makes the thing. */
export const discardDraft = async (tx: Tx, id: string): Promise<boolean> =>
  (
    await named(
      tx,
      'drafts.discard',
      'delete from drafts where partnership_id = app.partnership() and created_by = app.user_id() and id = $1 returning id',
      [id],
    )
  ).length === 1
