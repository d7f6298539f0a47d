import { sql, type SQL } from 'drizzle-orm'
import type { Doorstep, VisitLine, VisitVersion } from '@modulus/contracts/visits.ts'
import { named } from '#db/named.ts'
import type { ClearBy } from '@modulus/contracts/clear-by.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { invalid, notFound } from '#plugins/problems.ts'
import type { VisitStanding } from './policy.ts'

// Where a visit is to be, is a matter of contact rights: the row itself is visible to more.
const columns = `v.id, jsonb_build_object('id', p.id, 'knownAs', p.known_as) as participant, v.programme_id as "programmeId", v.status,
  app.iso(v.starts_at) as "startsAt", app.iso(v.happened_at) as "happenedAt", case when app.sees('contact', v.programme_id, v.participant_id) then v.place end as place, v.why,
  jsonb_build_object('id', o.user_id, 'name', o.name) as officer, case when s.user_id is not null then jsonb_build_object('id', s.user_id, 'name', s.name) end as "secondOfficer",
  v.outcome, v.wants_to_come as "wantsToCome", v.next_step as "nextStep", v.next_on as "nextOn", v.closed_reason as "closedReason", v.version,
  case when v.status = 'recorded' then (select count(*)::int from visits b where b.partnership_id = v.partnership_id and b.participant_id = v.participant_id
    and b.status = 'recorded' and (b.happened_at, b.id) <= (v.happened_at, v.id)) end as attempt`
const joined = `visits v join participants p on p.partnership_id = v.partnership_id and p.id = v.participant_id
  join people o on o.partnership_id = v.partnership_id and o.user_id = v.officer_id
  left join people s on s.partnership_id = v.partnership_id and s.user_id = v.second_officer_id`

export type VisitFull = VisitLine &
  VisitStanding & {
    present: never[]
    toldWhatWeWrite: boolean
    rescheduledFromId: string | null
    rescheduledToId: string | null
    recordedAt: string | null
    words: { skills: string; job: string; staff: string } | null
    interests: { id: string; ownWords: string; tag: string | null }[]
  }

const one = `select ${columns}, v.officer_id as "officerId", v.second_officer_id as "secondOfficerId", v.recorded_by_id as "recordedById", v.present,
    v.told_what_we_write as "toldWhatWeWrite", v.rescheduled_from_id as "rescheduledFromId", app.iso(v.recorded_at) as "recordedAt",
    (select t.id from visits t where t.partnership_id = v.partnership_id and t.rescheduled_from_id = v.id) as "rescheduledToId",
    (select jsonb_build_object('skills', n.skills_words, 'job', n.job_words, 'staff', n.staff_words) from notes n
      where n.partnership_id = v.partnership_id and n.kind = 'visit' and n.about_id = v.id) as words,
    coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'ownWords', i.own_words, 'tag', i.tag) order by i.id) from interests i
      where i.partnership_id = v.partnership_id and i.heard_visit_id = v.id and i.status <> 'gone'), '[]') as interests
  from ${joined} where v.partnership_id = app.partnership() and v.id = $1`
export const findVisit = async (tx: Tx, id: string): Promise<VisitFull | undefined> =>
  (await named<VisitFull>(tx, 'visits.one', one, [id]))[0]
export async function getVisit(tx: Tx, id: string): Promise<VisitFull> {
  const found = await findVisit(tx, id)
  if (!found) throw notFound()
  return found
}

const startOf = (day: string) => sql`(${day}::date)::timestamp at time zone 'Europe/London'`
const all = (conditions: (SQL | undefined)[]) =>
  sql.join(
    conditions.filter((one) => one !== undefined),
    sql` and `,
  )

export interface VisitFilter {
  participantId?: string
  officerId?: string
  from?: string
  to?: string
  status?: string
  after?: string
  limit?: number
}

export async function listVisits(tx: Tx, { participantId, officerId, from: first, to: last, status, after, limit = 25 }: VisitFilter) {
  const place = cursor.read(after, 2)
  if (place && (Number.isNaN(Date.parse(place[0] ?? '')) || !/^[0-9a-f-]{36}$/i.test(place[1] ?? '')))
    throw invalid('after', 'format', 'is not a place in this list')
  // eslint-disable-next-line no-restricted-syntax -- two constants of this file, shared with the prepared statement above
  const [shown, source] = [sql.raw(columns), sql.raw(joined)]
  const { rows } = await tx.execute<VisitLine & Record<string, unknown>>(
    sql`select ${shown} from ${source} where ${all([
      sql`v.partnership_id = app.partnership()`,
      participantId ? sql`v.participant_id = ${participantId}` : undefined,
      officerId ? sql`${officerId} in (v.officer_id, v.second_officer_id)` : undefined,
      first ? sql`v.starts_at >= ${startOf(first)}` : undefined,
      last ? sql`v.starts_at < ${startOf(last)} + interval '1 day'` : undefined,
      status ? sql`v.status = ${status}` : undefined,
      place ? sql`(v.starts_at, v.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : undefined,
    ])} order by v.starts_at desc, v.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit),
    end = items.at(-1)
  return { items: items as VisitLine[], next: rows.length > limit && end ? cursor.write(end.startsAt, end.id) : null }
}

/** Visits before a yes: a statistic about our patience, never about the person. */
export async function countPatience(tx: Tx, participantId: string): Promise<{ made: number; beforeYes: number | null }> {
  const { rows } = await tx.execute<{ made: number; beforeYes: number | null }>(sql`
    with made as (select wants_to_come, row_number() over (order by happened_at, id)::int as attempt from visits
      where partnership_id = app.partnership() and participant_id = ${participantId} and status = 'recorded')
    select count(*)::int as made, min(attempt) filter (where wants_to_come = 'yes') as "beforeYes" from made`)
  return rows[0]!
}

