import { and, eq, sql } from 'drizzle-orm'
import type { MeetUp, MeetUpChange, MentorMatch, NewMeetUp } from '@modulus/contracts/mentoring.ts'
import type { ClearBy } from '@modulus/contracts/clear-by.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'
import { v7 as uuidv7 } from 'uuid'
import { mentoringSessions, mentorMatches } from './table.ts'

// Longer than one and a half times what they agreed. Someone who did not turn up was not in touch.
const quiet = sql`(m.status = 'active' and coalesce(s.last_on, m.started_on) + (m.meets_every_days * 1.5)::integer < app.today())`
const select = sql`select m.id, m.programme_id as "programmeId", m.participant_id as "participantId", m.mentor_id as "mentorId",
    jsonb_build_object('id', m.participant_id, 'programmeId', m.programme_id, 'knownAs', t.known_as) as participant, jsonb_build_object('id', m.mentor_id, 'name', p.name) as mentor,
    m.status, m.proposed_on as "proposedOn", m.participant_yes_on as "theirYesOn", m.mentor_yes_on as "mentorYesOn", m.started_on as "startedOn", m.ended_on as "endedOn", m.ended_by as "endedBy", m.ended_words as "endedWords",
    m.swap_wanted as "swapWanted", m.swapped_from_id as "swappedFromId", m.purpose, m.goals, m.meets_every_days as "meetsEveryDays", m.contact_routes as "contactRoutes", m.boundaries, m.review_agreement_on as "reviewAgreementOn",
    s.last_on as "lastOn", s.next_on as "nextOn", s.meet_ups::integer as "meetUps", ${quiet} as quiet, m.version
  from mentor_matches m
  join people p on p.partnership_id = m.partnership_id and p.user_id = m.mentor_id
  left join participants t on t.partnership_id = m.partnership_id and t.id = m.participant_id
  left join lateral (select max(held_on) filter (where kind <> 'missed') as last_on, (array_agg(next_on order by held_on desc, x.id desc))[1] as next_on, count(*) filter (where kind <> 'missed') as meet_ups
    from mentoring_sessions x where x.partnership_id = m.partnership_id and x.match_id = m.id) s on true
  where m.partnership_id = app.partnership()`
export type MatchRow = Omit<MentorMatch, 'can' | 'endedWords'> & {
  programmeId: string
  participantId: string
  mentorId: string
  endedWords: string
}

export async function getMatch(tx: Tx, id: string): Promise<MatchRow> {
  const { rows } = await tx.execute<Record<string, unknown>>(sql`${select} and m.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0] as unknown as MatchRow
}

/** The calendar date it is here. */
export async function today(tx: Tx): Promise<string> {
  const { rows } = await tx.execute<{ today: string }>(sql`select app.today() as today`)
  return rows[0]!.today
}

export interface MatchFilter {
  quiet?: boolean
  status?: string
  programmeId?: string
  participantId?: string
  after?: string
  limit?: number
}
export async function listMatches(tx: Tx, { after, limit = 25, ...filter }: MatchFilter) {
  const [last] = cursor.read(after, 1) ?? []
  const wanted = [
    filter.quiet === true && quiet,
    filter.quiet === false && sql`not ${quiet}`,
    filter.status && sql`m.status = ${filter.status}`,
    filter.programmeId && sql`m.programme_id = ${filter.programmeId}`,
    filter.participantId && sql`m.participant_id = ${filter.participantId}`,
    last && sql`m.id < ${last}::uuid`,
  ].filter((one) => Boolean(one))
  const { rows } = await tx.execute<Record<string, unknown>>(
    sql`${sql.join([select, ...(wanted as ReturnType<typeof sql>[])], sql` and `)} order by m.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit) as unknown as MatchRow[]
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}

/** `clear`: by what they may be beside somebody who may be under 18. */
export async function listMentors(tx: Tx, programmeId: string) {
  const { rows } = await tx.execute<{ userId: string; name: string; clear: ClearBy | null; matches: number }>(sql`
    select p.user_id as "userId", p.name, app.clearance(${programmeId}, p.user_id, 'mentor') as clear,
      (select count(*)::integer from mentor_matches m where m.partnership_id = p.partnership_id and m.mentor_id = p.user_id and m.status in ('proposed', 'active')) as matches
    from people p where p.partnership_id = app.partnership() and p.disabled_at is null and (p.left_on is null or p.left_on > current_date)
      and exists (select from memberships h where h.partnership_id = p.partnership_id and h.user_id = p.user_id and h.programme_id = ${programmeId} and h.role = 'mentor'
                  and h.from_at <= now() and (h.until_at is null or now() < h.until_at))
    order by p.name, p.user_id`)
  return rows
}

type NewRow = Pick<typeof mentorMatches.$inferInsert, 'programmeId' | 'participantId' | 'mentorId' | 'purpose' | 'swappedFromId'> & {
  proposedOn: string
}
export const insertMatch = (tx: Tx, actor: Actor, id: string, match: NewRow) =>
  tx.insert(mentorMatches).values({ ...match, id, partnershipId: actor.partnershipId } as typeof mentorMatches.$inferInsert)

