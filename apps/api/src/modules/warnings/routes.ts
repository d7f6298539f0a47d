import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { warnings, type NewWarning, type Warning } from '@modulus/contracts/warnings.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { invalid, notFound, Problem, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { getParticipant } from '../participants/queries.ts'
import { warningPolicy } from './policy.ts'
import * as rows from './queries.ts'

refusals({
  visit_risk_flags_approved_by_a_lead: () => new Problem('warning-approved-by-a-lead'),
  visit_risk_flags_ninety_days: () => invalid('reviewOn', 'ninety-days', 'must be within 90 days of the day it was agreed'),
})

const show = (actor: Actor, row: rows.WarningRow): Warning => {
  const may = abilities(actor, warningPolicy, row),
    live = row.endedOn === null
  return {
    ...row,
    can: { approve: live && may.approve && row.approvedBy === null, review: live && may.review, see: live && may.see && !row.seenByMe },
  }
}
async function shown(tx: Tx, actor: Actor, id: string): Promise<Warning> {
  const row = await rows.getWarning(tx, id)
  if (row.participant) await logReading(tx, 'warnings.read', [{ id: row.participant.id, programmeId: row.programmeId }])
  return show(actor, row)
}
/** About a person who is in that programme, or about a place in one's own programme. */
async function fits(tx: Tx, actor: Actor, { participantId, programmeId, place, toldThem, notToldWhy }: NewWarning) {
  if (participantId) {
    const who = await getParticipant(tx, participantId)
    if (who.programmeId !== programmeId) throw notFound()
    if (toldThem === null) throw invalid('toldThem', 'required', 'have they been told?')
    if (!toldThem && !notToldWhy.trim()) throw invalid('notToldWhy', 'required', 'why were they not told?')
  } else {
    if (!(await rows.isMyProgramme(tx, programmeId))) throw notFound()
    if (!place.trim()) throw invalid('place', 'required', 'which place?')
  }
  permit(actor, warningPolicy, 'write', { programmeId })
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const live = async (tx: Tx, actor: Actor, deed: 'approve' | 'review' | 'see', id: string) => {
    const row = await rows.getWarning(tx, id)
    permit(actor, warningPolicy, deed, row)
    if (row.endedOn) throw new Problem('safety-flag-ended')
    return row
  }
  app.route({
    ...warnings.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const items = await rows.listWarnings(tx, request.query.show ?? 'live')
        const people = items.flatMap(({ participant, programmeId }) =>
          participant ? [[participant.id, { id: participant.id, programmeId }] as const] : [],
        )
        await logReading(tx, 'warnings.list', [...new Map(people).values()])
        return { items: items.map((row) => show(actor, row)) }
      }),
  })
  app.route({
    ...warnings.write,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { warningId },
          body,
        } = request
        await fits(tx, actor, body)
        if (await firstTime(tx, 'warnings.write', warningId, body)) {
          await rows.insertWarning(tx, warningId, body, actor.userId)
          reply.code(201)
        }
        return shown(tx, actor, warningId)
      }),
  })
  app.route({
    ...warnings.approve,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { id } = await live(tx, actor, 'approve', request.params.warningId)
        await sameVersion(await rows.approve(tx, id, request.body.version), () => shown(tx, actor, id))
        return shown(tx, actor, id)
      }),
  })
  app.route({
    ...warnings.see,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await live(tx, actor, 'see', request.params.warningId)
        await rows.see(tx, row)
        return shown(tx, actor, row.id)
      }),
  })
  app.route({
    ...warnings.renew,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { id } = await live(tx, actor, 'review', request.params.warningId)
        await sameVersion(await rows.renew(tx, id, request.body, actor.userId), () => shown(tx, actor, id))
        return shown(tx, actor, id)
      }),
  })
  app.route({
    ...warnings.end,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { id } = await live(tx, actor, 'review', request.params.warningId)
        await sameVersion(await rows.end(tx, id, request.body), () => shown(tx, actor, id))
        return shown(tx, actor, id)
      }),
  })
}
export default routes