export async function listVersions(tx: Tx, visitId: string): Promise<VisitVersion[]> {
  const { rows } = await tx.execute<{ was: Record<string, unknown>; by: string }>(sql`
    select was, coalesce(h.name, '') as by from (
      select case when app.sees('contact', programme_id, participant_id) then was else was - 'place' end as was, created_at, of_version from visit_versions
        where partnership_id = app.partnership() and visit_id = ${visitId}
      union all
      select x.was, x.created_at, x.of_version from note_versions x join notes n on n.partnership_id = x.partnership_id and n.id = x.note_id
        where x.partnership_id = app.partnership() and n.kind = 'visit' and n.about_id = ${visitId}) as kept
    left join people h on h.partnership_id = app.partnership() and h.user_id = (was ->> 'by')::uuid
    order by kept.created_at desc, kept.of_version desc`)
  return rows.map(({ was: { status: _s, startsAt: _t, by: _b, at, happenedAt, ...was }, by }) => ({
    ...was,
    at: iso(at),
    by,
    ...(happenedAt ? { happenedAt: iso(happenedAt) } : {}),
  }))
}
const iso = (at: unknown) => new Date(at as string).toISOString()

/** Whose door it is, and whether we may knock. */
export interface Door {
  id: string
  programmeId: string
  knownAs: string
  ageBand: string
  status: string
  programmeStatus: string
  nominationId: string | null
  toldBefore: boolean
  askedToStop: boolean
}
const door = `select p.id, p.programme_id as "programmeId", p.known_as as "knownAs", p.age_band as "ageBand", p.status, g.status as "programmeStatus", p.nomination_id as "nominationId",
    exists (select 1 from visits v where v.partnership_id = p.partnership_id and v.participant_id = p.id and v.status = 'recorded' and v.told_what_we_write) as "toldBefore",
    p.status = 'declined' or (p.status = 'stepped_back' and exists (select 1 from contact_events c where c.partnership_id = p.partnership_id and c.participant_id = p.id
      and c.outcome = 'asked_to_stop' and (c.happened_at at time zone 'Europe/London')::date >= p.status_since)) as "askedToStop"
  from participants p join programmes g on g.partnership_id = p.partnership_id and g.id = p.programme_id
  where p.partnership_id = app.partnership() and p.id = $1`
export async function getDoor(tx: Tx, participantId: string): Promise<Door> {
  const [found] = await named<Door>(tx, 'visits.door', door, [participantId])
  if (!found) throw notFound()
  return found
}

export interface Officer {
  id: string
  name: string
  clear: ClearBy | null
}
export async function listOfficers(tx: Tx, programmeId: string): Promise<Officer[]> {
  const { rows } = await tx.execute<Officer & Record<string, unknown>>(sql`
    select distinct h.user_id as id, h.name, app.clearance(${programmeId}, h.user_id, 'outreach_officer') as clear
    from memberships m join people h on h.partnership_id = m.partnership_id and h.user_id = m.user_id and h.partner_id = m.partner_id
    where m.partnership_id = app.partnership() and m.programme_id = ${programmeId} and m.role in ('outreach_officer', 'programme_lead') and m.from_at <= now()
      and (m.until_at is null or now() < m.until_at) and h.disabled_at is null and (h.left_on is null or h.left_on > app.today())
    order by h.name`)
  return rows
}

type Rest = Pick<Doorstep, 'address' | 'attempt' | 'safety' | 'chips' | 'heardBefore' | 'draftId'>
const rest = `
  select (select nullif(concat_ws(', ', nullif(address, ''), nullif(postcode, '')), '') from participant_contacts where partnership_id = app.partnership() and participant_id = $1) as address,
    (select count(*)::int + 1 from visits where partnership_id = app.partnership() and participant_id = $1 and status = 'recorded') as attempt,
    coalesce((select jsonb_agg(jsonb_build_object('whatToDo', what_to_do, 'reviewOn', review_on) order by agreed_on desc) from visit_risk_flags
      where partnership_id = app.partnership() and participant_id = $1 and ended_on is null), '[]') as safety,
    coalesce((select jsonb_agg(jsonb_build_object('id', id, 'ownWords', own_words, 'tag', tag) order by id desc) from interests
      where partnership_id = app.partnership() and participant_id = $1 and status <> 'gone'), '[]') as "heardBefore",
    (select coalesce(jsonb_agg(jsonb_build_object('key', w.key, 'label', w.label) order by coalesce(said.times, 0) desc, w.position, w.label), '[]') from word_lists w
      left join (select tag, count(*) as times from (select tag from interests where partnership_id = app.partnership() and programme_id = $2 and status <> 'gone' limit 1000) heard group by tag) said on said.tag = w.key
      where w.partnership_id = app.partnership() and w.list = 'interest' and w.retired_at is null) as chips,
    (select id from drafts where partnership_id = app.partnership() and created_by = app.user_id() and kind = 'visit' and (id = $3 or ($3 is null and about_id = $1))
      and not exists (select 1 from visits b where $3::uuid is null and b.partnership_id = app.partnership() and b.id = drafts.id) order by updated_at desc limit 1) as "draftId"`
/** The rest of what the doorstep page needs to know; `visitId` when the knock was planned. */
export const describeDoor = async (tx: Tx, { id, programmeId }: Door, visitId: string | null): Promise<Rest> =>
  (await named<Rest>(tx, 'visits.rest', rest, [id, programmeId, visitId]))[0]!