/** Nothing means that someone else changed it meanwhile. */
export async function changeMatch(
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  change: Partial<typeof mentorMatches.$inferInsert>,
): Promise<true | undefined> {
  const { rowCount } = await tx
    .update(mentorMatches)
    .set(change)
    .where(and(eq(mentorMatches.partnershipId, actor.partnershipId), eq(mentorMatches.id, id), eq(mentorMatches.version, version)))
  return rowCount === 1 ? true : undefined
}

/** `fresh`: saved within the last half hour. */
export type MeetUpRow = Omit<MeetUp, 'can'> & {
  writerId: string | null
  fresh: boolean
  programmeId: string
  participantId: string
  mentorId: string
}
const meetUp = sql`select s.id, s.match_id as "matchId", s.held_on as "heldOn", s.minutes, s.place, s.kind, s.next_on as "nextOn", coalesce(n.their_words, '') as "theirWords", coalesce(n.staff_words, '') as "staffWords",
    (select name from people p where p.partnership_id = s.partnership_id and p.user_id = s.created_by) as "writtenBy",
    s.version, s.created_by as "writerId", s.created_at > now() - interval '30 minutes' as fresh, s.participant_id as "participantId", s.programme_id as "programmeId", s.mentor_id as "mentorId",
    coalesce((select jsonb_agg(jsonb_build_object('at', app.iso((x.was ->> 'at')::timestamptz), 'theirWords', x.was ->> 'theirWords', 'staffWords', x.was ->> 'staffWords') order by x.of_version desc)
      from note_versions x where x.partnership_id = n.partnership_id and x.note_id = n.id), '[]') as earlier
  from mentoring_sessions s left join notes n on n.partnership_id = s.partnership_id and n.kind = 'mentoring' and n.about_id = s.id
  where s.partnership_id = app.partnership()`

export async function getMeetUp(tx: Tx, id: string) {
  const { rows } = await tx.execute<Record<string, unknown>>(sql`${meetUp} and s.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0] as unknown as MeetUpRow
}
export async function listMeetUps(tx: Tx, matchId: string, { after, limit = 25 }: { after?: string; limit?: number }) {
  const [on, id] = cursor.read(after, 2) ?? []
  const { rows } = await tx.execute<Record<string, unknown>>(
    sql`${meetUp} and s.match_id = ${matchId} ${on ? sql`and (s.held_on, s.id) < (${on}::date, ${id}::uuid)` : sql``} order by s.held_on desc, s.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit) as unknown as MeetUpRow[]
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.heldOn, items.at(-1)!.id) : null }
}

/** The meet-up in one row, the words about it in the notes, which have readers of their own. */
export async function insertMeetUp(
  tx: Tx,
  actor: Actor,
  id: string,
  { programmeId, participantId, mentorId }: MatchRow,
  { theirWords, staffWords, ...meeting }: NewMeetUp,
) {
  await tx.insert(mentoringSessions).values({
    ...meeting,
    id,
    partnershipId: actor.partnershipId,
    programmeId,
    participantId,
    mentorId,
  } as typeof mentoringSessions.$inferInsert)
  await keepWords(tx, id, { programmeId, participantId }, { theirWords, staffWords })
}

/** Nothing means that the version was not the one named. A trigger keeps the words that stood before. */
export async function updateMeetUp(tx: Tx, row: MeetUpRow, { version, theirWords, staffWords, ...meeting }: MeetUpChange) {
  const { rowCount } = await tx
    .update(mentoringSessions)
    .set(meeting)
    .where(
      and(
        sql`${mentoringSessions.partnershipId} = app.partnership()`,
        eq(mentoringSessions.id, row.id),
        eq(mentoringSessions.version, version),
      ),
    )
  if (rowCount !== 1) return undefined
  await keepWords(tx, row.id, row, { theirWords, staffWords })
  return true as const
}
/** Null: not theirs; false: too late. */
export const takeBack = async (tx: Tx, id: string): Promise<boolean | null> =>
  (await tx.execute<{ gone: boolean | null }>(sql`select app.take_back('mentoring', ${id}) as gone`)).rows[0]!.gone

const keepWords = (
  tx: Tx,
  id: string,
  { programmeId, participantId }: { programmeId: string; participantId: string },
  { theirWords, staffWords }: Pick<NewMeetUp, 'theirWords' | 'staffWords'>,
) =>
  tx.execute(sql`insert into notes (id, programme_id, participant_id, kind, about_id, their_words, staff_words)
    select ${uuidv7()}, ${programmeId}, ${participantId}, 'mentoring', ${id}, ${theirWords}, ${staffWords}
    where ${(theirWords + staffWords).trim() !== ''} or exists (select 1 from notes where partnership_id = app.partnership() and kind = 'mentoring' and about_id = ${id})
    on conflict on constraint notes_once do update set their_words = excluded.their_words, staff_words = excluded.staff_words`)
