import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agreements, type Agreement } from '@modulus/contracts/agreements.ts'
import type { Actor } from '#db/transact.ts'
import { firstTime, sameVersion } from '#db/writes.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { abilities, permit } from '#policy.ts'
import { askToSign, checkBasis, checkDays, proposeBases } from './commands.ts'
import { agreementPolicy, keeps, openTo } from './policy.ts'
import {
  copyBases,
  editAgreement,
  endAgreement,
  getAgreement,
  getSides,
  insertAgreement,
  insertRenewal,
  leavesGap,
  listAgreements,
  reviewAgreement,
  signAgreement,
  type AgreementRow,
} from './queries.ts'

refusals({
  sharing_agreements_signed_stands: () => new Problem('agreement-signed'),
  sharing_agreements_over: () => new Problem('agreement-over'),
  sharing_agreements_words_read: () => new Problem('agreement-changed'),
  sharing_agreements_days_left: () => new Problem('agreement-days-past'),
  sharing_agreements_one_at_a_time: () => new Problem('agreement-in-force'),
  sharing_agreements_renewed_once: () => new Problem('agreement-in-force'),
  sharing_agreements_in_order: () => invalid('until', 'order', 'The last day is before the first'),
  agreement_parties_basis_suffices: () =>
    invalid('article9', 'required', 'What is shared needs a condition of article 9 and of schedule 1 too'),
})

function show(actor: Actor, row: AgreementRow): Agreement {
  const may = abilities(actor, agreementPolicy, row)
  const { programmeId: _, partnerId: __, ...rest } = row
  const can = Object.fromEntries(Object.entries(openTo).map(([deed, open]) => [deed, open(row) && may[deed as keyof typeof may]]))
  return { ...rest, can: can as Agreement['can'] }
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
        const { leadPartnerId, partnerStands, oneStands } = await getSides(tx, body.programmeId, body.partnerId)
        if (!keeps(actor, body)) throw new Problem('forbidden', { deed: 'make' })
        if (!partnerStands) throw invalid('partnerId', 'missing', 'There is no such partner')
        if (leadPartnerId === body.partnerId) throw new Problem('lead-needs-no-agreement')
        checkDays(body)
        if (await firstTime(tx, 'agreements.make', agreementId, body)) {
          if (oneStands) throw new Problem('agreement-in-force')
          await insertAgreement(tx, agreementId, body)
          await proposeBases(tx, await getAgreement(tx, agreementId), body)
          await askToSign(tx, actor, app, agreementId)
          reply.code(201)
        }
        return show(actor, await getAgreement(tx, agreementId))
      }),
  })
  app.route({
    ...agreements.edit,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getAgreement(tx, request.params.agreementId),
          { body } = request
        permit(actor, agreementPolicy, 'edit', row)
        if (!openTo.edit(row)) throw new Problem(row.endedAt ? 'agreement-over' : 'agreement-signed')
        checkDays(body)
        if (row.renewsId && (await leavesGap(tx, row.renewsId, body.from)))
          throw invalid('from', 'gap', 'The agreement before it ends earlier')
        await sameVersion(await editAgreement(tx, row.id, body), async () => show(actor, await getAgreement(tx, row.id)))
        await proposeBases(tx, row, body)
        return show(actor, await getAgreement(tx, row.id))
      }),
  })
  app.route({
    ...agreements.sign,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getAgreement(tx, request.params.agreementId)
        permit(actor, agreementPolicy, 'sign', row)
        if (row.endedAt) throw new Problem('agreement-over')
        if (!openTo.sign(row)) throw new Problem('agreement-signed')
        const party = row.parties.find(({ partner }) => partner.id === row.signsFor)
        checkBasis('', row.categories, party, request.body)
        await signAgreement(tx, row.id, request.body)
        return show(actor, await getAgreement(tx, row.id))
      }),
  })
  app.route({
    ...agreements.end,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getAgreement(tx, request.params.agreementId)
        permit(actor, agreementPolicy, 'end', row)
        if (!(await endAgreement(tx, row.id, request.body.reason))) throw new Problem('agreement-over')
        return show(actor, await getAgreement(tx, row.id))
      }),
  })
  app.route({
    ...agreements.renew,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const {
          params: { agreementId, renewalId },
          body,
        } = request
        const row = await getAgreement(tx, agreementId)
        permit(actor, agreementPolicy, 'renew', row)
        if (body.from && body.until) checkDays({ from: body.from, until: body.until })
        if (await firstTime(tx, 'agreements.renew', renewalId, { agreementId, body })) {
          if (row.renewedById) throw new Problem('agreement-in-force')
          if (!openTo.renew(row)) throw new Problem(row.state === 'draft' ? 'agreement-not-signed' : 'agreement-over')
          if (body.from && (await leavesGap(tx, agreementId, body.from)))
            throw invalid('from', 'gap', 'The agreement before it ends earlier')
          await insertRenewal(tx, renewalId, agreementId, body)
          await copyBases(tx, renewalId, agreementId)
          await askToSign(tx, actor, app, renewalId)
          reply.code(201)
        }
        return show(actor, await getAgreement(tx, renewalId))
      }),
  })
  app.route({
    ...agreements.review,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getAgreement(tx, request.params.agreementId)
        permit(actor, agreementPolicy, 'review', row)
        if (!openTo.review(row))
          throw new Problem(row.state === 'draft' || row.state === 'not_yet' ? 'agreement-not-signed' : 'agreement-over')
        await reviewAgreement(tx, row.id, request.body)
        return show(actor, await getAgreement(tx, row.id))
      }),
  })
}
export default routes
