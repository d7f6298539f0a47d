// What becomes of a plan, step by step. What the phone did without signal is taken as it happened, in the order in which it comes.
import { sql, type SQL } from 'drizzle-orm'
import type { NewDebrief, SafetyPlan, SafetyStepKind, Word } from '@modulus/contracts/visit-safety.ts'
import type { Tx } from '#db/transact.ts'
import { sameVersion } from '#db/writes.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { see } from '../warnings/queries.ts'
import { findSafety, listColleagues, missingOf, type SafetyRow } from './queries.ts'

const minute = 60_000
/** The phone's own clock is believed, within reason: nothing older than a day, nothing that has not happened yet. */
export function believable({ happenedAt }: Pick<Word, 'happenedAt'>, now = Date.now()): void {
  const at = Date.parse(happenedAt)
  if (at > now + 2 * minute) throw invalid('happenedAt', 'future', 'has not happened yet')
  if (at < now - 24 * 60 * minute) throw invalid('happenedAt', 'too-old', 'is more than a day ago')
}

const note = (
  tx: Tx,
  row: { safetyId: string; programmeId: string },
  kind: SafetyStepKind,
  happenedAt: string | null = null,
  minutes: number | null = null,
) =>
  tx.execute(sql`insert into visit_safety_steps (id, programme_id, safety_id, kind, happened_at, minutes)
    values (gen_random_uuid(), ${row.programmeId}, ${row.safetyId}, ${kind}, coalesce(${happenedAt}::timestamptz, now()), ${minutes})`)
/** Changes the row in that state and notes the step; nobody else was faster, or it is told as `otherwise`. */
async function go(
  tx: Tx,
  row: SafetyRow,
  from: string[],
  set: SQL,
  step: [SafetyStepKind, string?, number?],
  otherwise: () => Error,
): Promise<void> {
  const { rowCount } = await tx.execute(
    sql`update visit_safety set ${set} where partnership_id = app.partnership() and id = ${row.safetyId} and state = any (${`{${from.join()}}`}::text[])`,
  )
  if (rowCount !== 1) throw otherwise()
  await note(tx, row as SafetyRow & { safetyId: string }, ...step)
}
const notOut = () => new Problem('visit-not-out')

/** A plan, or another one: what was approved before is not approved any more. Sent twice, it stands once. */
export async function plan(tx: Tx, row: SafetyRow, { version, ...body }: SafetyPlan): Promise<void> {
  if (row.visitStatus !== 'planned' || !['not_planned', 'planned', 'approved'].includes(row.state)) throw new Problem('visit-plan-closed')
  if (body.buddyId && !(await listColleagues(tx, row)).some(({ id }) => id === body.buddyId))
    throw invalid('buddyId', 'team', 'is somebody of the team who does not go')
  const same = row.buddyId === body.buddyId && row.expectedMinutes === body.expectedMinutes && row.baseContact === body.baseContact
  if (row.safetyId && version === 0 && same) return
  if (row.safetyId) {
    const { rows } =
      await tx.execute(sql`update visit_safety set buddy_id = ${body.buddyId}, expected_minutes = ${body.expectedMinutes}, base_contact = ${body.baseContact},
        state = 'planned', approved_at = null, approved_by_id = null, pairs_required = ${row.mustPair}, needs_approval = ${row.mustApprove}
      where partnership_id = app.partnership() and id = ${row.safetyId} and version = ${version} returning id`)
    await sameVersion(rows[0], () => findSafety(tx, row.visitId))
    return void (await note(tx, row as SafetyRow & { safetyId: string }, 'changed'))
  }
  const { rows } = await tx.execute<{
    id: string
  }>(sql`insert into visit_safety (id, programme_id, visit_id, officer_id, buddy_id, expected_minutes, base_contact, pairs_required, needs_approval)
    values (gen_random_uuid(), ${row.programmeId}, ${row.visitId}, ${row.officerId}, ${body.buddyId}, ${body.expectedMinutes}, ${body.baseContact}, ${row.mustPair}, ${row.mustApprove})
    on conflict on constraint visit_safety_once do nothing returning id`)
  const { id } = await sameVersion(rows[0], () => findSafety(tx, row.visitId))
  await note(tx, { safetyId: id, programmeId: row.programmeId }, 'planned')
}

/** What was on their screen is what they have read: a note that was changed meanwhile has to be read again. */
export async function readFlags(tx: Tx, row: SafetyRow, read: { id: string; version: number }[]): Promise<void> {
  for (const { id, version } of read) {
    const flag = row.flags.find((one) => one.id === id)
    if (flag?.version !== version) throw new Problem('changed-meanwhile', { current: null })
    await see(tx, { id, programmeId: row.programmeId, version } as Parameters<typeof see>[1])
  }
  if (row.safetyId) await note(tx, row as SafetyRow & { safetyId: string }, 'flags_read')
}

