import { sql, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Idea, IdeaStatus, NewIdea, NewReply } from '@modulus/contracts/ideas.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'

export type IdeaRow = Omit<Idea, 'can'>

// Mine is what I raised for myself; what the team wrote down for someone else is theirs.
const mine = sql`((i.created_by = app.user_id() and not (i.raised_by_kind in ('participant', 'supporter') and i.programme_id = any (app.programmes_to_write('power'))))
  or exists (select from idea_voices v where v.partnership_id = i.partnership_id and v.idea_id = i.id and v.raised and v.participant_id = any (app.self())))`
// Voices and supports are what the reader's own eyes see of them: everyone for the team, oneself for a young person, else nobody.
const shown = sql`i.id, i.programme_id as "programmeId", p.name as "programmeName", i.words, i.raised_by_kind as "raisedByKind", i.raised_on as "raisedOn", i.co_mode as "coMode",
    i.voice_or_action as "voiceOrAction", i.status, app.count_support(i.id) as support, i.version,
    case when i.replied_at is null then i.reply_due_on end as "replyDueOn",
    exists (select from idea_supports s where s.partnership_id = i.partnership_id and s.idea_id = i.id and s.user_id = app.user_id()) as "mySupport",
    coalesce(${mine}, false) as mine,
    coalesce((select json_agg(json_build_object('status', r.status, 'words', r.words, 'at', app.iso(r.created_at),
        'by', (select name from people h where h.partnership_id = r.partnership_id and h.user_id = r.created_by)) order by r.created_at desc, r.id desc)
      from idea_replies r where r.partnership_id = i.partnership_id and r.idea_id = i.id), '[]') as replies,
    coalesce((select json_agg(json_build_object('participantId', v.participant_id, 'knownAs', t.known_as, 'raised', v.raised, 'interestId', v.from_interest_id, 'ownWords', n.own_words) order by v.raised desc, v.id)
      from idea_voices v join participants t on t.partnership_id = v.partnership_id and t.id = v.participant_id
      left join interests n on n.partnership_id = v.partnership_id and n.id = v.from_interest_id
      where v.partnership_id = i.partnership_id and v.idea_id = i.id), '[]') as voices,
    coalesce((select json_agg(json_build_object('id', d.id, 'title', d.title, 'state', d.state) order by d.id desc)
      from decisions d where d.partnership_id = i.partnership_id and d.idea_id = i.id), '[]') as decisions`
const from = sql`from ideas i join programmes p on p.partnership_id = i.partnership_id and p.id = i.programme_id where i.partnership_id = app.partnership()`

export async function getIdea(tx: Tx, id: string): Promise<IdeaRow> {
  const { rows } = await tx.execute<IdeaRow & Record<string, unknown>>(sql`select ${shown} ${from} and i.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}

// One number that puts ideas owed a reply first, longest waiting on top, and then the others, newest on top: days since 2000, turned round for those owed.
const place = sql`case when i.replied_at is null then 100000 - (i.raised_on - date '2000-01-01') else i.raised_on - date '2000-01-01' end`

export interface IdeaFilter {
  programmeId?: string
  status?: IdeaStatus
  owed?: boolean
  mine?: boolean
  after?: string
  limit?: number
}
export async function listIdeas(tx: Tx, { programmeId, status, owed, mine: onlyMine, after, limit = 25 }: IdeaFilter) {
  const last = cursor.read(after, 2)
  const wanted: SQL[] = [
    programmeId && sql`i.programme_id = ${programmeId}`,
    status && sql`i.status = ${status}`,
    owed !== undefined && (owed ? sql`i.replied_at is null` : sql`i.replied_at is not null`),
    onlyMine && mine,
    last && sql`(${place}, i.id) < (${last[0]}::integer, ${last[1]}::uuid)`,
  ].filter((one): one is SQL => Boolean(one))
  const { rows } = await tx.execute<IdeaRow & { place: number }>(
    sql`select ${shown}, ${place} as place ${from} ${wanted.length ? sql`and ${sql.join(wanted, sql` and `)}` : sql``} order by place desc, i.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit),
    end = items.at(-1)
  return {
    items: items.map(({ place: _place, ...one }) => one),
    next: rows.length > limit && end ? cursor.write(end.place, end.id) : null,
  }
}

export type Voices = { participantId: string; interestId?: string | null }[]
/** Who they are and whose words they were is for the team to say, or for oneself; the function keeps to that by itself. */
export const raiseIdea = (
  tx: Tx,
  id: string,
  { programmeId, words, raisedByKind, coMode = 'co_design', voiceOrAction = 'voice', voices = [] }: NewIdea,
) =>
  tx.execute(
    sql`select app.raise_idea(${id}, ${programmeId}, ${words.trim()}, ${raisedByKind ?? null}, ${coMode}, ${voiceOrAction}, ${JSON.stringify(voices)}::jsonb)`,
  )
/** Foreign keys look past row-level security: are these people, and these words of theirs, there for the asker's own eyes? */
export async function knowsVoices(tx: Tx, programmeId: string, voices: Voices): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select 1 from jsonb_to_recordset(${JSON.stringify(voices)}::jsonb) as v ("participantId" uuid, "interestId" uuid)
    where not exists (select from participants t where t.partnership_id = app.partnership() and t.programme_id = ${programmeId} and t.id = v."participantId")
      or (v."interestId" is not null and not exists (select from interests n where n.partnership_id = app.partnership() and n.participant_id = v."participantId" and n.id = v."interestId"))`)
  return rows.length === 0
}

/** Undefined when someone was faster. */
export async function replyTo(tx: Tx, idea: IdeaRow, { version, status, words }: NewReply): Promise<true | undefined> {
  const { rowCount } = await tx.execute(
    sql`update ideas set status = ${status}, replied_at = coalesce(replied_at, now()) where partnership_id = app.partnership() and id = ${idea.id} and version = ${version}`,
  )
  if (rowCount !== 1) return undefined
  await tx.execute(
    sql`insert into idea_replies (id, programme_id, idea_id, status, words) values (${uuidv7()}, ${idea.programmeId}, ${idea.id}, ${status}, ${words.trim()})`,
  )
  return true
}

export const support = (tx: Tx, { id, programmeId }: IdeaRow) =>
  tx.execute(sql`insert into idea_supports (id, programme_id, idea_id) values (${uuidv7()}, ${programmeId}, ${id}) on conflict do nothing`)
export const unsupport = (tx: Tx, actor: Actor, { id }: IdeaRow) =>
  tx.execute(sql`delete from idea_supports where partnership_id = app.partnership() and idea_id = ${id} and user_id = ${actor.userId}`)
