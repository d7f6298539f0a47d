import { sql } from 'drizzle-orm'
import type { Lesson, LessonFilter, NewLesson } from '@modulus/contracts/lessons.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'

export type LessonRow = Omit<Lesson, 'can'> & { programmeId: string }
type Raw<T> = T & Record<string, unknown>

// A lesson that was shared comes from a programme its reader may not belong to: its name is told by the line, not by the row.
const columns = sql`l.id, l.programme_id as "programmeId", jsonb_build_object('id', l.programme_id, 'name', coalesce(g.name, 'Another programme')) as programme,
  l.kind, l.words, l.about_co as "aboutCo", l.heard_from as "heardFrom", l.question, l.evidence, l.decision_id as "decisionId", l.shared,
  app.iso(l.created_at) as "writtenAt", l.version`
const from = sql`from lessons l left join programmes g on g.partnership_id = l.partnership_id and g.id = l.programme_id where l.partnership_id = app.partnership()`

export async function listLessons(tx: Tx, { after, limit = 25, programmeId, elsewhere, kind }: LessonFilter) {
  const place = cursor.read(after, 1)
  const { rows } = await tx.execute<Raw<LessonRow>>(sql`select ${columns} ${from}
    ${programmeId ? (elsewhere ? sql`and l.programme_id <> ${programmeId}` : sql`and l.programme_id = ${programmeId}`) : sql``}
    ${kind ? sql`and l.kind = ${kind}` : sql``} ${place ? sql`and l.id < ${place[0]}::uuid` : sql``} order by l.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}

export async function getLesson(tx: Tx, id: string): Promise<LessonRow> {
  const { rows } = await tx.execute<Raw<LessonRow>>(sql`select ${columns} ${from} and l.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
/** Those of other programmes that one has taken over, with how it means to use them. */
export async function listTaken(tx: Tx, programmeId: string): Promise<(LessonRow & { how: string })[]> {
  const { rows } = await tx.execute<Raw<LessonRow & { how: string }>>(sql`select ${columns}, u.how
    from lesson_uses u join lessons l on l.partnership_id = u.partnership_id and l.id = u.lesson_id
    left join programmes g on g.partnership_id = l.partnership_id and g.id = l.programme_id
    where u.partnership_id = app.partnership() and u.programme_id = ${programmeId} order by u.created_at, u.id`)
  return rows
}

export const insertLesson = (tx: Tx, id: string, one: NewLesson) =>
  tx.execute(sql`insert into lessons (id, programme_id, kind, words, about_co, heard_from, question, evidence, decision_id)
    values (${id}, ${one.programmeId}, ${one.kind}, ${one.words}, ${one.aboutCo}, ${one.heardFrom}, ${one.question}, ${one.evidence}, ${one.decisionId})`)
export async function editLesson(tx: Tx, id: string, one: Omit<NewLesson, 'programmeId'> & { version: number }) {
  const { rows } = await tx.execute<{
    id: string
  }>(sql`update lessons set kind = ${one.kind}, words = ${one.words}, about_co = ${one.aboutCo},
    heard_from = ${one.heardFrom}, question = ${one.question}, evidence = ${one.evidence}, decision_id = ${one.decisionId}
    where partnership_id = app.partnership() and id = ${id} and version = ${one.version} returning id`)
  return rows[0]
}
export const shareLesson = (tx: Tx, id: string, shared: boolean) =>
  tx.execute(sql`update lessons set shared = ${shared} where partnership_id = app.partnership() and id = ${id}`)
export async function insertUse(tx: Tx, id: string, programmeId: string, lessonId: string, how: string) {
  await tx.execute(sql`insert into lesson_uses (id, programme_id, lesson_id, how) values (${id}, ${programmeId}, ${lessonId}, ${how})
    on conflict on constraint lesson_uses_once do update set how = excluded.how`)
}
export async function belongs(tx: Tx, programmeId: string, decisionId: string): Promise<boolean> {
  const { rowCount } = await tx.execute(
    sql`select 1 from decisions where partnership_id = app.partnership() and programme_id = ${programmeId} and id = ${decisionId}`,
  )
  return rowCount === 1
}
