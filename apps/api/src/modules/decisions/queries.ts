import { sql, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type {
  Decision,
  DecisionLine,
  DecisionMade,
  DecisionOption,
  DecisionPrepare,
  NewDecision,
  Readings,
  Spread,
} from '@modulus/contracts/decisions.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'

/** `selfId`: the participant of this programme that the reader is. */
export type DecisionRow = Omit<Decision, 'can'> & { selfId: string | null }

const line = sql`d.id, d.programme_id as "programmeId", p.name as "programmeName", d.title, d.state, d.opened_on as "openedOn", d.co_mode as "coMode", d.voice_or_action as "voiceOrAction",
  d.decided_by as "decidedBy", d.how, d.decided_on as "decidedOn", d.words, d.reason, d.participants_present as "participantsPresent", d.outcome_text as "outcomeText", d.fed_back_text as "fedBackText",
  d.vote_opened_at is not null and d.vote_closed_at is null as voting,
  case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end as course,
  (select words from decision_options o where o.partnership_id = d.partnership_id and o.decision_id = d.id and o.id = d.chosen_option_id) as chosen`
const from = sql`from decisions d
  join programmes p on p.partnership_id = d.partnership_id and p.id = d.programme_id
  left join courses c on c.partnership_id = d.partnership_id and c.id = d.course_id
  left join ideas i on i.partnership_id = d.partnership_id and i.id = d.idea_id
  where d.partnership_id = app.partnership()`
const whole = sql`${line}, d.pathway, d.limits_stated as "limitsStated", d.limits_text as "limitsText", d.limits_stated_on as "limitsStatedOn", d.chosen_option_id as "chosenOptionId",
  d.explained_how as "explainedHow", d.acted_on as "actedOn", d.fed_back_on as "fedBackOn", d.fed_back_how as "fedBackHow", d.review_on as "reviewOn", d.reviewed_on as "reviewedOn",
  d.review_words as "reviewWords", d.version,
  case when i.id is not null then json_build_object('id', i.id, 'words', i.words) end as idea,
  (select json_build_object('id', h.user_id, 'name', h.name) from people h where h.partnership_id = d.partnership_id and h.user_id = d.audience_person_id) as "audiencePerson",
  json_build_object('space', json_build_object('yes', d.space, 'evidence', d.space_evidence), 'voice', json_build_object('yes', d.voice, 'evidence', d.voice_evidence),
    'audience', json_build_object('yes', d.audience, 'evidence', d.audience_evidence), 'influence', json_build_object('yes', d.influence, 'evidence', d.influence_evidence)) as lundy,
  coalesce((select json_agg(json_build_object('id', o.id, 'words', o.words) order by o.position, o.id) from decision_options o where o.partnership_id = d.partnership_id and o.decision_id = d.id), '[]') as options,
  (select t.id from participants t where t.partnership_id = d.partnership_id and t.programme_id = d.programme_id and t.id = any (app.self()) limit 1) as "selfId",
  case when d.vote_opened_at is not null then json_build_object('openedAt', app.iso(d.vote_opened_at), 'closedAt', app.iso(d.vote_closed_at),
    'mineId', (select option_id from decision_votes v where v.partnership_id = d.partnership_id and v.decision_id = d.id and v.participant_id = any (app.self()) limit 1))::jsonb
    || app.count_votes(d.id) end as vote,
  app.count_readings(d.id) || jsonb_build_object(
    'group', (select level from decision_readings r where r.partnership_id = d.partnership_id and r.decision_id = d.id and r.reader_id is null),
    'mine', (select level from decision_readings r where r.partnership_id = d.partnership_id and r.decision_id = d.id and r.reader_id = app.user_id())) as readings`

export async function getDecision(tx: Tx, id: string): Promise<DecisionRow> {
  const { rows } = await tx.execute<DecisionRow & Record<string, unknown>>(sql`select ${whole} ${from} and d.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

export interface DecisionFilter {
  programmeId?: string
  courseId?: string
  ideaId?: string
  state?: string
  decidedBy?: string
  coMode?: string
  voting?: boolean
  after?: string
  limit?: number
}
const on = sql`coalesce(d.decided_on, d.opened_on)`
const filtered = ({ programmeId, courseId, ideaId, state, decidedBy, coMode, voting }: DecisionFilter): SQL => {
  const wanted = [
    programmeId && sql`d.programme_id = ${programmeId}`,
    courseId && sql`d.course_id = ${courseId}`,
    ideaId && sql`d.idea_id = ${ideaId}`,
    state && sql`d.state = ${state}`,
    decidedBy && sql`d.decided_by = ${decidedBy}`,
    coMode && sql`d.co_mode = ${coMode}`,
    voting !== undefined && sql`(d.vote_opened_at is not null and d.vote_closed_at is null) = ${voting}`,
  ].filter((one): one is SQL => Boolean(one))
  return wanted.length ? sql`and ${sql.join(wanted, sql` and `)}` : sql``
}
export async function listDecisions(tx: Tx, { after, limit = 25, ...filter }: DecisionFilter) {
  const last = cursor.read(after, 2)
  const { rows } = await tx.execute<DecisionLine & { on: string }>(
    sql`select ${line}, ${on} as "on" ${from} ${filtered(filter)} ${last ? sql`and (${on}, d.id) < (${last[0]}::date, ${last[1]}::uuid)` : sql``} order by ${on} desc, d.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit),
    end = items.at(-1)
  return { items: items.map(({ on: _on, ...one }) => one), next: rows.length > limit && end ? cursor.write(end.on, end.id) : null }
}
export async function spreadOf(tx: Tx, filter: DecisionFilter): Promise<Omit<Spread, 'can'>> {
  const { rows } = await tx.execute<Omit<Spread, 'can'> & Record<string, unknown>>(sql`
    with one as (select d.state, d.decided_by ${from} ${filtered(filter)})
    select count(decided_by)::integer as n, (count(*) filter (where decided_by is null))::integer as open, (count(*) filter (where state in ('fed_back', 'reviewed')))::integer as "fedBack",
      coalesce((select json_agg(json_build_object('decidedBy', decided_by, 'n', n) order by n desc, decided_by) from (select decided_by, count(*)::integer as n from one where decided_by is not null group by decided_by) w), '[]') as "byWhom"
    from one`)
  return rows[0]!
}

/** Foreign keys look past row-level security, so what a decision points at is looked for with the writer's own eyes. */
export async function sees(tx: Tx, kind: 'courses' | 'ideas', programmeId: string, id: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from ${sql.identifier(kind)} where partnership_id = app.partnership() and programme_id = ${programmeId} and id = ${id}`,
  )
  return rows.length === 1
}
export async function seesPerson(tx: Tx, programmeId: string, userId: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`select 1 from people h where h.partnership_id = app.partnership() and h.user_id = ${userId}
    and exists (select from memberships m where m.partnership_id = h.partnership_id and m.user_id = h.user_id and m.programme_id = ${programmeId})`)
  return rows.length > 0
}

export const insertDecision = (tx: Tx, id: string, one: NewDecision) =>
  tx.execute(sql`insert into decisions (id, programme_id, title, how, state, co_mode, voice_or_action, pathway, course_id, idea_id, limits_stated, limits_text, limits_stated_on, review_on)
    values (${id}, ${one.programmeId}, ${one.title}, null, 'open', ${one.coMode ?? 'co_design'}, ${one.voiceOrAction ?? 'voice'}, ${one.pathway ?? null}, ${one.courseId ?? null}, ${one.ideaId ?? null},
      ${one.limitsStated ?? null}, ${one.limitsText ?? ''}, case when ${one.limitsStated ?? null}::boolean is not null then app.today() end, ${one.reviewOn ?? null})`)

/** The options from now on, in this order; ids that stay keep their row. */
export async function setOptions(
  tx: Tx,
  { id, programmeId }: { id: string; programmeId: string },
  options: DecisionOption[],
): Promise<void> {
  const list = JSON.stringify(options.map((one, position) => ({ ...one, position })))
  await tx.execute(sql`delete from decision_options where partnership_id = app.partnership() and decision_id = ${id}
    and id <> all (select o.id from jsonb_to_recordset(${list}::jsonb) as o (id uuid))`)
  await tx.execute(sql`insert into decision_options (id, programme_id, decision_id, words, position)
    select o.id, ${programmeId}, ${id}, trim(o.words), o.position from jsonb_to_recordset(${list}::jsonb) as o (id uuid, words text, position integer)
    on conflict (partnership_id, id) do update set words = excluded.words, position = excluded.position where decision_options.decision_id = excluded.decision_id`)
}
/** With options it is at its options, without them it is open. */
export const standAtOptions = (tx: Tx, id: string) =>
  tx.execute(sql`update decisions d set state = s.state
    from (select case when exists (select from decision_options o where o.partnership_id = app.partnership() and o.decision_id = ${id}) then 'options' else 'open' end as state) s
    where d.partnership_id = app.partnership() and d.id = ${id} and d.state in ('open', 'options') and d.state <> s.state`)

const columns: Record<string, string> = {
  title: 'title',
  coMode: 'co_mode',
  voiceOrAction: 'voice_or_action',
  pathway: 'pathway',
  courseId: 'course_id',
  ideaId: 'idea_id',
  limitsStated: 'limits_stated',
  limitsText: 'limits_text',
  reviewOn: 'review_on',
  decidedBy: 'decided_by',
  how: 'how',
  decidedOn: 'decided_on',
  participantsPresent: 'participants_present',
  chosenOptionId: 'chosen_option_id',
  words: 'words',
  reason: 'reason',
  explainedHow: 'explained_how',
  outcomeText: 'outcome_text',
  actedOn: 'acted_on',
  fedBackOn: 'fed_back_on',
  fedBackHow: 'fed_back_how',
  fedBackText: 'fed_back_text',
  reviewedOn: 'reviewed_on',
  reviewWords: 'review_words',
  state: 'state',
  audiencePersonId: 'audience_person_id',
  ...Object.fromEntries(
    ['space', 'voice', 'audience', 'influence'].flatMap((name) => [
      [name, name],
      [`${name}Evidence`, `${name}_evidence`],
    ]),
  ),
}
type Change = Record<string, unknown>
/** Undefined when someone was faster. Fields that no column is named for are not written. */
export async function changeDecision(tx: Tx, id: string, version: number, change: Change): Promise<true | undefined> {
  const sets = Object.entries(change)
    .filter(([field, value]) => columns[field] && value !== undefined)
    .map(([field, value]) => sql`${sql.identifier(columns[field]!)} = ${value}`)
  if ('limitsStated' in change)
    sets.push(
      sql`limits_stated_on = case when ${change.limitsStated ?? null}::boolean is null then null else coalesce(limits_stated_on, app.today()) end`,
    )
  const { rowCount } = await tx.execute(
    sql`update decisions set ${sets.length ? sql.join(sets, sql`, `) : sql`version = version`} where partnership_id = app.partnership() and id = ${id} and version = ${version}`,
  )
  return rowCount === 1 ? true : undefined
}
export const prepareDecision = (tx: Tx, id: string, { version, options: _options, ...change }: DecisionPrepare) =>
  changeDecision(tx, id, version, change)
export const makeDecision = (tx: Tx, id: string, { version, ...made }: DecisionMade) =>
  changeDecision(tx, id, version, { ...made, state: 'decided' })

export async function moveVote(tx: Tx, id: string, version: number, open: boolean): Promise<true | undefined> {
  const { rows } = await tx.execute<{ moved: boolean }>(sql`select app.move_vote(${id}, ${version}, ${open}) as moved`)
  return rows[0]!.moved || undefined
}
export const castVote = (tx: Tx, decisionId: string, optionId: string, participantId: string) =>
  tx.execute(sql`select app.vote(${uuidv7()}, ${decisionId}, ${optionId}, ${participantId})`)

/** One reading for each reader and side; read again, it is changed. */
export const keepReading = (
  tx: Tx,
  { id, programmeId }: DecisionRow,
  side: keyof Pick<Readings, 'participants' | 'partners'>,
  level: number,
  readerId: string | null,
) =>
  tx.execute(sql`insert into decision_readings (id, programme_id, decision_id, side, level, reader_id) values (${uuidv7()}, ${programmeId}, ${id}, ${side}, ${level}, ${readerId})
    on conflict on constraint decision_readings_once do update set level = excluded.level`)

export async function today(tx: Tx): Promise<string> {
  const { rows } = await tx.execute<{ today: string }>(sql`select app.today() as today`)
  return rows[0]!.today
}
