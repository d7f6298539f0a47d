import { sql, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type {
  Adaptation,
  AdaptationHint,
  AdaptationLine,
  AdaptationStatus,
  AdaptationStep,
  AdaptationVoice,
  NewAdaptation,
} from '@modulus/contracts/adaptations.ts'
import { named } from '#db/named.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { adaptations, adaptationSteps } from './table.ts'

type Raw<T> = T & Record<string, unknown>
const nameOf = (alias: string) => {
  const one = sql.identifier(alias)
  return sql`case when ${one}.id is not null then jsonb_build_object('id', ${one}.id, 'name', ${one}.name) end`
}

// The words that stand: the latest correction of each, or what was written first.
const put = (column: string) => sql`coalesce(s.corrected ->> ${column}::text, a.${sql.identifier(column)})`
const line = sql`a.id, a.programme_id as "programmeId", g.name as "programmeName", ${nameOf('c')} as course, a.trigger, a.raised_by as "raisedBy", a.raised_on as "raisedOn",
  ${put('from_text')} as "fromText", ${put('to_text')} as "toText", ${put('what_they_said')} as "whatTheySaid",
  s.status, s.decided_by as "decidedBy", s.trial_until as "trialUntil", s.version`
const from = sql`from adaptations a
  join programmes g on g.partnership_id = a.partnership_id and g.id = a.programme_id
  left join courses c on c.partnership_id = a.partnership_id and c.id = a.course_id
  join lateral (select max(number) as version, (array_agg(status order by number desc))[1] as status,
      (array_agg(decided_by order by number desc) filter (where decided_by is not null))[1] as decided_by,
      (array_agg(trial_until order by number desc) filter (where trial_until is not null))[1] as trial_until,
      jsonb_object_agg(corrects, words order by number) filter (where kind = 'correct') as corrected
    from adaptation_steps x where x.partnership_id = a.partnership_id and x.adaptation_id = a.id) s on true`
const here = sql`where a.partnership_id = app.partnership()`

export interface AdaptationFilter {
  programmeId?: string
  courseId?: string
  status?: AdaptationStatus
  trigger?: string
  trialEnding?: boolean
  after?: string
  limit?: number
}
export async function listAdaptations(tx: Tx, { after, limit = 25, ...filter }: AdaptationFilter) {
  const place = cursor.read(after, 2)
  const wanted = [
    filter.programmeId && sql`and a.programme_id = ${filter.programmeId}`,
    filter.courseId && sql`and a.course_id = ${filter.courseId}`,
    filter.status && sql`and s.status = ${filter.status}`,
    filter.trigger && sql`and a.trigger = ${filter.trigger}`,
    filter.trialEnding && sql`and s.status in ('agreed', 'trialled') and s.trial_until <= app.today() + 7`,
    place && sql`and (a.raised_on, a.id) < (${place[0]}::date, ${place[1]}::uuid)`,
  ].filter((one): one is SQL => Boolean(one))
  const { rows } = await tx.execute<Raw<AdaptationLine>>(
    sql`select ${line} ${from} ${here} ${sql.join(wanted, sql` `)} order by a.raised_on desc, a.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return { items, next: rows.length > limit && last ? cursor.write(last.raisedOn, last.id) : null }
}

export type AdaptationRow = Omit<Adaptation, 'can'> & { courseId: string | null; elementId: string | null; newPartnerId: string | null }
export async function getAdaptation(tx: Tx, id: string): Promise<AdaptationRow> {
  const { rows } = await tx.execute<
    Raw<AdaptationRow>
  >(sql`select ${line}, a.course_id as "courseId", a.element_id as "elementId", a.new_partner_id as "newPartnerId",
    case when e.id is not null then jsonb_build_object('id', e.id, 'title', e.title, 'status', e.status, 'partner', ${nameOf('p')}) end as element,
    a.element_becomes as "elementBecomes", a.adds_element as "addsElement", ${nameOf('n')} as "newPartner", ${put('what_we_feared')} as "whatWeFeared",
    ${put('alternatives')} as alternatives, ${put('opportunity_cost')} as "opportunityCost", a.core_ingredients as "coreIngredients",
    (select jsonb_build_object('id', f.id, 'toText', f.to_text) from adaptations f where f.partnership_id = a.partnership_id and f.id = a.follows_id) as follows,
    coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'toText', f.to_text) order by f.raised_on, f.id) from adaptations f where f.partnership_id = a.partnership_id and f.follows_id = a.id), '[]') as "followedBy",
    coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'startsAt', app.iso(o.starts_at), 'title', o.title, 'plannedTitle', o.planned_title, 'status', o.status, 'changed', h.id is not null) order by o.starts_at)
      from adaptation_sessions t join course_sessions o on o.partnership_id = t.partnership_id and o.id = t.session_id
      left join adaptation_changes h on h.partnership_id = t.partnership_id and h.adaptation_id = t.adaptation_id and h.session_id = t.session_id
      where t.partnership_id = a.partnership_id and t.adaptation_id = a.id), '[]') as sessions,
    coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'subject', r.subject) order by r.id) from risk_benefits r where r.partnership_id = a.partnership_id and r.adaptation_id = a.id), '[]') as weighings,
    case when p.id is not null and a.element_becomes is not null and s.status in ('agreed', 'trialled', 'kept', 'changed_again')
      and not exists (select 1 from adaptation_steps d where d.partnership_id = a.partnership_id and d.adaptation_id = a.id and d.kind = 'tell' and d.partner_id = p.id)
      then ${nameOf('p')} end as "stillToTell"
    ${from}
    left join course_elements e on e.partnership_id = a.partnership_id and e.id = a.element_id
    left join partners p on p.partnership_id = e.partnership_id and p.id = e.partner_id
    left join partners n on n.partnership_id = a.partnership_id and n.id = a.new_partner_id
    ${here} and a.id = ${id}`)
  if (!rows[0]) throw notFound()
  return { ...rows[0], steps: await listSteps(tx, id), voices: await listVoices(tx, id) }
}
async function listSteps(tx: Tx, id: string): Promise<AdaptationStep[]> {
  const { rows } = await tx.execute<
    Raw<AdaptationStep>
  >(sql`select s.id, s.number, s.kind, s.status, s.happened_on as "on", h.name as by, s.words, s.quote, s.decided_by as "decidedBy",
      case when d.id is not null then jsonb_build_object('id', d.id, 'title', d.title) end as decision, s.risk_benefit_id as "riskBenefitId", s.trial_until as "trialUntil",
      case s.corrects when 'from_text' then 'fromText' when 'to_text' then 'toText' when 'what_we_feared' then 'whatWeFeared' when 'what_they_said' then 'whatTheySaid'
        when 'opportunity_cost' then 'opportunityCost' else s.corrects end as corrects,
      s.earlier_words as "earlierWords", s.told_how as "toldHow", ${nameOf('p')} as partner, s.people_told as "peopleTold"
    from adaptation_steps s
    left join people h on h.partnership_id = s.partnership_id and h.user_id = s.created_by
    left join decisions d on d.partnership_id = s.partnership_id and d.id = s.decision_id
    left join partners p on p.partnership_id = s.partnership_id and p.id = s.partner_id
    where s.partnership_id = app.partnership() and s.adaptation_id = ${id} order by s.number`)
  return rows
}

const voice = sql`select v.id, jsonb_build_object('id', y.id, 'knownAs', y.known_as) as participant, v.words, v.said_on as "saidOn", v.said_by as "saidBy"
  from adaptation_voices v join participants y on y.partnership_id = v.partnership_id and y.id = v.participant_id where v.partnership_id = app.partnership()`
const listVoices = async (tx: Tx, adaptationId: string): Promise<AdaptationVoice[]> =>
  (await tx.execute<Raw<AdaptationVoice>>(sql`${voice} and v.adaptation_id = ${adaptationId} order by v.said_on, v.id`)).rows
export async function getVoice(tx: Tx, id: string): Promise<AdaptationVoice> {
  const { rows } = await tx.execute<Raw<AdaptationVoice>>(sql`${voice} and v.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

