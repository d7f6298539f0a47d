import { sql } from 'drizzle-orm'
import type { CoreIngredient } from '@modulus/contracts/adaptations.ts'
import type { Choice, Evidence, LineProgramme, Question, Reading } from '@modulus/contracts/learning.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

type Raw<T> = T & Record<string, unknown>

export async function getOwnProgramme(tx: Tx, id: string): Promise<{ id: string; name: string }> {
  const { rows } = await tx.execute<Raw<{ id: string; name: string }>>(
    sql`select id, name from programmes where partnership_id = app.partnership() and id = ${id} and id = any (app.mine())`,
  )
  if (!rows[0]) throw notFound()
  return rows[0]
}
export async function listLine(tx: Tx, id: string): Promise<LineProgramme[]> {
  const { rows } = await tx.execute<Raw<LineProgramme>>(
    sql`select id, name, area, status, started_on as "startedOn", derived_from_id as "derivedFromId", mine from app.line_of_programme(${id})`,
  )
  return rows
}

const questions = sql`select q.id, q.words, q.asked_on as "askedOn", q.people_asked as "peopleAsked", q.their_answer as "theirAnswer", q.version,
    case when l.id is not null then jsonb_build_object('id', l.id, 'words', l.words) end as lesson
  from asked_questions q left join lessons l on l.partnership_id = q.partnership_id and l.id = q.lesson_id where q.partnership_id = app.partnership()`
export async function listQuestions(tx: Tx, programmeId: string): Promise<Question[]> {
  const { rows } = await tx.execute<Raw<Question>>(
    sql`${questions} and q.programme_id = ${programmeId} order by q.asked_on is not null, q.created_at, q.id`,
  )
  return rows
}
export async function getQuestion(tx: Tx, programmeId: string, id: string): Promise<Question> {
  const { rows } = await tx.execute<Raw<Question>>(sql`${questions} and q.programme_id = ${programmeId} and q.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
export const insertQuestion = (tx: Tx, programmeId: string, id: string, words: string, lessonId: string | null) =>
  tx.execute(sql`insert into asked_questions (id, programme_id, words, lesson_id) values (${id}, ${programmeId}, ${words}, ${lessonId})`)
export async function answerQuestion(
  tx: Tx,
  programmeId: string,
  id: string,
  { askedOn, peopleAsked, theirAnswer, version }: { askedOn: string; peopleAsked: number; theirAnswer: string; version: number },
) {
  const { rows } = await tx.execute<{
    id: string
  }>(sql`update asked_questions set asked_on = ${askedOn}, people_asked = ${peopleAsked}, their_answer = ${theirAnswer}
    where partnership_id = app.partnership() and programme_id = ${programmeId} and id = ${id} and version = ${version} returning id`)
  return rows[0]
}

const decided = sql`case when d.id is not null then jsonb_build_object('id', d.id, 'title', d.title) end as decision`
const by = sql`coalesce(h.name, '') as by`
const people = (made: ReturnType<typeof sql>) => sql`left join people h on h.partnership_id = app.partnership() and h.user_id = ${made}`
export async function listChoices(tx: Tx, programmeId: string): Promise<Choice[]> {
  const { rows } = await tx.execute<
    Raw<Choice>
  >(sql`select distinct on (c.ingredient) c.ingredient, c.choice, c.why, ${decided}, app.iso(c.chosen_at) as "chosenAt", ${by}
    from ingredient_choices c left join decisions d on d.partnership_id = c.partnership_id and d.id = c.decision_id ${people(sql`c.created_by`)}
    where c.partnership_id = app.partnership() and c.programme_id = ${programmeId} order by c.ingredient, c.chosen_at desc, c.id desc`)
  return rows
}
export const insertChoice = (
  tx: Tx,
  programmeId: string,
  id: string,
  ingredient: CoreIngredient,
  { choice, why, decisionId }: { choice: string; why: string; decisionId: string | null },
) =>
  tx.execute(
    sql`insert into ingredient_choices (id, programme_id, ingredient, choice, why, decision_id) values (${id}, ${programmeId}, ${ingredient}, ${choice}, ${why}, ${decisionId})`,
  )

export async function listReadings(tx: Tx, programmeId: string): Promise<Reading[]> {
  const { rows } = await tx.execute<
    Raw<Reading>
  >(sql`select distinct on (r.insight, r.level, r.partner_id) r.id, r.insight, r.level, r.score, r.evidence,
      app.iso(r.read_at) as "readAt", ${by}, case when t.id is not null then jsonb_build_object('id', t.id, 'name', t.name) end as partner
    from readiness_checks r left join partners t on t.partnership_id = r.partnership_id and t.id = r.partner_id ${people(sql`r.created_by`)}
    where r.partnership_id = app.partnership() and r.programme_id = ${programmeId} order by r.insight, r.level, r.partner_id, r.read_at desc, r.id desc`)
  return rows
}
export const insertReading = (
  tx: Tx,
  programmeId: string,
  id: string,
  { insight, level, score, evidence }: { insight: string; level: string; score: number; evidence: string },
  partnerId: string | null,
) =>
  tx.execute(
    sql`insert into readiness_checks (id, programme_id, insight, level, score, evidence, partner_id) values (${id}, ${programmeId}, ${insight}, ${level}, ${score}, ${evidence}, ${partnerId})`,
  )

export async function listEvidence(tx: Tx, programmeId: string): Promise<Evidence[]> {
  const { rows } = await tx.execute<
    Raw<Evidence>
  >(sql`select e.id, e.principle, e.words, ${decided}, app.iso(e.created_at) as "writtenAt", ${by}
    from principle_evidence e left join decisions d on d.partnership_id = e.partnership_id and d.id = e.decision_id ${people(sql`e.created_by`)}
    where e.partnership_id = app.partnership() and e.programme_id = ${programmeId} order by e.created_at, e.id`)
  return rows
}
export const insertEvidence = (
  tx: Tx,
  programmeId: string,
  id: string,
  { principle, words, decisionId }: { principle: string; words: string; decisionId: string | null },
) =>
  tx.execute(
    sql`insert into principle_evidence (id, programme_id, principle, words, decision_id) values (${id}, ${programmeId}, ${principle}, ${words}, ${decisionId})`,
  )
export const deleteEvidence = async (tx: Tx, programmeId: string, id: string): Promise<boolean> =>
  (
    await tx.execute(
      sql`delete from principle_evidence where partnership_id = app.partnership() and programme_id = ${programmeId} and id = ${id}`,
    )
  ).rowCount === 1
