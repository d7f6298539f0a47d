// What a young person said they want: theirs to change. Their earlier words stay, because a course may stand on them.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { me, type Want } from '@modulus/contracts/me.ts'
import { sql, type SQL } from 'drizzle-orm'
import { firstTime, logReading } from '#db/writes.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { getSelf, type Self } from './queries.ts'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...me.wants,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor)
        await logReading(tx, 'me.wants', [self])
        return { items: await listWants(tx, self) }
      }),
  })

  app.route({
    ...me.want,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor),
          {
            body,
            params: { wantId },
          } = request
        if (await firstTime(tx, 'me.want', wantId, body)) {
          await insertWant(tx, self, wantId, body.words.trim(), body.changes)
          if (body.changes && !(await replace(tx, self, body.changes, wantId))) throw notFound()
          reply.code(201)
        }
        return getWant(tx, self, wantId)
      }),
  })

  app.route({
    ...me.letGo,
    handler: (request, reply) =>
      request.transact(async (tx, actor: Actor) => {
        const self = await getSelf(tx, actor)
        await getWant(tx, self, request.params.wantId)
        await tx.execute(
          sql`update interests set status = 'gone' where partnership_id = app.partnership() and participant_id = ${self.id} and id = ${request.params.wantId}`,
        )
        reply.code(204)
        return null
      }),
  })
}
export default routes

/** Live wishes, newest first, each with the words it took the place of. A chain of changes is as long as someone changed their mind. */
async function listWants(tx: Tx, self: Self, only: SQL = sql``): Promise<Want[]> {
  const { rows } = await tx.execute<Want & Record<string, unknown>>(sql`
    with recursive mine as (
      select id, own_words, heard_on, changed_to_id, said_by, status from interests where partnership_id = app.partnership() and participant_id = ${self.id}
    ), chain (top, id, words, heard_on, depth) as (
      select id, id, own_words, heard_on, 0 from mine where status <> 'gone'
      union all select chain.top, m.id, m.own_words, m.heard_on, depth + 1 from chain join mine m on m.changed_to_id = chain.id where depth < 50
    )
    select m.id, m.own_words as words, m.heard_on as "heardOn", m.said_by = 'worker' as "workersWords",
      coalesce((select jsonb_agg(jsonb_build_object('words', c.words, 'heardOn', c.heard_on) order by c.depth) from chain c where c.top = m.id and c.depth > 0), '[]') as before
    from mine m where m.status <> 'gone' ${only} order by m.heard_on desc, m.id desc`)
  return rows
}
async function getWant(tx: Tx, self: Self, id: string): Promise<Want> {
  const [want] = await listWants(tx, self, sql`and m.id = ${id}`)
  if (!want) throw notFound()
  return want
}

/** A change keeps the tag, so that whoever looked for offers keeps looking; the words are new and their own. */
const insertWant = (tx: Tx, self: Self, id: string, words: string, changes: string | undefined) =>
  tx.execute(sql`insert into interests (id, programme_id, participant_id, own_words, heard_on, said_by, tag)
    values (${id}, ${self.programmeId}, ${self.id}, ${words}, app.today(), 'participant',
      (select tag from interests where partnership_id = app.partnership() and participant_id = ${self.id} and id = ${changes ?? null}))`)
/** False when there is no such live wish of theirs. */
async function replace(tx: Tx, self: Self, id: string, by: string): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`update interests set status = 'gone', changed_to_id = ${by}
    where partnership_id = app.partnership() and participant_id = ${self.id} and id = ${id} and status <> 'gone'`)
  return rowCount === 1
}
