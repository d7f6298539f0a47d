import { and, eq, sql } from 'drizzle-orm'
import type { CourseElement, ElementEdit, NewElement, Seed } from '@modulus/contracts/course-elements.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { courseElements } from '../table.ts'

export type ElementRow = Omit<CourseElement, 'can'> & { programmeId: string; participantId: string | null }

// The left joins see what the reader may see: an interest that is not theirs to see is simply not there.
const shown = sql`select e.id, e.programme_id as "programmeId", e.course_id as "courseId", e.title, e.position, e.came_from as "cameFrom", e.place, e.cost_pence as "costPence",
    e.chosen_by as "chosenBy", e.status, e.version, i.participant_id as "participantId",
    case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as partner,
    case when i.id is not null then json_build_object('id', i.id, 'ownWords', i.own_words, 'knownAs', y.known_as) end as interest,
    case when x.id is not null then json_build_object('id', x.id, 'words', x.words) end as idea,
    case when d.id is not null then json_build_object('id', d.id, 'title', d.title) end as decision
  from course_elements e
  left join partners p on p.partnership_id = e.partnership_id and p.id = e.partner_id
  left join interests i on i.partnership_id = e.partnership_id and i.id = e.interest_id
  left join participants y on y.partnership_id = i.partnership_id and y.id = i.participant_id
  left join ideas x on x.partnership_id = e.partnership_id and x.id = e.idea_id
  left join decisions d on d.partnership_id = e.partnership_id and d.id = e.decision_id
  where e.partnership_id = app.partnership()`

export const listElements = async (tx: Tx, courseId: string): Promise<ElementRow[]> =>
  (await tx.execute<ElementRow & Record<string, unknown>>(sql`${shown} and e.course_id = ${courseId} order by e.position, e.id`)).rows

export async function getElement(tx: Tx, id: string): Promise<ElementRow> {
  const { rows } = await tx.execute<ElementRow & Record<string, unknown>>(sql`${shown} and e.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

/** Without a position it goes to the end. */
export const insertElement = (tx: Tx, id: string, programmeId: string, one: NewElement) =>
  tx.execute(sql`insert into course_elements (id, programme_id, course_id, title, position, partner_id, interest_id, idea_id, decision_id, came_from, place, cost_pence, chosen_by, status)
    values (${id}, ${programmeId}, ${one.courseId}, ${one.title},
      coalesce(${one.position ?? null}::integer, (select coalesce(max(position) + 1, 0) from course_elements where partnership_id = app.partnership() and course_id = ${one.courseId})),
      ${one.partnerId ?? null}, ${one.interestId ?? null}, ${one.ideaId ?? null}, ${one.decisionId ?? null}, ${one.cameFrom ?? ''}, ${one.place ?? ''}, ${one.costPence ?? null}, ${one.chosenBy ?? 'together'}, ${one.status ?? 'idea'})`)

/** Undefined when someone was faster. */
export async function amendElement(tx: Tx, id: string, { version, ...change }: ElementEdit) {
  const [changed] = await tx
    .update(courseElements)
    .set({ ...change, version })
    .where(and(sql`${courseElements.partnershipId} = app.partnership()`, eq(courseElements.id, id), eq(courseElements.version, version)))
    .returning({ id: courseElements.id })
  return changed
}

/** Foreign keys look past row-level security, so what an element points to is looked for with the writer's own eyes. */
export async function knowsPartner(tx: Tx, id: string): Promise<boolean> {
  return (
    (await tx.execute(sql`select 1 from partners where partnership_id = app.partnership() and id = ${id} and retired_at is null`)).rows
      .length === 1
  )
}
export async function knowsInterest(tx: Tx, programmeId: string, id: string): Promise<boolean> {
  return (
    (
      await tx.execute(
        sql`select 1 from interests where partnership_id = app.partnership() and programme_id = ${programmeId} and id = ${id}`,
      )
    ).rows.length === 1
  )
}

export async function knowsSource(tx: Tx, kind: 'ideas' | 'decisions', programmeId: string, id: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from ${sql.identifier(kind)} where partnership_id = app.partnership() and programme_id = ${programmeId} and id = ${id}`,
  )
  return rows.length === 1
}

/** Newest first, at most two hundred; without those that have gone. */
export async function listSeeds(tx: Tx, programmeId: string) {
  const { rows } = await tx.execute<
    Seed & { participantId: string }
  >(sql`select i.id, i.own_words as "ownWords", i.tag, y.known_as as "knownAs", i.participant_id as "participantId"
    from interests i left join participants y on y.partnership_id = i.partnership_id and y.id = i.participant_id
    where i.partnership_id = app.partnership() and i.programme_id = ${programmeId} and i.status <> 'gone' order by i.heard_on desc, i.id desc limit 200`)
  return rows
}
