import { sql, type SQL } from 'drizzle-orm'
import type { ContactEvent, ContactRecord } from '@modulus/contracts/contacts.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { invalid, notFound } from '#plugins/problems.ts'

const select = (where: SQL) => sql`
  select c.id, jsonb_build_object('id', p.id, 'knownAs', p.known_as) as participant, c.programme_id as "programmeId", c.channel, c.direction, c.outcome,
    app.iso(c.happened_at) as "happenedAt", c.next_on as "nextOn", h.name as by,
    case when app.sees('notes', c.programme_id, c.participant_id) then coalesce(n.their_words, '') end as "theirWords",
    case when app.sees('notes', c.programme_id, c.participant_id) then coalesce(n.staff_words, '') end as "staffWords"
  from contact_events c join participants p on p.partnership_id = c.partnership_id and p.id = c.participant_id
  left join people h on h.partnership_id = c.partnership_id and h.user_id = c.created_by
  left join notes n on n.partnership_id = c.partnership_id and n.kind = 'contact' and n.about_id = c.id
  where c.partnership_id = app.partnership() and ${where}`

export async function getContact(tx: Tx, id: string): Promise<ContactEvent> {
  const { rows } = await tx.execute<ContactEvent & Record<string, unknown>>(select(sql`c.id = ${id}`))
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
  const { rows } = await tx.execute<ContactEvent & Record<string, unknown>>(
    sql`${select(sql`c.participant_id = ${participantId}
    ${place ? sql`and (c.happened_at, c.id) < (${place[0]}::timestamptz, ${place[1]}::uuid)` : sql``}`)} order by c.happened_at desc, c.id desc limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit),
    end = items.at(-1)
  return { items: items as ContactEvent[], next: rows.length > limit && end ? cursor.write(end.happenedAt, end.id) : null }
}

export const insertContact = (
  tx: Tx,
  id: string,
  programmeId: string,
  { participantId, channel, direction, outcome, happenedAt, nextOn }: ContactRecord,
) =>
  tx.execute(sql`insert into contact_events (id, programme_id, participant_id, channel, direction, outcome, happened_at, next_on)
    values (${id}, ${programmeId}, ${participantId}, ${channel}, ${direction}, ${outcome}, ${happenedAt}, ${nextOn})`)
