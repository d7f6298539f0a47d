import { sql, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { ContactChange, ContactEvent, ContactRecord } from '@modulus/contracts/contacts.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { invalid, notFound } from '#plugins/problems.ts'

/** `fresh`: saved within the last half hour. */
export type ContactRow = Omit<ContactEvent, 'can'> & { writerId: string | null; fresh: boolean }

const select = (where: SQL) => sql`
  select c.id, jsonb_build_object('id', p.id, 'knownAs', p.known_as) as participant, c.programme_id as "programmeId", c.channel, c.direction, c.outcome,
    app.iso(c.happened_at) as "happenedAt", c.next_on as "nextOn", h.name as by,
    case when app.sees('notes', c.programme_id, c.participant_id) then coalesce(n.their_words, '') end as "theirWords",
    case when app.sees('notes', c.programme_id, c.participant_id) then coalesce(n.staff_words, '') end as "staffWords",
    c.version, c.created_by as "writerId", c.created_at > now() - interval '30 minutes' as fresh,
    coalesce((select jsonb_agg(jsonb_build_object('at', app.iso((x.was ->> 'at')::timestamptz), 'theirWords', x.was ->> 'theirWords', 'staffWords', x.was ->> 'staffWords') order by x.of_version desc)
      from note_versions x where x.partnership_id = n.partnership_id and x.note_id = n.id), '[]') as earlier
  from contact_events c join participants p on p.partnership_id = c.partnership_id and p.id = c.participant_id
  left join people h on h.partnership_id = c.partnership_id and h.user_id = c.created_by
  left join notes n on n.partnership_id = c.partnership_id and n.kind = 'contact' and n.about_id = c.id
  where c.partnership_id = app.partnership() and ${where}`

export async function getContact(tx: Tx, id: string): Promise<ContactRow> {
  const { rows } = await tx.execute<ContactRow & Record<string, unknown>>(select(sql`c.id = ${id}`))
  if (!rows[0]) throw notFound()
  return rows[0]
}

export async function listContacts(
  tx: Tx,
  { participantId, after, limit = 25 }: { participantId: string; after?: string; limit?: number },
) {
  const place = cursor.read(after, 2)
  if (place && (Number.isNaN(Date.parse(place[0] ?? '')) || !/^[0-9a-f-]{36}$/i.test(place[1] ?? '')))
    throw invalid('after', 'format', 'is not a place in this list')
  const { rows } = await tx.execute<ContactRow & Record<string, unknown>>(
    sql`${select(sql`c.participant_id = ${participantId}
    ${place ? sql`and (c.happened_at, c.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql``}`)} order by c.happened_at desc, c.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit),
    end = items.at(-1)
  return { items: items as ContactRow[], next: rows.length > limit && end ? cursor.write(end.happenedAt, end.id) : null }
}

export const insertContact = (
  tx: Tx,
  id: string,
  programmeId: string,
  { participantId, channel, direction, outcome, happenedAt, nextOn }: ContactRecord,
) =>
  tx.execute(sql`insert into contact_events (id, programme_id, participant_id, channel, direction, outcome, happened_at, next_on)
    values (${id}, ${programmeId}, ${participantId}, ${channel}, ${direction}, ${outcome}, ${happenedAt}, ${nextOn})`)

/** Nothing means that the version was not the one named. */
export async function updateContact(
  tx: Tx,
  id: string,
  { version, channel, direction, outcome, happenedAt, nextOn }: ContactChange,
): Promise<true | undefined> {
  const { rowCount } = await tx.execute(sql`update contact_events set channel = ${channel}, direction = ${direction}, outcome = ${outcome},
    happened_at = ${happenedAt}, next_on = ${nextOn} where partnership_id = app.partnership() and id = ${id} and version = ${version}`)
  return rowCount === 1 ? true : undefined
}
/** Their words and the writer's; a trigger keeps what stood before. */
export const keepWords = (
  tx: Tx,
  id: string,
  who: { id: string; programmeId: string },
  { theirWords, staffWords }: Pick<ContactRecord, 'theirWords' | 'staffWords'>,
) =>
  tx.execute(sql`insert into notes (id, programme_id, participant_id, kind, about_id, their_words, staff_words)
    select ${uuidv7()}, ${who.programmeId}, ${who.id}, 'contact', ${id}, ${theirWords}, ${staffWords}
    where ${(theirWords + staffWords).trim() !== ''} or exists (select 1 from notes where partnership_id = app.partnership() and kind = 'contact' and about_id = ${id})
    on conflict on constraint notes_once do update set their_words = excluded.their_words, staff_words = excluded.staff_words`)
/** The next step that an earlier answer set moves with the answer. */
export const moveNextStep = (tx: Tx, participantId: string, before: string | null, now: string | null) =>
  tx.execute(sql`update participants set next_step = ${now ? 'get_in_touch' : ''}, next_step_on = ${now}
    where partnership_id = app.partnership() and id = ${participantId}
      and (next_step, next_step_on) is not distinct from (${before ? 'get_in_touch' : ''}, ${before}::date)`)
/** Null: not theirs; false: too late. */
export const takeBack = async (tx: Tx, id: string): Promise<boolean | null> =>
  (await tx.execute<{ gone: boolean | null }>(sql`select app.take_back('contact', ${id}) as gone`)).rows[0]!.gone
