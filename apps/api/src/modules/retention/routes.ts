import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { retention, type Batch, type BatchLine, type ErasureRequest, type Hold } from '@modulus/contracts/retention.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import own from './own.ts'
import { batchPolicy, holdPolicy, mayLook, requestPolicy, rulePolicy } from './policy.ts'
import * as q from './queries.ts'
import { answerRequest, askFor } from './request-queries.ts'

refusals({
  disposal_batches_still_waiting: () => new Problem('disposal-over'),
  disposal_approvals_by_different_people: () => new Problem('disposal-same-person'),
  disposal_approvals_one_data_lead: () => new Problem('disposal-needs-data-lead'),
  erasure_held: () => new Problem('erasure-held'),
  erasure_requests_still_open: () => new Problem('erasure-answered'),
  erasure_requests_one_open: () => new Problem('erasure-asked'),
  erasure_requests_refused_on_a_ground: () => invalid('ground', 'required', 'Say on which ground, and why.'),
  retention_holds_one_live: () => new Problem('already-kept'),
  retention_holds_within_a_year: () => invalid('reviewOn', 'late', 'Look at it again within a year'),
  retention_rules_lawful: () => new Problem('rule-unlawful'),
  retention_rules_fitting: () => new Problem('rule-unfitting'),
})

const lineOf = (actor: Actor, { programmeId, certificate: _paper, digest: _digest, ...row }: q.BatchRow): BatchLine => {
  const may = abilities(actor, batchPolicy, { programmeId }),
    open = row.state === 'waiting' && row.total > row.held
  return { ...row, can: { confirm: may.confirm && open, hold: may.hold && (open || row.state === 'approved') } }
}
const seen = (rows: { subject: { id: string; name: string | null } | null; programmeId: string | null; kind?: string }[]) =>
  rows.flatMap(({ subject, programmeId, kind }) =>
    subject?.name && programmeId && kind !== 'nomination' ? [{ id: subject.id, programmeId }] : [],
  )

async function show(tx: Tx, actor: Actor, row: q.BatchRow): Promise<Batch> {
  const items = await q.listItems(tx, row.id)
  await logReading(tx, 'retention.batch', seen(items.map((one) => ({ ...one, programmeId: row.programmeId }))))
  return { ...lineOf(actor, row), items, certificate: row.certificate as Batch['certificate'], digest: row.digest }
}
const holdOf = (actor: Actor, { programmeId, ...row }: q.HoldRow): Hold => ({
  ...row,
  can: { lift: row.liftedAt === null && abilities(actor, holdPolicy, { programmeId }).lift },
})
const requestOf = (actor: Actor, { programmeId, ...row }: q.RequestRow): ErasureRequest => ({
  ...row,
  can: { answer: row.state === 'asked' && abilities(actor, requestPolicy, { programmeId }).answer },
})
const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' }).format(new Date())
const laterThanToday = (field: string, day: string) => {
  if (day <= today()) throw invalid(field, 'past', 'Choose a day that is still to come')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(own)
  app.route({
    ...retention.rules,
    handler: (request) =>
      request.transact(async (tx, actor) => ({
        items: await q.listRules(tx),
        can: abilities(actor, rulePolicy, undefined),
      })),
  })
  app.route({
    ...retention.changeRule,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        permit(actor, rulePolicy, 'change', undefined)
        const current = async () => (await q.listRules(tx)).find(({ trigger }) => trigger === request.body.trigger)!
        await sameVersion(await q.changeRule(tx, request.body), current)
        return current()
      }),
  })
  app.route({
    ...retention.batches,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await q.listBatches(tx, request.query)
        return { items: items.map((one) => lineOf(actor, one)), next }
      }),
  })
  app.route({
    ...retention.batch,
    handler: (request) => request.transact(async (tx, actor) => show(tx, actor, await q.getBatch(tx, request.params.batchId))),
  })
  app.route({
    ...retention.confirm,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await q.getBatch(tx, request.params.batchId)
        permit(actor, batchPolicy, 'confirm', row)
        const state = await sameVersion((await q.confirmBatch(tx, row.id, request.body.version)) ?? undefined, () => show(tx, actor, row))
        if (state === 'approved') await app.jobs.send(tx, 'retention.dispose', { partnershipId: actor.partnershipId, id: row.id })
        return show(tx, actor, await q.getBatch(tx, row.id))
      }),
  })
  app.route({
    ...retention.holdItem,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await q.batchOfItem(tx, request.params.itemId)
        permit(actor, batchPolicy, 'hold', row)
        laterThanToday('reviewOn', request.body.reviewOn)
        await q.holdItem(tx, request.params.itemId, request.body)
        return show(tx, actor, await q.getBatch(tx, row.id))
      }),
  })
  app.route({
    ...retention.holds,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await q.listHolds(tx, request.query)
        await logReading(tx, 'retention.holds', seen(items))
        return { items: items.map((one) => holdOf(actor, one)), next }
      }),
  })
  app.route({
    ...retention.hold,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { holdId } = request.params
        if (!mayLook(actor)) throw notFound()
        laterThanToday('reviewOn', request.body.reviewOn)
        if (await firstTime(tx, 'retention.hold', holdId, request.body)) {
          if (!(await q.placeHold(tx, holdId, request.body))) throw unknownReference()
          reply.code(201)
        }
        return holdOf(actor, await q.getHold(tx, holdId))
      }),
  })
  app.route({
    ...retention.lift,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await q.getHold(tx, request.params.holdId)
        permit(actor, holdPolicy, 'lift', row)
        const did = await q.liftHold(tx, row.id, request.body.version, request.body.words)
        await sameVersion(did || undefined, async () => holdOf(actor, row))
        return holdOf(actor, await q.getHold(tx, row.id))
      }),
  })
  app.route({
    ...retention.requests,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await q.listRequests(tx, request.query)
        await logReading(tx, 'retention.requests', seen(items))
        return { items: items.map((one) => requestOf(actor, one)), next }
      }),
  })
  app.route({
    ...retention.askFor,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { requestId } = request.params
        if (!mayLook(actor)) throw notFound()
        if (request.body.askedOn > today()) throw invalid('askedOn', 'future', 'This date is still to come.')
        if (await firstTime(tx, 'retention.askFor', requestId, request.body)) {
          if (!(await askFor(tx, requestId, request.body))) throw unknownReference()
          reply.code(201)
        }
        return requestOf(actor, await q.getRequest(tx, requestId))
      }),
  })
  app.route({
    ...retention.answer,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await q.getRequest(tx, request.params.requestId)
        permit(actor, requestPolicy, 'answer', row)
        if (!request.body.yes && !request.body.words.trim()) throw invalid('words', 'required', 'Say why, in words for them.')
        await sameVersion((await answerRequest(tx, row.id, request.body)) ?? undefined, async () => requestOf(actor, row))
        await app.jobs.send(tx, 'retention.tell', { partnershipId: actor.partnershipId, id: row.id })
        return requestOf(actor, await q.getRequest(tx, row.id))
      }),
  })
}
export default routes

const unknownReference = () => invalid('reference', 'unknown', 'There is nobody with this reference in your programmes.')
