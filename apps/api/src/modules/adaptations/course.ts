// What an agreed adaptation does to the course, and how that is taken back. The plan itself (planned_title) is never touched.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '#db/transact.ts'
import type { AdaptationRow } from './queries.ts'

/** Who chose a part of a course is a shorter list than who decided. */
const chosenBy: Record<string, string> = { funder: 'partner', law: 'lead', safeguarding: 'lead' }
/** Why a session is not what was planned, short enough for a line: their words, marked as theirs, before ours. */
export function whyOf({ whatTheySaid, fromText }: Pick<AdaptationRow, 'whatTheySaid' | 'fromText'>): string {
  const said = whatTheySaid.replace(/\s+/g, ' ').trim()
  if (!said) return `Instead of: ${fromText}`.slice(0, 500)
  return `“${said.length > 400 ? `${said.slice(0, 400).trimEnd()}…` : said}”`
}

/**
 * The part of the course becomes swapped or dropped, the new thing a part of it, and the sessions named that are still to come change
 * their name and say why. The new part stands on the decision that was named. Gives how the part stood before, and the new part.
 */
export async function changeCourse(
  tx: Tx,
  one: AdaptationRow,
  decidedBy: string,
  decisionId: string | null,
): Promise<{ elementWas: string | null; newElementId: string | null }> {
  let elementWas: string | null = null
  let newElementId: string | null = null
  if (one.elementId && one.elementBecomes) {
    const { rows } = await tx.execute<{ was: string }>(sql`
      with before as (select id, status from course_elements where partnership_id = app.partnership() and id = ${one.elementId} and status <> 'delivered' for update)
      update course_elements e set status = ${one.elementBecomes} from before where e.partnership_id = app.partnership() and e.id = before.id returning before.status as was`)
    elementWas = rows[0]?.was ?? null
  }
  if (one.courseId && one.addsElement) {
    newElementId = uuidv7()
    await tx.execute(sql`insert into course_elements (id, programme_id, course_id, title, position, partner_id, decision_id, came_from, chosen_by, status)
      select ${newElementId}, ${one.programmeId}, ${one.courseId}, ${one.toText}, coalesce(max(position) + 1, 0), ${one.newPartnerId}, ${decisionId}, ${whyOf(one)}, ${chosenBy[decidedBy] ?? decidedBy},
        ${one.sessions.some(({ status }) => status === 'planned') ? 'scheduled' : 'chosen'}
      from course_elements where partnership_id = app.partnership() and course_id = ${one.courseId}`)
  }
  const ids = one.sessions.filter(({ status }) => status === 'planned').map(({ id }) => id)
  if (ids.length > 0) {
    const list = JSON.stringify(ids.map((session) => ({ id: uuidv7(), session })))
    await tx.execute(sql`insert into adaptation_changes (id, programme_id, adaptation_id, session_id, was_title, was_why, was_element_id, became_title)
      select t.id, ${one.programmeId}, ${one.id}, s.id, s.title, s.changed_why, s.element_id, ${one.toText}
      from jsonb_to_recordset(${list}::jsonb) as t (id uuid, session uuid)
      join course_sessions s on s.partnership_id = app.partnership() and s.id = t.session
      on conflict on constraint adaptation_changes_once do nothing`)
    await tx.execute(sql`update course_sessions set title = ${one.toText}, changed_why = ${whyOf(one)}, edited_alone = slot_at is not null,
        element_id = case when ${newElementId}::uuid is not null then ${newElementId}::uuid when element_id = ${one.elementId}::uuid and ${one.elementBecomes}::text is not null then null else element_id end
      where partnership_id = app.partnership() and id = any (${`{${ids.join()}}`}::uuid[])`)
  }
  return { elementWas, newElementId }
}

/** Taken back after the trial: what is still to come is as it was, what was held stays as it ran. */
export async function restoreCourse(tx: Tx, one: AdaptationRow): Promise<void> {
  const { rows } = await tx.execute<{ elementWas: string | null; newElementId: string | null }>(
    sql`select element_was as "elementWas", new_element_id as "newElementId" from adaptation_steps where partnership_id = app.partnership() and adaptation_id = ${one.id} and kind = 'agree' order by number desc limit 1`,
  )
  const { elementWas = null, newElementId = null } = rows[0] ?? {}
  // A session that was given yet another name meanwhile keeps that one.
  await tx.execute(sql`update course_sessions s set title = h.was_title, changed_why = h.was_why, element_id = h.was_element_id
    from adaptation_changes h where s.partnership_id = app.partnership() and h.partnership_id = s.partnership_id and h.adaptation_id = ${one.id} and h.session_id = s.id
      and s.status = 'planned' and s.title = h.became_title`)
  if (elementWas && one.elementId && one.elementBecomes)
    await tx.execute(
      sql`update course_elements set status = ${elementWas} where partnership_id = app.partnership() and id = ${one.elementId} and status = ${one.elementBecomes}`,
    )
  if (newElementId)
    await tx.execute(
      sql`update course_elements set status = 'dropped' where partnership_id = app.partnership() and id = ${newElementId} and status <> 'delivered'`,
    )
}
