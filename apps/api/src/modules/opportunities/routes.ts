import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { opportunities, providerChecks, type OpportunityStatus } from '@modulus/contracts/opportunities.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { permit } from '#policy.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { getParticipant } from '../participants/queries.ts'
import { allow, postPolicy, teamPolicy } from './policy.ts'
import { getProviderCheck, insertProviderCheck, listProviderChecks } from './provider-checks.ts'
import {
  changeOpportunity,
  checkDates,
  checkTags,
  countFits,
  findLiveCheck,
  getOpportunity,
  insertOpportunity,
  listOffersFor,
  listOpportunities,
  listSuggestions,
  showOffer,
  type OpportunityRow,
} from './queries.ts'

refusals({
  opportunities_full: () => new Problem('opportunity-full'),
  provider_checks_review_within_a_year: () => invalid('reviewOn', 'range', 'The review is after the talk and within twelve months of it'),
})

const showWhole = async (tx: Tx, actor: Actor, id: string) => {
  const offer = await getOpportunity(tx, actor, id)
  return {
    ...showOffer(actor, offer),
    mightFit: await countFits(tx, id),
    providerCheck: (await findLiveCheck(tx, offer.partnerId, offer.place)) ?? null,
  }
}
/** What an offer's status becomes by a deed; a checked offer whose places are all taken opens as filled. */
const becomes = {
  check: () => 'checked',
  open: (offer) => (offer.taken >= offer.places ? 'filled' : 'open'),
  withdraw: () => 'withdrawn',
} satisfies Record<string, (offer: OpportunityRow) => OpportunityStatus>

async function move(tx: Tx, actor: Actor, deed: keyof typeof becomes, id: string, version: number) {
  const offer = await getOpportunity(tx, actor, id)
  allow(actor, deed, offer)
  if (deed !== 'withdraw' && !(await findLiveCheck(tx, offer.partnerId, offer.place))) throw new Problem('provider-not-checked')
  await sameVersion(await changeOpportunity(tx, actor, id, version, { status: becomes[deed](offer) }), () => showWhole(tx, actor, id))
  return showWhole(tx, actor, id)
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...opportunities.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listOpportunities(tx, actor, request.query)
        return { items: items.map((one) => showOffer(actor, one)), next }
      }),
  })
  app.route({
    ...opportunities.read,
    handler: (request) => request.transact((tx, actor) => showWhole(tx, actor, request.params.opportunityId)),
  })

  app.route({
    ...opportunities.post,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const id = request.params.opportunityId,
          partnerId = request.body.partnerId ?? actor.partnerId
        if (!partnerId) throw invalid('partnerId', 'required', 'Say which partner offers this')
        permit(actor, postPolicy, 'post', { partnerId })
        checkDates(request.body)
        await checkTags(tx, request.body.tags)
        if (await firstTime(tx, 'opportunities.post', id, request.body)) {
          await insertOpportunity(tx, actor, id, { ...request.body, partnerId })
          reply.code(201)
        }
        return showWhole(tx, actor, id)
      }),
  })

  app.route({
    ...opportunities.edit,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, ...change } = request.body
        const offer = await getOpportunity(tx, actor, request.params.opportunityId)
        allow(actor, 'edit', offer)
        checkDates(change)
        await checkTags(tx, change.tags)
        // The talk was about a site: an offer that moves to one nobody talked about starts again.
        const moved = change.place.trim() !== offer.place.trim() && !(await findLiveCheck(tx, offer.partnerId, change.place))
        await sameVersion(
          await changeOpportunity(tx, actor, offer.id, version, { ...change, ...(moved && { status: 'offered' as const }) }),
          () => showWhole(tx, actor, offer.id),
        )
        return showWhole(tx, actor, offer.id)
      }),
  })

  app.route({
    ...opportunities.check,
    handler: (request) => request.transact((tx, actor) => move(tx, actor, 'check', request.params.opportunityId, request.body.version)),
  })
  app.route({
    ...opportunities.open,
    handler: (request) => request.transact((tx, actor) => move(tx, actor, 'open', request.params.opportunityId, request.body.version)),
  })
  app.route({
    ...opportunities.withdraw,
    handler: (request) => request.transact((tx, actor) => move(tx, actor, 'withdraw', request.params.opportunityId, request.body.version)),
  })

  app.route({
    ...opportunities.suggestions,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const offer = await getOpportunity(tx, actor, request.params.opportunityId)
        permit(actor, teamPolicy, 'match', null)
        const items = await listSuggestions(tx, actor, offer.id)
        await logReading(
          tx,
          'opportunities.suggestions',
          items.map((one) => one.participant),
        )
        return { items }
      }),
  })
  app.route({
    ...opportunities.offersFor,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const person = await getParticipant(tx, request.params.participantId)
        permit(actor, teamPolicy, 'match', null)
        const items = await listOffersFor(tx, actor, person.id)
        await logReading(tx, 'opportunities.offersFor', [person])
        return { items: items.map((one) => ({ ...one, opportunity: showOffer(actor, one.opportunity) })) }
      }),
  })

  app.route({ ...providerChecks.list, handler: (request) => request.transact((tx) => listProviderChecks(tx, request.query)) })
  app.route({
    ...providerChecks.record,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        permit(actor, teamPolicy, 'check', null)
        if (await firstTime(tx, 'provider-checks.record', request.params.providerCheckId, request.body)) {
          await insertProviderCheck(tx, actor, request.params.providerCheckId, request.body)
          reply.code(201)
        }
        return getProviderCheck(tx, request.params.providerCheckId)
      }),
  })
}
export default routes
