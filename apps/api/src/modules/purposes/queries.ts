import { and, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Dpia, DpiaText, NewPurpose, Purpose, PurposeEdit, RightsCheck, RightsText } from '@modulus/contracts/purposes.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { dpias, processingPurposes, rightsChecks } from './table.ts'

type Raw<T> = T & Record<string, unknown>

/** Throws not-found for a programme that is not the reader's. */
export async function getProgrammeName(tx: Tx, id: string): Promise<{ id: string; name: string }> {
  const { rows } = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from programmes where partnership_id = app.partnership() and id = ${id}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0]
}

export async function listPurposes(tx: Tx, programmeId: string): Promise<Purpose[]> {
  const { rows } = await tx.execute<Raw<Purpose>>(sql`
    select p.id, p.name, p.what_for as "whatFor", jsonb_build_object('id', p.controller_id, 'name', c.name) as controller, c.sector = 'public' as "publicBody",
      p.article6, p.article9, p.schedule1, p.retention_note as "retentionNote", app.iso(p.ended_at) as "endedAt", p.version
    from processing_purposes p join partners c on c.partnership_id = p.partnership_id and c.id = p.controller_id
    where p.partnership_id = app.partnership() and p.programme_id = ${programmeId} order by (p.ended_at is not null), p.id`)
  return rows
}
/** The lead partner, and partners that have a part in the programme: one of them decides why and how. */
export async function findController(tx: Tx, programmeId: string, partnerId: string): Promise<{ publicBody: boolean } | undefined> {
  const { rows } = await tx.execute<{ publicBody: boolean }>(sql`
    select t.sector = 'public' as "publicBody" from partners t where t.partnership_id = app.partnership() and t.id = ${partnerId} and (
      exists (select from programmes g where g.partnership_id = t.partnership_id and g.id = ${programmeId} and g.lead_partner_id = t.id)
      or exists (select from programme_partners x where x.partnership_id = t.partnership_id and x.programme_id = ${programmeId} and x.partner_id = t.id))`)
  return rows[0]
}
const kept = ({ name, whatFor, controllerId, article6, article9 = null, schedule1 = null, retentionNote }: NewPurpose) => ({
  name,
  whatFor,
  controllerId,
  article6,
  article9,
  schedule1,
  retentionNote,
})
export const insertPurpose = (tx: Tx, programmeId: string, id: string, body: NewPurpose) => {
  const { name, whatFor, controllerId, article6, article9, schedule1, retentionNote } = kept(body)
  return tx.execute(sql`insert into processing_purposes (id, programme_id, name, what_for, controller_id, article6, article9, schedule1, retention_note)
    values (${id}, ${programmeId}, ${name}, ${whatFor}, ${controllerId}, ${article6}, ${article9}, ${schedule1}, ${retentionNote})`)
}
const thisPurpose = (programmeId: string, id: string) =>
  and(
    sql`${processingPurposes.partnershipId} = app.partnership()`,
    eq(processingPurposes.programmeId, programmeId),
    eq(processingPurposes.id, id),
    sql`${processingPurposes.endedAt} is null`,
  )
/** Undefined when the version has moved on, or nothing is held for it any more. */
export async function editPurpose(tx: Tx, programmeId: string, id: string, { version, ...body }: PurposeEdit) {
  const [done] = await tx
    .update(processingPurposes)
    .set(kept(body))
    .where(and(thisPurpose(programmeId, id), eq(processingPurposes.version, version)))
    .returning({ id: processingPurposes.id })
  return done
}
export async function endPurpose(tx: Tx, programmeId: string, id: string): Promise<boolean> {
  const { rowCount } = await tx
    .update(processingPurposes)
    .set({ endedAt: sql`now()` as never })
    .where(thisPurpose(programmeId, id))
  return rowCount === 1
}

