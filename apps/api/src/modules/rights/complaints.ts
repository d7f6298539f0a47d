// Complaints: acknowledged within thirty days of arriving, answered with an outcome, and told about the regulator.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { complaints, type Complaint } from '@modulus/contracts/rights-complaints.ts'
import { sql, type SQL } from 'drizzle-orm'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { invalid, notFound, Problem } from '#plugins/problems.ts'
import { abilities, holds, holdsAnywhere, permit, type Policy } from '#policy.ts'
import { today, whom } from './queries.ts'

const policy = {
  acknowledge: (actor, one) => holds(actor, one.programme.id, 'data_lead'),
  answer: (actor, one) => holds(actor, one.programme.id, 'data_lead'),
} satisfies Policy<Pick<Complaint, 'programme'>>

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...complaints.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        if (!holdsAnywhere(actor, 'data_lead')) throw new Problem('forbidden', { deed: 'list' })
        return { items: await list(tx, actor, sql`true`) }
      }),
  })
  app.route({ ...complaints.read, handler: (request) => request.transact((tx, actor) => get(tx, actor, request.params.complaintId)) })
  app.route({
    ...complaints.record,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { complaintId: id } = request.params,
          { words, how, receivedOn, ...who } = request.body
        const participantId = await whom(tx, who)
        if (receivedOn > (await today(tx))) throw invalid('receivedOn', 'past', 'It cannot have come after today')
        if (how === 'own_page') throw invalid('how', 'own', 'Only they complain on their own page')
        if (await firstTime(tx, 'complaints.record', id, request.body)) {
          await tx.execute(sql`select app.complain(${id}, ${participantId}, null, ${words}, ${how}, ${receivedOn})`)
          reply.code(201)
        }
        return get(tx, actor, id)
      }),
  })
  app.route({
    ...complaints.acknowledge,
    handler: (request) =>
      step(
        request,
        'acknowledge',
        (one) => one.state === 'received',
        sql`state = 'acknowledged', acknowledged_on = app.today(), acknowledged_words = ${request.body.words.trim()}`,
      ),
  })
  app.route({
    ...complaints.answer,
    handler: (request) => {
      const { outcome, words, toldOfRegulator } = request.body
      if (!toldOfRegulator)
        throw invalid('toldOfRegulator', 'told', 'They have to be told that they may go to the Information Commissioner')
      return step(
        request,
        'answer',
        (one) => one.state === 'acknowledged',
        sql`state = 'answered', outcome = ${outcome}, answer = ${words.trim()}, answered_on = app.today(), told_of_regulator = true`,
      )
    },
  })
  async function step(
    request: { params: { complaintId: string }; body: { version: number } } & {
      transact: <T>(work: (tx: Tx, actor: Actor) => Promise<T>) => Promise<T>
    },
    deed: keyof typeof policy,
    fits: (one: Complaint) => boolean,
    sets: SQL,
  ): Promise<Complaint> {
    return request.transact(async (tx, actor) => {
      const one = await get(tx, actor, request.params.complaintId)
      permit(actor, policy, deed, one)
      if (!fits(one)) throw new Problem('right-step-skipped', { state: one.state })
      const { rows } = await tx.execute<{ id: string }>(
        sql`update rights_complaints set ${sets} where partnership_id = app.partnership() and id = ${one.id} and version = ${request.body.version} returning id`,
      )
      await sameVersion(rows[0], () => get(tx, actor, one.id))
      await app.jobs.send(tx, 'rights.tellThem', { partnershipId: actor.partnershipId, id: one.participant.id })
      return get(tx, actor, one.id)
    })
  }
}
export default routes

async function list(tx: Tx, actor: Actor, which: SQL): Promise<Complaint[]> {
  const { rows } = await tx.execute<Omit<Complaint, 'can'> & Record<string, unknown>>(sql`
    select c.id, jsonb_build_object('id', t.id, 'knownAs', t.known_as, 'reference', t.reference, 'restricted', t.restricted) as participant,
      jsonb_build_object('id', c.programme_id, 'name', t.programme_name) as programme, c.words, c.made_by as "madeBy", c.made_how as "madeHow", c.received_on as "receivedOn", c.state,
      c.acknowledge_by as "acknowledgeBy", c.acknowledge_by - app.today() as "daysLeft", c.acknowledged_on as "acknowledgedOn", c.outcome, c.answer, c.answered_on as "answeredOn", c.version
    from rights_complaints c join app.rights_people() t on t.id = c.participant_id
    where c.partnership_id = app.partnership() and ${which} order by c.state = 'answered', c.acknowledge_by, c.id limit 500`)
  return rows.map((one) => {
    const may = abilities(actor, policy, one)
    return { ...one, can: { acknowledge: may.acknowledge && one.state === 'received', answer: may.answer && one.state === 'acknowledged' } }
  })
}
async function get(tx: Tx, actor: Actor, id: string): Promise<Complaint> {
  const [found] = await list(tx, actor, sql`c.id = ${id}`)
  if (!found) throw notFound()
  return found
}
