// The two logs, read by those who answer for them. Row-level security decides which lines: without a right the list is empty, so the
// question itself is refused.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { sql } from 'drizzle-orm'
import { logs, type Change, type Reading } from '@modulus/contracts/logs.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { cursor, firstTime } from '#db/writes.ts'
import { notFound, Problem } from '#plugins/problems.ts'
import { holds, holdsAnywhere } from '#policy.ts'
import { insertReview, listUnusual } from './unusual.ts'

type Raw<T> = T & Record<string, unknown>
interface Window {
  after?: string
  limit?: number
}
const page = <T extends { id: string; at: string | Date }>(rows: T[], limit: number) => {
  const items = rows.slice(0, limit).map((one) => ({ ...one, at: new Date(one.at).toISOString() }))
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}
/** Ids are numbers that only grow: a lower one is older. */
const older = (after: string | undefined) => {
  const place = cursor.read(after, 1)
  return place ? sql`and e.id < ${place[0]}::bigint` : sql``
}

async function listChanges(tx: Tx, { after, limit = 25, person, table, row }: Window & { person?: string; table?: string; row?: string }) {
  const { rows } = await tx.execute<Raw<Change>>(sql`
    select e.id::text, e.at, e.verb, e.table_name as "table", e.row_id as "rowId", coalesce(e.changed_columns, '{}') as columns, e.request_id as "requestId",
      case when e.user_id is not null then jsonb_build_object('id', e.user_id, 'name', p.name) end as who
    from audit_events e left join people p on p.partnership_id = e.partnership_id and p.user_id = e.user_id
    where e.partnership_id = app.partnership() ${older(after)} ${person ? sql`and e.user_id = ${person}` : sql``} ${table ? sql`and e.table_name = ${table}` : sql``} ${row ? sql`and e.row_id = ${row}` : sql``}
    order by e.id desc limit ${limit + 1}`)
  return page(rows, limit)
}
async function listReadings(tx: Tx, { after, limit = 25, participant, person }: Window & { participant?: string; person?: string }) {
  const { rows } = await tx.execute<Raw<Reading>>(sql`
    select e.id::text, e.at, e.operation, app.in_emergency(e.participant_id, e.user_id, e.at) as emergency, e.participant_id as "participantId", jsonb_build_object('id', g.id, 'name', g.name) as programme,
      case when e.user_id is not null then jsonb_build_object('id', e.user_id, 'name', p.name, 'partnerName', t.name) end as who,
      case when e.operation = 'share.opened' then (select s.to_person || ', ' || s.to_organisation from info_shares s
        where s.partnership_id = e.partnership_id and s.participant_id = e.participant_id and s.opened_at = e.at limit 1) end as outside
    from access_events e join programmes g on g.partnership_id = e.partnership_id and g.id = e.programme_id
    left join people p on p.partnership_id = e.partnership_id and p.user_id = e.user_id left join partners t on t.partnership_id = p.partnership_id and t.id = p.partner_id
    where e.partnership_id = app.partnership() ${older(after)} ${participant ? sql`and e.participant_id = ${participant}` : sql``} ${person ? sql`and e.user_id = ${person}` : sql``}
    order by e.id desc limit ${limit + 1}`)
  const shown = `{${[...new Set(rows.map((one) => one.participantId))].join()}}`
  const { rows: known } = await tx.execute<{ id: string; reference: string }>(sql`select * from app.references_of(${shown}::uuid[])`)
  const references = new Map(known.map((one) => [one.id, one.reference]))
  return page(
    rows.map((one) => ({ ...one, reference: references.get(one.participantId) ?? null })),
    limit,
  )
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...logs.changes,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        if (!actor.administrator) throw new Problem('forbidden', { deed: 'changes' })
        return listChanges(tx, request.query)
      }),
  })
  app.route({
    ...logs.readings,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        if (!holdsAnywhere(actor, 'data_lead')) throw new Problem('forbidden', { deed: 'readings' })
        return listReadings(tx, request.query)
      }),
  })

  /** The list belongs to the data lead of the programme; for whoever does not work in it, there is no such programme. */
  const mustKeep = (actor: Actor, programmeId: string, deed: string) => {
    if (!actor.memberships.some((one) => one.programmeId === programmeId)) throw notFound()
    if (!holds(actor, programmeId, 'data_lead')) throw new Problem('forbidden', { deed })
  }
  app.route({
    ...logs.unusual,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { days = 28 } = request.query
        mustKeep(actor, request.params.programmeId, 'unusual')
        return { items: await listUnusual(tx, request.params.programmeId, days), days }
      }),
  })
  app.route({
    ...logs.review,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { programmeId, reviewId } = request.params
        mustKeep(actor, programmeId, 'review')
        if (request.body.personId === actor.userId) throw new Problem('not-to-yourself')
        if (await firstTime(tx, 'logs.review', reviewId, { programmeId, ...request.body })) {
          await insertReview(tx, programmeId, reviewId, request.body)
          reply.code(201)
        }
        return { id: reviewId }
      }),
  })
}
export default routes
