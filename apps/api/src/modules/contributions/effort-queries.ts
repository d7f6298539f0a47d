// What went into a programme, added up as its reader may see it. Nothing is guessed: a part of a course that nobody placed is not counted.
import { sql } from 'drizzle-orm'
import type { Effort, EffortCell } from '@modulus/contracts/contributions.ts'
import type { CoMode } from '@modulus/contracts/ideas.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

export async function getPathway(tx: Tx, programmeId: string): Promise<Effort['pathway']> {
  const { rows } = await tx.execute<{ pathway: Effort['pathway'] }>(
    sql`select pathway from programmes where partnership_id = app.partnership() and id = ${programmeId}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0].pathway
}

type Split = Record<'voice' | 'action', { n: number; minutes: number }>
export async function sumGiven(tx: Tx, programmeId: string) {
  const { rows } = await tx.execute<
    Pick<EffortCell, 'pathway' | 'coMode' | 'minutes' | 'moneyPence' | 'n'> & { said: 'voice' | 'action' } & Record<string, unknown>
  >(
    sql`select c.pathway, c.co_mode as "coMode", c.voice_or_action as said, coalesce(sum(c.minutes), 0)::integer as minutes, coalesce(sum(c.money_pence), 0)::float8 as "moneyPence", count(*)::integer as n
      from contributions c where c.partnership_id = app.partnership() and c.programme_id = ${programmeId} group by 1, 2, 3`,
  )
  const split: Split = { voice: { n: 0, minutes: 0 }, action: { n: 0, minutes: 0 } }
  for (const one of rows) {
    split[one.said].n += one.n
    split[one.said].minutes += one.minutes
  }
  return { rows, split }
}
/** Parts of courses that were chosen or ran, with their held sessions. */
export async function listElements(tx: Tx, programmeId: string): Promise<Effort['elements']> {
  const { rows } = await tx.execute<Effort['elements'][number] & Record<string, unknown>>(sql`
    select e.id, e.title, c.name as course, e.cost_pence as "costPence", m.co_mode as "coMode", m.pathway,
      coalesce(s.sessions, 0) as sessions, coalesce(s.minutes, 0) as "sessionMinutes"
    from course_elements e
    join courses c on c.partnership_id = e.partnership_id and c.id = e.course_id
    left join element_modes m on m.partnership_id = e.partnership_id and m.element_id = e.id
    left join (select x.element_id, count(*)::integer as sessions, (sum(extract(epoch from x.ends_at - x.starts_at)) / 60)::integer as minutes
      from course_sessions x where x.partnership_id = app.partnership() and x.programme_id = ${programmeId} and x.status = 'held' group by x.element_id) s on s.element_id = e.id
    where e.partnership_id = app.partnership() and e.programme_id = ${programmeId} and e.status in ('chosen', 'scheduled', 'delivered', 'swapped')
    order by m.co_mode is not null, c.name, e.position, e.id limit 500`)
  return rows
}
/** Which course a part belongs to; not there, or of another programme: not found. */
export async function getElementCourse(tx: Tx, programmeId: string, elementId: string): Promise<string> {
  const { rows } = await tx.execute<{ courseId: string }>(
    sql`select course_id as "courseId" from course_elements where partnership_id = app.partnership() and programme_id = ${programmeId} and id = ${elementId}`,
  )
  if (!rows[0]) throw notFound()
  return rows[0].courseId
}
export const placeElement = (
  tx: Tx,
  one: { id: string; programmeId: string; courseId: string; elementId: string; coMode: CoMode; pathway: Effort['pathway'] },
) =>
  tx.execute(sql`insert into element_modes (id, programme_id, course_id, element_id, co_mode, pathway)
    values (${one.id}, ${one.programmeId}, ${one.courseId}, ${one.elementId}, ${one.coMode}, ${one.pathway})
    on conflict on constraint element_modes_once do update set co_mode = excluded.co_mode, pathway = excluded.pathway`)
