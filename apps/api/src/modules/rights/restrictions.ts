// Pausing use of a record. The young person is told before it goes on.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { restrictions, type Restriction } from '@modulus/contracts/rights-restrictions.ts'
import { sql, type SQL } from 'drizzle-orm'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { notFound, Problem } from '#plugins/problems.ts'
import { abilities, holds, permit, type Policy } from '#policy.ts'
import { whom } from './queries.ts'

const policy = {
  tell: (actor, one) => holds(actor, one.programme.id, 'data_lead'),
  lift: (actor, one) => holds(actor, one.programme.id, 'data_lead'),
} satisfies Policy<Pick<Restriction, 'programme'>>

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...restrictions.list,
    handler: (request) => request.transact(async (tx, actor) => ({ items: await list(tx, actor, sql`true`) })),
  })
  app.route({
    ...restrictions.restrict,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { restrictionId: id } = request.params,
          { reference, ground, reason, requestId = null } = request.body
        const participantId = await whom(tx, { reference })
        if (await firstTime(tx, 'restrictions.restrict', id, request.body)) {
          const { rows } = await tx.execute<{ done: boolean }>(
            sql`select app.restrict_record(${id}, ${participantId}, ${requestId}, ${ground}, ${reason}) as done`,
          )
          if (!rows[0]!.done) throw new Problem('forbidden', { deed: 'restrict' })
          await app.jobs.send(tx, 'rights.tellThem', { partnershipId: actor.partnershipId, id: participantId })
          reply.code(201)
        }
        return get(tx, actor, id)
      }),
  })
  app.route({
    ...restrictions.tell,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const one = await get(tx, actor, request.params.restrictionId)
        permit(actor, policy, 'tell', one)
        const { rows } = await tx.execute<{ version: number | null }>(
          sql`select app.tell_before_lifting(${one.id}, ${request.body.words}, ${request.body.version}) as version`,
        )
        await sameVersion(rows[0]?.version ?? undefined, () => get(tx, actor, one.id))
        await app.jobs.send(tx, 'rights.tellThem', { partnershipId: actor.partnershipId, id: one.participant.id })
        return get(tx, actor, one.id)
      }),
  })
  app.route({
    ...restrictions.lift,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const one = await get(tx, actor, request.params.restrictionId)
        permit(actor, policy, 'lift', one)
        const { rows } = await tx.execute<{ version: number | null }>(
          sql`select app.lift_restriction(${one.id}, ${request.body.reason}, ${request.body.version}) as version`,
        )
        await sameVersion(rows[0]?.version ?? undefined, () => get(tx, actor, one.id))
        return get(tx, actor, one.id)
      }),
  })
}
export default routes

async function list(tx: Tx, actor: Actor, which: SQL): Promise<Restriction[]> {
  const { rows } = await tx.execute<Omit<Restriction, 'can'> & Record<string, unknown>>(sql`
    select x.id, jsonb_build_object('id', t.id, 'knownAs', t.known_as, 'reference', t.reference, 'restricted', t.restricted) as participant,
      jsonb_build_object('id', x.programme_id, 'name', t.programme_name) as programme, x.ground, x.reason, x.from_on as "fromOn", x.told_on as "toldOn",
      x.lifted_on as "liftedOn", x.lifted_reason as "liftedReason", x.version
    from restrictions x join app.rights_people() t on t.id = x.participant_id
    where x.partnership_id = app.partnership() and x.participant_id <> all (app.self()) and ${which} order by x.lifted_on is not null, x.from_on desc, x.id desc limit 500`)
  return rows.map((one) => {
    const may = abilities(actor, policy, one)
    return { ...one, can: { tell: may.tell && !one.liftedOn, lift: may.lift && !one.liftedOn && one.toldOn !== null } }
  })
}
async function get(tx: Tx, actor: Actor, id: string): Promise<Restriction> {
  const [found] = await list(tx, actor, sql`x.id = ${id}`)
  if (!found) throw notFound()
  return found
}