export type DpiaRow = Omit<Dpia, 'can'> & { writtenById: string | null }
export async function findDpia(tx: Tx, programmeId: string): Promise<DpiaRow | undefined> {
  const { rows } = await tx.execute<Raw<DpiaRow>>(sql`
    select d.status, d.why_needed as "whyNeeded", d.what_happens as "whatHappens", d.who_was_asked as "whoWasAsked", d.risks, d.advice,
      (select name from people h where h.partnership_id = d.partnership_id and h.user_id = d.written_by) as "writtenBy", d.written_by as "writtenById",
      d.approved_name as "approvedBy", app.iso(d.approved_at) as "approvedAt", d.review_on as "reviewOn",
      (d.status = 'approved' and d.review_on < app.today()) as "reviewPast", d.version
    from dpias d where d.partnership_id = app.partnership() and d.programme_id = ${programmeId}`)
  return rows[0]
}
/** False when the version has moved on; version 0 begins it. What was approved waits for approval again. */
export async function writeDpia(tx: Tx, actor: Actor, programmeId: string, { version, ...text }: DpiaText): Promise<boolean> {
  if (version === 0) {
    const { rowCount } =
      await tx.execute(sql`insert into dpias (id, programme_id, why_needed, what_happens, who_was_asked, risks, advice, written_by)
      values (${uuidv7()}, ${programmeId}, ${text.whyNeeded}, ${text.whatHappens}, ${text.whoWasAsked}, ${JSON.stringify(text.risks)}::jsonb, ${text.advice}, ${actor.userId})
      on conflict on constraint dpias_one_for_a_programme do nothing`)
    return rowCount === 1
  }
  const { rowCount } = await tx
    .update(dpias)
    .set({
      ...text,
      status: 'in_progress',
      writtenBy: actor.userId,
      approvedBy: null,
      approvedName: null,
      approvedAt: null,
      reviewOn: null,
    })
    .where(and(sql`${dpias.partnershipId} = app.partnership()`, eq(dpias.programmeId, programmeId), eq(dpias.version, version)))
  return rowCount === 1
}
export async function approveDpia(tx: Tx, actor: Actor, programmeId: string, { version, reviewOn }: { version: number; reviewOn: string }) {
  const { rowCount } = await tx
    .update(dpias)
    .set({ status: 'approved', approvedBy: actor.userId, approvedName: actor.name, approvedAt: sql`now()` as never, reviewOn })
    .where(and(sql`${dpias.partnershipId} = app.partnership()`, eq(dpias.programmeId, programmeId), eq(dpias.version, version)))
  return rowCount === 1
}

export type RightsRow = Omit<RightsCheck, 'can'>
export async function findRights(tx: Tx, programmeId: string): Promise<RightsRow | undefined> {
  const { rows } = await tx.execute<Raw<RightsRow>>(sql`
    select r.status, r.best_interests as "bestInterests", r.fairness, r.views, r.privacy, r.safety, r.growing, r.done_name as "doneBy", r.done_on as "doneOn", r.version
    from rights_checks r where r.partnership_id = app.partnership() and r.programme_id = ${programmeId}`)
  return rows[0]
}
/** False when the version has moved on; version 0 begins it. */
export async function writeRights(tx: Tx, programmeId: string, { version, ...text }: RightsText): Promise<boolean> {
  if (version === 0) {
    const { rowCount } = await tx.execute(
      sql`insert into rights_checks (id, programme_id) values (${uuidv7()}, ${programmeId}) on conflict on constraint rights_checks_one_for_a_programme do nothing`,
    )
    if (rowCount !== 1) return false
  }
  const { rowCount } = await tx
    .update(rightsChecks)
    .set({ ...text, status: 'in_progress', doneBy: null, doneName: null, doneOn: null })
    .where(
      and(
        sql`${rightsChecks.partnershipId} = app.partnership()`,
        eq(rightsChecks.programmeId, programmeId),
        eq(rightsChecks.version, version || 1),
      ),
    )
  return rowCount === 1
}
export async function finishRights(tx: Tx, actor: Actor, programmeId: string, version: number): Promise<boolean> {
  const { rowCount } = await tx
    .update(rightsChecks)
    .set({ status: 'done', doneBy: actor.userId, doneName: actor.name, doneOn: sql`app.today()` as never })
    .where(
      and(
        sql`${rightsChecks.partnershipId} = app.partnership()`,
        eq(rightsChecks.programmeId, programmeId),
        eq(rightsChecks.version, version),
      ),
    )
  return rowCount === 1
}
export const today = async (tx: Tx): Promise<string> =>
  (await tx.execute<{ day: string }>(sql`select app.today()::text as day`)).rows[0]!.day