/** The calendar date it is here. */
export async function today(tx: Tx): Promise<string> {
  const { rows } = await tx.execute<{ today: string }>(sql`select app.today() as today`)
  return rows[0]!.today
}

export async function insertAdaptation(tx: Tx, actor: Actor, id: string, body: NewAdaptation & { raisedOn: string }) {
  await tx.insert(adaptations).values({
    id,
    partnershipId: actor.partnershipId,
    programmeId: body.programmeId,
    courseId: body.courseId ?? null,
    elementId: body.elementId ?? null,
    followsId: body.followsId ?? null,
    trigger: body.trigger,
    raisedBy: body.raisedBy,
    raisedOn: body.raisedOn,
    fromText: body.fromText,
    toText: body.toText,
    whatWeFeared: body.whatWeFeared ?? '',
    whatTheySaid: body.whatTheySaid ?? '',
    alternatives: body.alternatives ?? '',
    opportunityCost: body.opportunityCost ?? '',
    coreIngredients: body.coreIngredients ?? [],
    elementBecomes: body.elementBecomes ?? null,
    addsElement: body.addsElement ?? false,
    newPartnerId: body.newPartnerId ?? null,
  } as typeof adaptations.$inferInsert)
  const list = (body.sessionIds ?? []).map((session) => ({ id: uuidv7(), session }))
  await tx.execute(sql`insert into adaptation_sessions (id, programme_id, adaptation_id, session_id)
    select t.id, ${body.programmeId}, ${id}, t.session from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as t (id uuid, session uuid)`)
}

