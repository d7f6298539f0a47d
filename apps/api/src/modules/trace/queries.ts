// The chain from words to a session, each link read through the reader's own eyes; what names nobody comes from the counter.
import { sql, type SQL } from 'drizzle-orm'
import type { TraceDecision, TraceElement, TraceIdea, TraceSession, TraceVoice } from '@modulus/contracts/trace.ts'
import type { Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'

const ids = (list: readonly string[]) => sql`${`{${list.join()}}`}::uuid[]`
const read = async <T>(tx: Tx, query: SQL): Promise<T[]> => (await tx.execute(query)).rows as T[]

const session = sql`select s.id, s.title, app.iso(s.starts_at) as "startsAt", s.status, s.course_id as "courseId", c.name as "courseName", s.programme_id as "programmeId", s.element_id as "elementId"
  from course_sessions s join courses c on c.partnership_id = s.partnership_id and c.id = s.course_id where s.partnership_id = app.partnership()`
const element = sql`select e.id, e.title, e.came_from as "cameFrom", e.course_id as "courseId", c.name as "courseName", e.idea_id as "ideaId", e.decision_id as "decisionId", e.interest_id as "interestId"
  from course_elements e join courses c on c.partnership_id = e.partnership_id and c.id = e.course_id where e.partnership_id = app.partnership()`
const decision = sql`select d.id, d.title, d.state, d.decided_by as "decidedBy", d.how, d.decided_on as "decidedOn", d.participants_present as "participantsPresent", d.idea_id as "ideaId"
  from decisions d where d.partnership_id = app.partnership()`
const idea = sql`select i.id, i.words, i.status, app.count_support(i.id) as support from ideas i where i.partnership_id = app.partnership()`

type SessionRow = TraceSession & { programmeId: string; elementId: string | null }
type ElementRow = TraceElement & { ideaId: string | null; decisionId: string | null; interestId: string | null }
type DecisionRow = TraceDecision & { ideaId: string | null }

export async function getSession(tx: Tx, id: string): Promise<SessionRow> {
  const [found] = await read<SessionRow>(tx, sql`${session} and s.id = ${id}`)
  if (!found) throw notFound()
  return found
}
export const findElement = async (tx: Tx, id: string) => (await read<ElementRow>(tx, sql`${element} and e.id = ${id}`))[0] ?? null
export const findIdea = async (tx: Tx, id: string) => (await read<TraceIdea>(tx, sql`${idea} and i.id = ${id}`))[0] ?? null
export const findDecision = async (tx: Tx, id: string) => (await read<DecisionRow>(tx, sql`${decision} and d.id = ${id}`))[0] ?? null
/** What an idea led to, when the part of the course does not say it itself. */
export const findDecisionAbout = async (tx: Tx, ideaId: string) =>
  (
    await read<DecisionRow>(
      tx,
      sql`${decision} and d.idea_id = ${ideaId} and d.decided_by is not null order by d.decided_on desc, d.id desc limit 1`,
    )
  )[0] ?? null
/** The latest decision about a whole course that was the young people's, or shared with them. */
export const findDecisionOfCourse = async (tx: Tx, courseId: string) =>
  (
    await read<DecisionRow>(
      tx,
      sql`${decision} and d.course_id = ${courseId} and d.decided_by in ('participants', 'together') order by d.decided_on desc, d.id desc limit 1`,
    )
  )[0] ?? null

/** The words an idea was made from, as ids that name nobody. */
export const listLinks = (tx: Tx, programmeId: string) =>
  read<{ ideaId: string; interestId: string }>(
    tx,
    sql`select idea_id as "ideaId", interest_id as "interestId" from app.idea_links(${programmeId})`,
  )
/** Words with who, where the reader may know; else without, where that points at nobody. */
export async function listVoices(tx: Tx, programmeId: string, interestIds: readonly string[]): Promise<TraceVoice[]> {
  if (interestIds.length === 0) return []
  return read<TraceVoice>(
    tx,
    sql`select coalesce(n.id, h.id) as "interestId", coalesce(n.own_words, h.own_words) as "ownWords", coalesce(n.tag, h.tag) as tag,
      case when t.id is not null then json_build_object('id', t.id, 'knownAs', t.known_as) end as who
    from unnest(${ids(interestIds)}) with ordinality as one (id, place)
    left join interests n on n.partnership_id = app.partnership() and n.id = one.id
    left join participants t on t.partnership_id = n.partnership_id and t.id = n.participant_id
    left join app.heard_words(${programmeId}) h on h.id = one.id
    where coalesce(n.id, h.id) is not null order by one.place`,
  )
}

/** In which of the reader's programmes something was said, and what. Not there, or not to be shown to them, is not found. */
export async function getVoice(
  tx: Tx,
  programmeIds: readonly string[],
  interestId: string,
): Promise<{ programmeId: string; voice: TraceVoice }> {
  const [own] = await read<{ programmeId: string }>(
    tx,
    sql`select programme_id as "programmeId" from interests where partnership_id = app.partnership() and id = ${interestId}`,
  )
  for (const programmeId of own ? [own.programmeId] : programmeIds) {
    const [voice] = await listVoices(tx, programmeId, [interestId])
    if (voice) return { programmeId, voice }
  }
  throw notFound()
}
export const listIdeas = (tx: Tx, ideaIds: readonly string[]) =>
  read<TraceIdea>(tx, sql`${idea} and i.id = any (${ids(ideaIds)}) order by i.raised_on, i.id`)
export const listDecisions = (tx: Tx, ideaIds: readonly string[], decisionIds: readonly string[]) =>
  read<DecisionRow>(
    tx,
    sql`${decision} and (d.idea_id = any (${ids(ideaIds)}) or d.id = any (${ids(decisionIds)})) order by coalesce(d.decided_on, d.opened_on), d.id`,
  )
export const listElements = (tx: Tx, interestId: string, ideaIds: readonly string[]) =>
  read<ElementRow>(
    tx,
    sql`${element} and (e.interest_id = ${interestId} or e.idea_id = any (${ids(ideaIds)}) or e.decision_id in (select d.id from decisions d where d.partnership_id = app.partnership() and d.idea_id = any (${ids(ideaIds)}))) order by e.position, e.id`,
  )
export const listSessions = (tx: Tx, elementIds: readonly string[]) =>
  read<SessionRow>(tx, sql`${session} and s.element_id = any (${ids(elementIds)}) order by s.starts_at, s.id limit 50`)
