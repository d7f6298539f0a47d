import { sql, type SQL } from 'drizzle-orm'
import type {
  Asset,
  AssetEdit,
  Goal,
  GoalEdit,
  Interest,
  InterestCount,
  InterestEdit,
  NewAsset,
  NewGoal,
  NewInterest,
} from '@modulus/contracts/interests.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

interface Whom {
  id: string
  programmeId: string
}
type Owned<T> = T & { whom: Whom }

const kinds = {
  interests: sql`t.id, t.own_words as "ownWords", t.tag, t.strength, t.heard_on as "heardOn", t.heard_visit_id as "heardVisitId", t.status, t.said_by as "saidBy", t.version`,
  assets: sql`t.id, t.own_words as "ownWords", t.kind, t.heard_on as "heardOn", t.said_by as "saidBy", t.version`,
  goals: sql`t.id, t.own_words as "ownWords", t.set_on as "setOn", t.status, t.said_by as "saidBy", t.version`,
}
const order = {
  interests: sql`t.status = 'gone', t.heard_on desc, t.id desc`,
  assets: sql`t.heard_on desc, t.id desc`,
  goals: sql`t.status <> 'open', t.set_on desc, t.id desc`,
}
type Kind = keyof typeof kinds
interface Shown {
  interests: Interest
  assets: Asset
  goals: Goal
}

async function list<K extends Kind>(tx: Tx, kind: K, participantId: string): Promise<Shown[K][]> {
  return (
    await tx.execute(
      sql`select ${kinds[kind]} from ${sql.identifier(kind)} t where t.partnership_id = app.partnership() and t.participant_id = ${participantId} order by ${order[kind]}`,
    )
  ).rows as never
}
export const listHeard = async (tx: Tx, participantId: string) => ({
  interests: await list(tx, 'interests', participantId),
  assets: await list(tx, 'assets', participantId),
  goals: await list(tx, 'goals', participantId),
})

/** One interest, asset or goal, with whose it is. Throws not-found, which includes "not yours to see". */
export async function getHeard<K extends Kind>(tx: Tx, kind: K, id: string): Promise<Owned<Shown[K]>> {
  const { rows } =
    await tx.execute(sql`select ${kinds[kind]}, jsonb_build_object('id', t.participant_id, 'programmeId', t.programme_id) as whom from ${sql.identifier(kind)} t
    where t.partnership_id = app.partnership() and t.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0] as never
}

/** Something they are into, in their own words. Also called while a visit is recorded, with `heardVisitId`. */
export const insertInterest = (tx: Tx, whom: Whom, id: string, heard: NewInterest) =>
  tx.execute(sql`
  insert into interests (id, programme_id, participant_id, own_words, tag, strength, heard_on, heard_visit_id, said_by)
  values (${id}, ${whom.programmeId}, ${whom.id}, ${heard.ownWords.trim()}, ${heard.tag ?? null}, ${heard.strength ?? null}, ${heard.heardOn}, ${heard.heardVisitId ?? null}, ${heard.saidBy ?? 'participant'})`)
export const insertAsset = (tx: Tx, whom: Whom, id: string, heard: NewAsset) =>
  tx.execute(sql`
  insert into assets (id, programme_id, participant_id, own_words, kind, heard_on, heard_visit_id, said_by)
  values (${id}, ${whom.programmeId}, ${whom.id}, ${heard.ownWords.trim()}, ${heard.kind}, ${heard.heardOn}, ${heard.heardVisitId ?? null}, ${heard.saidBy ?? 'participant'})`)
export const insertGoal = (tx: Tx, whom: Whom, id: string, goal: NewGoal) =>
  tx.execute(sql`
  insert into goals (id, programme_id, participant_id, own_words, set_on, said_by)
  values (${id}, ${whom.programmeId}, ${whom.id}, ${goal.ownWords.trim()}, ${goal.setOn}, ${goal.saidBy ?? 'participant'})`)

/** Undefined when someone was faster. */
export async function amendHeard(
  tx: Tx,
  kind: Kind,
  id: string,
  { version, ...changes }: InterestEdit | AssetEdit | GoalEdit,
): Promise<unknown> {
  const sets: SQL[] = Object.entries(changes).map(
    ([field, value]) => sql`${sql.identifier(field === 'ownWords' ? 'own_words' : field)} = ${value}`,
  )
  return (
    await tx.execute(sql`update ${sql.identifier(kind)} set ${sets.length ? sql.join(sets, sql`, `) : sql`version = version`}
    where partnership_id = app.partnership() and id = ${id} and version = ${version} returning id`)
  ).rows[0]
}

/** Is this a live key of the interest word list? */
export async function isInterestTag(tx: Tx, tag: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from word_lists where partnership_id = app.partnership() and list = 'interest' and key = ${tag} and retired_at is null`,
  )
  return rows.length > 0
}
/** Was the visit at which it was heard a visit to this person, as far as the actor sees? */
export async function isVisitTo(tx: Tx, participantId: string, visitId: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from visits where partnership_id = app.partnership() and id = ${visitId} and participant_id = ${participantId}`,
  )
  return rows.length > 0
}

/** Counts of people, from the rows the actor may see. Someone with two interests of one tag counts once. */
export async function countInterests(tx: Tx, programmeId?: string): Promise<InterestCount[]> {
  const { rows } = await tx.execute<InterestCount & Record<string, unknown>>(sql`
    select i.tag, w.label, count(distinct i.participant_id)::integer as people,
      count(distinct i.participant_id) filter (where i.status = 'heard')::integer as heard, count(distinct i.participant_id) filter (where i.status = 'being_worked_on')::integer as "beingWorkedOn",
      count(distinct i.participant_id) filter (where i.status = 'offered')::integer as offered, count(distinct i.participant_id) filter (where i.status = 'done')::integer as done
    from interests i left join word_lists w on w.partnership_id = i.partnership_id and w.list = 'interest' and w.key = i.tag
    where i.partnership_id = app.partnership() and (${programmeId ?? null}::uuid is null or i.programme_id = ${programmeId ?? null}) and i.status <> 'gone'
    group by i.tag, w.label order by people desc, w.label nulls last`)
  return rows
}
