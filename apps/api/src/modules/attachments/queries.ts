import { sql } from 'drizzle-orm'
import type { Attachment, NewAttachment } from '@modulus/contracts/attachments.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

export type AttachmentRow = Omit<Attachment, 'can'> & { programmeId: string; addedById: string | null }
type Raw = AttachmentRow & Record<string, unknown>
const columns = sql`a.id, a.participant_id as "participantId", a.programme_id as "programmeId", a.about_kind as about, coalesce(a.visit_id, a.placement_id) as "aboutId", a.name, a.description,
  a.size, a.media_type as "mediaType", a.digest, a.status, a.scanned_at is not null as scanned, a.visibility = 'shared_with_person' as shared, app.iso(a.created_at) as "addedAt",
  (select p.name from people p where p.partnership_id = a.partnership_id and p.user_id = a.created_by) as "addedBy", a.created_by as "addedById", a.removed_reason as "removedReason", a.version`
const of = (participantId: string) =>
  sql`from attachments a where a.partnership_id = app.partnership() and a.participant_id = ${participantId}`

export async function listAttachments(tx: Tx, participantId: string): Promise<AttachmentRow[]> {
  const { rows } = await tx.execute<Raw>(
    sql`select ${columns} ${of(participantId)} and a.status <> 'announced' order by a.created_at desc, a.id limit 500`,
  )
  return rows
}
export async function getAttachment(tx: Tx, participantId: string, id: string): Promise<AttachmentRow> {
  const { rows } = await tx.execute<Raw>(sql`select ${columns} ${of(participantId)} and a.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
/** Whose the visit or placement is; undefined when it is not there for the asker, or is another's. */
export async function isTheirs(tx: Tx, participantId: string, about: 'visit' | 'placement', id: string): Promise<boolean> {
  const from = about === 'visit' ? sql`visits` : sql`placements`
  const { rowCount } = await tx.execute(
    sql`select 1 from ${from} v where v.partnership_id = app.partnership() and v.id = ${id} and v.participant_id = ${participantId}`,
  )
  return rowCount === 1
}
export const insertAttachment = (
  tx: Tx,
  id: string,
  who: { id: string; programmeId: string },
  { about, aboutId, name, description }: NewAttachment,
) =>
  tx.execute(sql`insert into attachments (id, programme_id, participant_id, about_kind, visit_id, placement_id, name, description)
    values (${id}, ${who.programmeId}, ${who.id}, ${about}, ${about === 'visit' ? aboutId : null}, ${about === 'placement' ? aboutId : null}, ${name.trim()}, ${description.trim()})`)

/** False when its bytes came before. */
export async function keepBytes(
  tx: Tx,
  one: AttachmentRow,
  kept: { bytes: Buffer; mediaType: string; digest: string; status: 'kept' | 'checking' },
): Promise<boolean> {
  const { rowCount } =
    await tx.execute(sql`update attachments set size = ${kept.bytes.length}, media_type = ${kept.mediaType}, digest = ${kept.digest}, status = ${kept.status}
    where partnership_id = app.partnership() and id = ${one.id} and status = 'announced'`)
  if (rowCount !== 1) return false
  await tx.execute(sql`insert into attachment_bytes (id, programme_id, participant_id, attachment_id, about_kind, bytes)
    values (gen_random_uuid(), ${one.programmeId}, ${one.participantId}, ${one.id}, ${one.about}, ${kept.bytes})`)
  return true
}
export async function readBytes(tx: Tx, id: string): Promise<Buffer | undefined> {
  const { rows } = await tx.execute<{ bytes: Buffer }>(
    sql`select b.bytes from attachment_bytes b where b.partnership_id = app.partnership() and b.attachment_id = ${id}`,
  )
  return rows[0]?.bytes
}
export async function removeAttachment(tx: Tx, id: string, version: number, reason: string): Promise<true | undefined> {
  const { rowCount } =
    await tx.execute(sql`update attachments set status = 'removed', name = 'Removed', description = '', removed_reason = ${reason.trim()}
    where partnership_id = app.partnership() and id = ${id} and version = ${version} and status <> 'removed'`)
  if (rowCount !== 1) return undefined
  await tx.execute(sql`delete from attachment_bytes where partnership_id = app.partnership() and attachment_id = ${id}`)
  return true
}
