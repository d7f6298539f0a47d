import { sql } from 'drizzle-orm'
import type { Answer, Framework, NewOccasion, Occasion, Rater, Shanarri } from '@modulus/contracts/measures.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

/** A participant as this module needs them, and whether the asker is given their outcomes (a partner sees the name only). */
export interface Whose {
  id: string
  programmeId: string
  knownAs: string
  seen: boolean
  kept: boolean
}

export async function getWhose(tx: Tx, participantId: string): Promise<Whose> {
  const { rows } = await tx.execute<Whose & Record<string, unknown>>(sql`
    select id, programme_id as "programmeId", known_as as "knownAs",
      programme_id = any (app.programmes('outcomes')) or id = any (app.participants('outcomes')) as seen,
      programme_id = any (app.programmes_to_write('outcomes')) or id = any (app.participants_to_write('outcomes')) as kept
    from participants where partnership_id = app.partnership() and id = ${participantId}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

export interface MeasureRow {
  occasionId: string
  framework: Framework
  edition: number
  item: Shanarri | null
  goalId: string | null
  goal: string | null
  value: number
  ratedBy: Rater
  ratedOn: string
  words: string
  recordedBy: string | null
}

/** Oldest first, as they were given. */
export async function listAnswers(tx: Tx, participantId: string, occasionId?: string): Promise<MeasureRow[]> {
  const { rows } = await tx.execute<MeasureRow & Record<string, unknown>>(sql`
    select m.occasion_id as "occasionId", m.framework, m.edition, nullif(m.item, '') as item, m.goal_id as "goalId", g.own_words as goal,
      m.value, m.rated_by as "ratedBy", m.rated_on as "ratedOn", m.words, w.name as "recordedBy"
    from measures m
    left join goals g on g.partnership_id = m.partnership_id and g.id = m.goal_id
    left join people w on w.partnership_id = m.partnership_id and w.user_id = m.created_by
    where m.partnership_id = app.partnership() and m.participant_id = ${participantId} ${occasionId ? sql`and m.occasion_id = ${occasionId}` : sql``}
    order by m.rated_on, m.created_at, m.id`)
  return rows
}

export async function listOpenGoals(tx: Tx, participantId: string) {
  const { rows } = await tx.execute<{ id: string; ownWords: string }>(sql`
    select id, own_words as "ownWords" from goals where partnership_id = app.partnership() and participant_id = ${participantId} and status = 'open' order by set_on, id`)
  return rows
}

export async function insertAnswers(
  tx: Tx,
  whose: Whose,
  occasionId: string,
  { ratedBy, ratedOn, answers }: NewOccasion,
  newId: () => string,
): Promise<void> {
  const rows = answers.map(
    ({ framework, item, goalId, value, words }: Answer) =>
      sql`(${newId()}, ${whose.programmeId}, ${whose.id}, ${occasionId}, ${framework}, ${item ?? ''}, ${goalId ?? null}::uuid, ${value}, ${ratedBy}, ${ratedOn}::date, ${words})`,
  )
  await tx.execute(
    sql`insert into measures (id, programme_id, participant_id, occasion_id, framework, item, goal_id, value, rated_by, rated_on, words) values ${sql.join(rows, sql`, `)}`,
  )
}

/** Answers of one sitting as the contract shows them. */
export const occasionsOf = (participantId: string, rows: MeasureRow[]): Occasion[] => {
  const found = new Map<string, Occasion>()
  for (const { occasionId, ratedBy, ratedOn, recordedBy, framework, item, goalId, edition, value, words } of rows) {
    if (!found.has(occasionId)) found.set(occasionId, { id: occasionId, participantId, ratedBy, ratedOn, recordedBy, answers: [] })
    found.get(occasionId)!.answers.push({ framework, item, goalId, edition, value, words })
  }
  return [...found.values()].reverse()
}