export async function approve(tx: Tx, row: SafetyRow, userId: string, version: number): Promise<void> {
  if (row.state !== 'planned')
    throw new Problem(row.state === 'not_planned' ? 'visit-plan-incomplete' : 'visit-plan-closed', { missing: [] })
  const missing = missingOf(row)
  if (missing.length > 0) throw new Problem('visit-plan-incomplete', { missing })
  const { rows } =
    await tx.execute(sql`update visit_safety set state = 'approved', approved_at = now(), approved_by_id = ${userId}, pairs_required = ${row.mustPair}, needs_approval = ${row.mustApprove}
    where partnership_id = app.partnership() and id = ${row.safetyId} and state = 'planned' and version = ${version} returning id`)
  await sameVersion(rows[0], () => findSafety(tx, row.visitId))
  await note(tx, row as SafetyRow & { safetyId: string }, 'approved')
}

/** At the door. A plan that needs nobody's yes is still a plan: with a buddy, and two where two must go. */
export async function checkIn(tx: Tx, row: SafetyRow, { happenedAt }: Word): Promise<void> {
  if (row.visitStatus !== 'planned' && row.visitStatus !== 'recorded') throw new Problem('visit-plan-closed')
  if (row.state === 'not_planned') throw new Problem('visit-plan-incomplete', { missing: missingOf(row) })
  if (row.state === 'planned' && row.mustApprove) throw new Problem('visit-not-approved')
  const missing = missingOf(row).filter((one) => one !== 'flags_read')
  if (row.state === 'planned' && missing.length > 0) throw new Problem('visit-plan-incomplete', { missing })
  const at = sql`${happenedAt}::timestamptz`
  await go(
    tx,
    row,
    ['planned', 'approved'],
    sql`state = 'checked_in', checked_in_at = ${at}, expected_end_at = ${at} + make_interval(mins => expected_minutes), round = 1,
      needs_approval = ${row.mustApprove}, pairs_required = ${row.mustPair}`,
    ['checked_in', happenedAt],
    () => new Problem('visit-plan-closed'),
  )
}

/** Counted from the end that was expected, or from now where that has passed. Whoever was told before may be told again. */
export const extend = (tx: Tx, row: SafetyRow, { happenedAt }: Word, minutes: number) =>
  go(
    tx,
    row,
    ['checked_in'],
    sql`expected_end_at = greatest(expected_end_at, ${happenedAt}::timestamptz) + make_interval(mins => ${minutes}), round = round + 1`,
    ['extended', happenedAt, minutes],
    notOut,
  )
/** Waited for again in fifteen minutes, unless they had more time than that. */
export const fine = (tx: Tx, row: SafetyRow, { happenedAt }: Word) =>
  go(
    tx,
    row,
    ['checked_in'],
    sql`expected_end_at = greatest(expected_end_at, ${happenedAt}::timestamptz + interval '15 minutes'), round = round + 1`,
    ['fine', happenedAt],
    notOut,
  )

/** Out and safe; either of two says it for both. Word from the phone that comes after somebody else said so puts the time right. */
export async function checkOut(tx: Tx, row: SafetyRow, { happenedAt }: Word): Promise<void> {
  const at = sql`greatest(${happenedAt}::timestamptz, checked_in_at)`,
    said: [SafetyStepKind, string] = ['checked_out', happenedAt]
  if (row.state === 'checked_out' || row.state === 'debriefed')
    return go(
      tx,
      row,
      ['checked_out', 'debriefed'],
      sql`checked_out_at = case when closed_because = 'cleared' then least(checked_out_at, ${at}) else checked_out_at end`,
      said,
      notOut,
    )
  await go(tx, row, ['checked_in'], sql`state = 'checked_out', checked_out_at = ${at}`, said, notOut)
}
export const clear = (tx: Tx, row: SafetyRow, { happenedAt }: Word) =>
  go(
    tx,
    row,
    ['checked_in'],
    sql`state = 'checked_out', checked_out_at = greatest(${happenedAt}::timestamptz, checked_in_at), closed_because = 'cleared'`,
    ['cleared', happenedAt],
    notOut,
  )

export async function debrief(tx: Tx, row: SafetyRow, id: string, { how, words, changeWords }: NewDebrief): Promise<void> {
  if (row.state !== 'checked_out' && row.state !== 'debriefed') throw new Problem('visit-not-back')
  await tx.execute(sql`insert into visit_debriefs (id, programme_id, safety_id, how, words, change_words)
    values (${id}, ${row.programmeId}, ${row.safetyId}, ${how}, ${words}, ${changeWords})`)
  await go(tx, row, ['checked_out', 'debriefed'], sql`state = 'debriefed'`, ['debriefed'], () => new Problem('visit-not-back'))
}
