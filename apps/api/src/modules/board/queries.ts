import { sql } from 'drizzle-orm'
import type { Stage, Wants } from '@modulus/contracts/board.ts'
import type { Framework, Rater, Shanarri } from '@modulus/contracts/measures.ts'
import type { Mark } from '@modulus/contracts/register.ts'
import { named } from '#db/named.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

export interface ProgrammeRow {
  id: string
  name: string
  cohortName: string
  areaName: string
  status: string
  startedOn: string | null
  synthetic: boolean
  outcomesNote: string
  invitedCount: number | null
  /** Categories that the reader is given for everyone in it. */
  given: string[]
}
export async function getProgramme(tx: Tx, id: string): Promise<ProgrammeRow> {
  const rows = await named<ProgrammeRow>(
    tx,
    'board.programme',
    `
    select g.id, g.name, g.cohort_name as "cohortName", a.name as "areaName", g.status, g.started_on as "startedOn", g.synthetic, g.outcomes_note as "outcomesNote", g.invited_count as "invitedCount",
      array(select c from unnest(array['identity', 'interests', 'participation', 'outcomes']) c where g.id = any (app.programmes(c))) as given
    from programmes g join areas a on a.partnership_id = g.partnership_id and a.id = g.area_id where g.partnership_id = app.partnership() and g.id = $1`,
    [id],
  )
  if (!rows[0]) throw notFound()
  return rows[0]
}

export type StageCounts = Record<Stage, number> & { employed: number; sustained13w: number; sustained26w: number }
export async function countStages(tx: Tx, programmeId: string): Promise<StageCounts> {
  const rows = await named<StageCounts>(
    tx,
    'board.stages',
    `
    select nominated, visited, told_interests as "toldInterests", started, finished, placement_or_job as "placementOrJob", employed, sustained_13w as "sustained13w", sustained_26w as "sustained26w"
    from app.count_stages($1)`,
    [programmeId],
  )
  return rows[0]!
}

export interface SessionRow {
  courseId: string
  name: string
  courseStatus: string
  week: number | null
  planned: string
  title: string
  why: string
  status: string
}
/** Sessions of the six latest courses, in order. A course without sessions is one row without a week. */
export async function listSessions(tx: Tx, programmeId: string): Promise<SessionRow[]> {
  const rows = await named<SessionRow>(
    tx,
    'board.sessions',
    `
    with latest as (select id, name, status, starts_on from courses where partnership_id = app.partnership() and programme_id = $1 order by starts_on desc nulls last, id desc limit 6)
    select c.id as "courseId", c.name, c.status as "courseStatus", s.week, s.planned_title as planned, s.title, s.changed_why as why, s.status
    from latest c left join course_sessions s on s.partnership_id = app.partnership() and s.course_id = c.id order by c.starts_on desc nulls last, c.id desc, s.starts_at, s.id`,
    [programmeId],
  )
  return rows
}

export interface MarkRow {
  courseId: string
  participantId: string
  knownAs: string
  week: number | null
  mark: Mark | null
}
const latest =
  'select id from courses where partnership_id = app.partnership() and programme_id = $1 order by starts_on desc nulls last, id desc limit 6'
/**
 * Every mark of everyone on those courses, by name. Someone without a mark yet is one row without a week. People and marks are put
 * together here: behind policies the database expects one row of each, and would compare every mark with every person.
 */
export async function listMarks(tx: Tx, programmeId: string): Promise<MarkRow[]> {
  const [people, marks] = await Promise.all([
    named<Omit<MarkRow, 'week' | 'mark'>>(
      tx,
      'board.people',
      `
      with latest as materialized (${latest})
      select e.course_id as "courseId", p.id as "participantId", p.known_as as "knownAs"
      from latest cross join lateral (select x.course_id, x.participant_id from enrolments x where x.partnership_id = app.partnership() and x.course_id = latest.id and x.status <> 'waiting' offset 0) e
      cross join lateral (select t.id, t.known_as, t.name_key from participants t where t.partnership_id = app.partnership() and t.id = e.participant_id offset 0) p
      order by p.name_key, p.id`,
      [programmeId],
    ),
    named<Omit<MarkRow, 'knownAs'>>(
      tx,
      'board.marks',
      `
      with latest as materialized (${latest})
      select s.course_id as "courseId", a.participant_id as "participantId", s.week, a.mark
      from latest cross join lateral (select x.id, x.course_id, x.week, x.starts_at from course_sessions x where x.partnership_id = app.partnership() and x.course_id = latest.id offset 0) s
      cross join lateral (select x.participant_id, x.mark from attendance x where x.partnership_id = app.partnership() and x.course_session_id = s.id offset 0) a
      order by s.starts_at`,
      [programmeId],
    ),
  ])
  const of = ({ courseId, participantId }: Pick<MarkRow, 'courseId' | 'participantId'>) => `${courseId} ${participantId}`
  const marked = Map.groupBy(marks, of)
  return people.flatMap((one): MarkRow[] =>
    (marked.get(of(one)) ?? [{ week: null, mark: null }]).map(({ week, mark }) => ({ ...one, week, mark })),
  )
}

