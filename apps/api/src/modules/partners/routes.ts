import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { partners, type Partner } from '@modulus/contracts/partners.ts'
import type { Actor } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { partnerPolicy } from './policy.ts'
import { getPartner, insertPartner, leadsProgramme, listPartners, setRetired, updatePartner, type PartnerRow } from './queries.ts'

refusals({ partners_name_once: () => invalid('name', 'taken', 'Another partner has this name') })

const show = (actor: Actor, row: PartnerRow): Partner => ({ ...row, can: abilities(actor, partnerPolicy, row) })

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...partners.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listPartners(tx, request.query)
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...partners.read,
    handler: (request) => request.transact(async (tx, actor) => show(actor, await getPartner(tx, request.params.partnerId))),
  })
  app.route({
    ...partners.add,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { partnerId },
          body,
        } = request
        permit(actor, partnerPolicy, 'amend', {})
        if (await firstTime(tx, 'partners.add', partnerId, body)) {
          await insertPartner(tx, partnerId, body)
          reply.code(201)
        }
        return show(actor, await getPartner(tx, partnerId))
      }),
  })
  app.route({
    ...partners.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const partner = await getPartner(tx, request.params.partnerId)
        permit(actor, partnerPolicy, 'amend', partner)
        const updated = await updatePartner(tx, partner.id, request.body)
        return show(actor, await sameVersion(updated, async () => show(actor, await getPartner(tx, partner.id))))
      }),
  })
  app.route({
    ...partners.retire,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const partner = await getPartner(tx, request.params.partnerId)
        permit(actor, partnerPolicy, 'retire', partner)
        if (await leadsProgramme(tx, partner.id)) throw new Problem('partner-leads-programme')
        await setRetired(tx, partner.id, true)
        return show(actor, await getPartner(tx, partner.id))
      }),
  })
  app.route({
    ...partners.bringBack,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const partner = await getPartner(tx, request.params.partnerId)
        permit(actor, partnerPolicy, 'retire', partner)
        await setRetired(tx, partner.id, false)
        return show(actor, await getPartner(tx, partner.id))
      }),
  })
}
export default routes
