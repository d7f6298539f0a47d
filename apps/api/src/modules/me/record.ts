// What is written about a young person, their answer beside it, who may see it, and who looked.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { meRecord, type Look, type NewReply, type RecordEntry } from '@modulus/contracts/me-record.ts'
import { sql } from 'drizzle-orm'
import { cursor, firstTime, logReading } from '#db/writes.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { findEntry, readRecord, whoSees, type Entry } from '../participants/queries.ts'
import { getSelf, type Self } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...meRecord.record,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor)
        await logReading(tx, 'me.record', [self])
        const { items, next } = await readRecord(tx, self.id, request.query.after, request.query.limit)
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })

  app.route({
    ...meRecord.answerEntry,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { kind, entryId, replyId } = request.params,
          self = await getSelf(tx, actor)
        const entry = await findEntry(tx, self.id, kind, entryId)
        if (!entry) throw notFound()
        if (await firstTime(tx, 'me.answerEntry', replyId, { params: request.params, body: request.body })) {
          await insertReply(tx, self, entry, replyId, request.body)
          reply.code(201)
        }
        return (await findEntry(tx, self.id, kind, entryId))!.reply!
      }),
  })

  app.route({
    ...meRecord.sharing,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor)
        await logReading(tx, 'me.sharing', [self])
        return { partners: await whoSees(tx, self.id) }
      }),
  })

  app.route({
    ...meRecord.looks,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor)
        await logReading(tx, 'me.looks', [self])
        return listLooks(tx, self, request.query)
      }),
  })
}
export default routes

const show = (actor: Actor, { id, kind, at, params, theirWords, staffWords, by, byId, reply }: Entry): RecordEntry => ({
  ...{ id, kind, at, params, theirWords, staffWords, by, reply },
  byMe: byId === actor.userId,
})

const insertReply = (tx: Tx, self: Self, entry: Entry, id: string, { response, words }: NewReply) =>
  tx.execute(sql`insert into entry_replies (id, programme_id, participant_id, about_kind, about_id, about_by, response, words)
    values (${id}, ${self.programmeId}, ${self.id}, ${entry.kind}, ${entry.id}, ${entry.byId}, ${response}, ${words.trim()})`)

/** What someone outside opened by a link was opened in the moment of its line in the log. A share that is held back from them is not theirs to see. */
const openedBy = sql`e.operation = 'share.opened' and s.partnership_id = e.partnership_id and s.participant_id = e.participant_id and s.opened_at = e.at`
/** Every look but their own: one line for each day and person. */
async function listLooks(
  tx: Tx,
  self: Self,
  { after, limit = 25 }: { after?: string; limit?: number },
): Promise<{ items: Look[]; next: string | null }> {
  const place = cursor.read(after, 2)
  const { rows } = await tx.execute<Look & { key: string } & Record<string, unknown>>(sql`
    with day as (
      select (e.at at time zone 'Europe/London')::date as "on", coalesce(e.user_id, s.id)::text as key, e.user_id, s.to_person, s.to_organisation, count(*)::integer as times,
        array_agg(distinct e.operation) as what, bool_or(app.in_emergency(e.participant_id, e.user_id, e.at)) as emergency
      from access_events e left join info_shares s on ${openedBy}
      where e.partnership_id = app.partnership() and e.participant_id = ${self.id} and e.user_id is distinct from app.user_id() and (e.operation <> 'share.opened' or s.id is not null)
      group by 1, 2, 3, 4, 5
    )
    select d."on", coalesce(d.key, '') as key, coalesce(h.name, d.to_person) as who, coalesce(p.name, d.to_organisation) as partner, d.times, d.what, d.emergency,
      coalesce((select array_agg(distinct m.role) from memberships m where m.partnership_id = app.partnership() and m.programme_id = ${self.programmeId} and m.user_id = d.user_id
        and (m.from_at at time zone 'Europe/London')::date <= d."on" and (m.until_at is null or d."on" <= (m.until_at at time zone 'Europe/London')::date)), '{}') as roles
    from day d left join people h on h.partnership_id = app.partnership() and h.user_id = d.user_id left join partners p on p.partnership_id = h.partnership_id and p.id = h.partner_id
    ${place ? sql`where (d."on", coalesce(d.key, '')) < (${place[0]}::date, ${place[1]})` : sql``}
    order by 1 desc, 2 desc limit ${limit + 1}`)
  const items = rows.slice(0, limit),
    last = items.at(-1)
  return {
    items: items.map(({ key: _key, ...look }) => look as Look),
    next: rows.length > limit && last ? cursor.write(last.on, last.key) : null,
  }
}