export interface DistanceRow {
  participantId: string
  knownAs: string
  framework: Framework
  item: Shanarri | null
  goal: string | null
  ratedBy: Rater
  first: number
  firstOn: string
  latest: number
  latestOn: string
}
/** One pair for each person and question: their own view before one given together, that before a worker's. */
export async function listDistances(tx: Tx, programmeId: string): Promise<DistanceRow[]> {
  const rows = await named<DistanceRow>(
    tx,
    'board.distances',
    `
    select distinct on (app.fold(t.known_as), d.participant_id, d.framework, d.item, d.goal_id) d.participant_id as "participantId", t.known_as as "knownAs", d.framework, nullif(d.item, '') as item, g.own_words as goal,
      d.rated_by as "ratedBy", d.first_value as first, d.first_on as "firstOn", d.latest_value as latest, d.latest_on as "latestOn"
    from app.distances($1) d
    join participants t on t.partnership_id = app.partnership() and t.id = d.participant_id
    left join goals g on g.partnership_id = app.partnership() and g.id = d.goal_id
    order by app.fold(t.known_as), d.participant_id, d.framework, d.item, d.goal_id, array_position(array['self', 'together', 'worker'], d.rated_by)`,
    [programmeId],
  )
  return rows
}

/** What young people want in each programme whose interests the reader is given, the open offers there are for it, and who took one up. */
export async function listWants(tx: Tx): Promise<Wants> {
  const [found] = await named<{ wants: Wants }>(
    tx,
    'board.wants',
    `
    with programme as (
      select g.id, g.name, row_number() over (order by g.started_on nulls last, g.name) as place from unnest(app.programmes('interests')) mine (id)
      cross join lateral (select x.id, x.name, x.started_on from programmes x where x.partnership_id = app.partnership() and x.id = mine.id offset 0) g order by 3 limit 6
    ), wanted as (
      select i.tag, i.programme_id, count(distinct i.participant_id)::int as n from interests i
      where i.partnership_id = app.partnership() and i.programme_id in (select id from programme) and i.tag is not null and i.status <> 'gone' group by 1, 2
    ), offered as (
      select tag, count(*)::int as n from opportunities o, unnest(o.tags) tag where o.partnership_id = app.partnership() and o.status in ('offered', 'checked', 'open') group by tag
    ), taken_up as (
      select tag, count(distinct p.participant_id)::int as n from placements p join opportunities o on o.partnership_id = p.partnership_id and o.id = p.opportunity_id, unnest(o.tags) tag
      where p.partnership_id = app.partnership() and p.programme_id in (select id from programme)
        and p.state in ('taster', 'placement', 'job_offered', 'job_accepted', 'sustained_13w', 'sustained_26w') group by tag
    ), tag as (
      select tag, sum(n)::int as n from wanted group by tag order by 2 desc, 1 limit 12
    )
    select json_build_object(
      'programmes', coalesce((select json_agg(json_build_object('id', id, 'name', name) order by place) from programme), '[]'),
      'rows', coalesce((select json_agg(json_build_object('tag', tag.tag, 'label', coalesce(w.label, tag.tag), 'open', coalesce(offered.n, 0), 'taken', coalesce(taken_up.n, 0),
          'people', (select json_agg(coalesce(wanted.n, 0) order by p.place) from programme p left join wanted on wanted.programme_id = p.id and wanted.tag = tag.tag)) order by tag.n desc, tag.tag)
        from tag left join offered on offered.tag = tag.tag left join taken_up on taken_up.tag = tag.tag
        left join word_lists w on w.partnership_id = app.partnership() and w.list = 'interest' and w.key = tag.tag), '[]')) as wants`,
    [],
  )
  return found!.wants
}

export interface Published {
  smallNumber: number
  funnel: Record<Stage, number | null>
  employed: number | null
  interests: { tag: string; people: number }[]
  interestsHidden: boolean
  steps: { item: Shanarri; people: number | null; rose: number | null }[]
}
/** Already suppressed by the database: the reader sees none of the rows it is counted from. */
export async function getPublished(tx: Tx, programmeId: string): Promise<Published> {
  const {
    rows: [found],
  } = await tx.execute<{ board: Published | null }>(sql`select app.count_board(${programmeId}) as board`)
  if (!found?.board) throw notFound()
  return found.board
}
export async function listInterestLabels(tx: Tx): Promise<Map<string, string>> {
  const { rows } = await tx.execute<{ key: string; label: string }>(
    sql`select key, label from word_lists where partnership_id = app.partnership() and list = 'interest'`,
  )
  return new Map(rows.map(({ key, label }) => [key, label]))
}