export type NewStep = Partial<typeof adaptationSteps.$inferInsert> & {
  kind: AdaptationStep['kind']
  status: AdaptationStatus
  happenedOn: string
}
/** Takes the next turn; undefined when someone else has taken it meanwhile. */
export async function insertStep(
  tx: Tx,
  actor: Actor,
  { id, programmeId, version, status }: { id: string; programmeId: string; version: number; status: AdaptationStatus | null },
  step: NewStep,
): Promise<true | undefined> {
  const { rowCount } = await tx
    .insert(adaptationSteps)
    .values({
      id: uuidv7(),
      partnershipId: actor.partnershipId,
      programmeId,
      adaptationId: id,
      number: version + 1,
      statusBefore: status,
      words: '',
      quote: '',
      ...step,
    } as typeof adaptationSteps.$inferInsert)
    .onConflictDoNothing({ target: [adaptationSteps.partnershipId, adaptationSteps.adaptationId, adaptationSteps.number] })
  return rowCount === 1 ? true : undefined
}

export const insertVoice = (
  tx: Tx,
  id: string,
  {
    programmeId,
    adaptationId,
    participantId,
    words,
    saidBy,
    saidOn,
  }: { programmeId: string; adaptationId: string; participantId: string; words: string; saidBy: string; saidOn: string },
) =>
  tx.execute(sql`insert into adaptation_voices (id, programme_id, participant_id, adaptation_id, words, said_by, said_on)
    values (${id}, ${programmeId}, ${participantId}, ${adaptationId}, ${words}, ${saidBy}, ${saidOn})`)

