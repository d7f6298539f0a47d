import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agreements, type Agreement } from '@modulus/contracts/agreements.ts'
import type { Actor } from '#db/transact.ts'
import { firstTime } from '#db/writes.ts'
import { invalid, Problem } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { agreementPolicy } from './policy.ts'
import { endAgreement, getAgreement, getSides, insertAgreement, listAgreements, type AgreementRow } from './queries.ts'

const show = (actor: Actor, row: AgreementRow): Agreement => {
  const over = row.state === 'ended' || row.state === 'expired'
  return { ...row, can: { end: !over && abilities(actor, agreementPolicy, row).end } }
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...agreements.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listAgreements(tx, request.query)
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...agreements.read,
    handler: (request) => request.transact(async (tx, actor) => show(actor, await getAgreement(tx, request.params.agreementId))),
  })
  app.route({
    ...agreements.make,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { agreementId },
          body,
        } = request
        const { leadPartnerId, partnerStands } = await getSides(tx, body.programmeId, body.partnerId)
        permit(actor, agreementPolicy, 'make', body)
        if (!partnerStands) throw invalid('partnerId', 'missing', 'There is no such partner')
        if (leadPartnerId === body.partnerId) throw new Problem('lead-needs-no-agreement')
        if (body.until < body.from) throw invalid('until', 'order', 'The last day is before the first')
        if (await firstTime(tx, 'agreements.make', agreementId, body)) {
          await insertAgreement(tx, agreementId, body)
          reply.code(201)
        }
        return show(actor, await getAgreement(tx, agreementId))
      }),
  })
  app.route({
    ...agreements.end,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const agreement = await getAgreement(tx, request.params.agreementId)
        permit(actor, agreementPolicy, 'end', agreement)
        if (!(await endAgreement(tx, agreement.id, request.body.reason))) throw new Problem('agreement-over')
        return show(actor, await getAgreement(tx, agreement.id))
      }),
  })
}
export default routes