/** A decision that is made, in the same programme; undefined when there is no such thing for the reader. */
export async function findDecision(tx: Tx, programmeId: string, id: string) {
  const { rows } = await tx.execute<{ decidedBy: Adaptation['decidedBy'] }>(
    sql`select decided_by as "decidedBy" from decisions where partnership_id = app.partnership() and programme_id = ${programmeId} and id = ${id}`,
  )
  return rows[0]
}
/** Somebody of this programme whom the reader may see. */
export async function seesParticipant(tx: Tx, programmeId: string, id: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from participants where partnership_id = app.partnership() and programme_id = ${programmeId} and id = ${id}`,
  )
  return rows.length > 0
}
export async function knowsElement(tx: Tx, courseId: string, id: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from course_elements where partnership_id = app.partnership() and course_id = ${courseId} and id = ${id}`,
  )
  return rows.length > 0
}
export async function knowsPartner(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select 1 from partners where partnership_id = app.partnership() and id = ${id} and retired_at is null`,
  )
  return rows.length > 0
}

/**
 * Signs in the registers of the six weeks up to $1 (a date here): someone's latest mark is chose_other; their last two are didnt_come; at
 * the last two sessions a third or more of at least three expected were away. Gone once they came again, once somebody has been in touch
 * since, or once a change of that course was raised since. A question to ask, never a count against anyone.
 */
export const signs = `
  with recent as (
    select a.participant_id, a.mark, s.id as session_id, s.course_id, s.programme_id, s.starts_at, s.title, s.element_id,
      row_number() over (partition by s.course_id, a.participant_id order by s.starts_at desc, s.id) as nth
    from attendance a join course_sessions s on s.partnership_id = a.partnership_id and s.id = a.course_session_id
    where a.partnership_id = app.partnership() and a.programme_id = any (app.programmes('participation')) and a.mark not in ('not_expected', 'cancelled_by_us')
      and s.starts_at >= app.begun($1::date - 42) and s.starts_at < app.begun($1::date + 1)
  ), held as (
    select session_id, course_id, programme_id, starts_at, title, element_id,
      count(*) >= 3 and count(*) filter (where mark in ('didnt_come', 'chose_other')) * 3 >= count(*) as third,
      row_number() over (partition by course_id order by starts_at desc, session_id) as nth
    from recent group by session_id, course_id, programme_id, starts_at, title, element_id having bool_or(mark <> 'told_us_cant')
  ), sign as (
    select case when mark = 'chose_other' then 'chose_other' else 'twice_away' end as kind, session_id, course_id, programme_id, starts_at, title, element_id, participant_id from recent r
    where nth = 1 and (mark = 'chose_other' or (mark = 'didnt_come'
        and exists (select 1 from recent b where b.course_id = r.course_id and b.participant_id = r.participant_id and b.nth = 2 and b.mark = 'didnt_come')))
      and exists (select 1 from enrolments e where e.partnership_id = app.partnership() and e.course_id = r.course_id and e.participant_id = r.participant_id and e.status = 'enrolled')
    union all
    select 'third_away', session_id, course_id, programme_id, starts_at, title, element_id, null from held h
    where nth = 1 and third and exists (select 1 from held b where b.course_id = h.course_id and b.nth = 2 and b.third)
  )
  select g.kind, g.programme_id as "programmeId", jsonb_build_object('id', c.id, 'name', c.name) as course,
    jsonb_build_object('id', g.session_id, 'title', g.title, 'startsAt', app.iso(g.starts_at)) as session, g.element_id as "elementId",
    case when p.id is not null then jsonb_build_object('id', p.id, 'knownAs', p.known_as) end as participant, p.worker_id as "workerId"
  from sign g join courses c on c.partnership_id = app.partnership() and c.id = g.course_id
  left join participants p on p.partnership_id = app.partnership() and p.id = g.participant_id
  where coalesce(p.last_contact_at <= g.starts_at, true)
    and not exists (select 1 from adaptations a where a.partnership_id = app.partnership() and a.course_id = g.course_id and a.raised_on >= (g.starts_at at time zone 'Europe/London')::date)`

export type Sign = AdaptationHint & { workerId: string | null }
export const listSigns = (tx: Tx, { programmeId = null, courseId = null }: { programmeId?: string | null; courseId?: string | null }) =>
  named<Sign>(
    tx,
    'adaptations.signs',
    `select s.* from (${signs.replaceAll('$1::date', 'app.today()')}) s where ($1::uuid is null or s."programmeId" = $1) and ($2::uuid is null or s.course ->> 'id' = $2::text)
      order by s.session ->> 'startsAt' desc, s.kind, s.participant ->> 'knownAs' limit 100`,
    [programmeId, courseId],
  )
