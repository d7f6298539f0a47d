import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { placements, type Placement } from '@modulus/contracts/placements.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { holdsAnywhere, permit } from '#policy.ts'
import { invalid, Problem, refusals } from '#plugins/problems.ts'
import { getOpportunity, listOpportunities, showOffer, today } from '../opportunities/queries.ts'
import { getParticipant } from '../participants/queries.ts'
import { movePlacement, needsPvg } from './commands.ts'
import { daysAfter, movesFrom } from './moves.ts'
import { abilitiesFor, allow, insideOf, movePolicy, speaksFor, suggestPolicy } from './policy.ts'
import {
  changePlacement,
  getPlacement,
  insertPlacement,
  insertReview,
  insertStep,
  isInterestOf,
  listOfPartner,
  listPlacements,
  listSupervisors,
  markDay,
  type PlacementRow,
} from './queries.ts'

refusals({
  placements_once: () => new Problem('already-suggested'),
  placements_in_order: () => invalid('endsOn', 'order', 'The end is before the start'),
})

function show(actor: Actor, row: PlacementRow): Placement {
  const { employer, jobStartsOn, contract, hoursPerWeek, realLivingWage, matchReason, travel, endedReason, steps, ageBand } = row
  const can = abilitiesFor(actor, row),
    next = movesFrom(row.kind, row.state)
  return {
    ...row,
    can,
    moves: can.move ? [...next] : can.answer ? next.filter((to) => to.startsWith('they_said')) : [],
    job:
      jobStartsOn && contract && hoursPerWeek !== null
        ? { startsOn: jobStartsOn, contract, hoursPerWeek, realLivingWage, employer: employer ?? row.partner }
        : null,
    inside: insideOf(actor, row)
      ? {
          matchReason,
          travel,
          endedReason,
          steps,
          needsPvg: needsPvg(ageBand),
          sustainedFrom: jobStartsOn ? { weeks13: daysAfter(jobStartsOn, 91), weeks26: daysAfter(jobStartsOn, 182) } : null,
        }
      : null,
  }
}
const showWhole = async (tx: Tx, actor: Actor, id: string) => {
  const row = await getPlacement(tx, id)
  await logReading(tx, 'placements.read', [row.participant])
  return show(actor, row)
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...placements.partnerHome,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        if (!actor.partnerId) return { needs: [], offers: [], placements: [] }
        const mine = await listOfPartner(tx, actor.partnerId)
        await logReading(
          tx,
          'placements.partnerHome',
          mine.map((one) => one.participant),
        )
        const { items } = await listOpportunities(tx, actor, { partnerId: actor.partnerId })
        return {
          // Saying yes to a match is for the partner's contact; a supervisor is not asked what they may not answer.
          needs: mine.flatMap((one) =>
            one.need && (one.need !== 'answer' || holdsAnywhere(actor, 'partner_contact')) ? [{ kind: one.need, placement: one }] : [],
          ),
          offers: items.map((one) => showOffer(actor, one)),
          placements: mine,
        }
      }),
  })
  app.route({
    ...placements.list,
    handler: (request) =>
      request.transact(async (tx) => {
        const page = await listPlacements(tx, request.query)
        await logReading(
          tx,
          'placements.list',
          page.items.map((one) => one.participant),
        )
        return page
      }),
  })
  app.route({ ...placements.read, handler: (request) => request.transact((tx, actor) => showWhole(tx, actor, request.params.placementId)) })

  app.route({
    ...placements.suggest,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { placementId: id } = request.params,
          { on, matchedInterestId, participantId, opportunityId } = request.body
        const person = await getParticipant(tx, participantId),
          offer = await getOpportunity(tx, actor, opportunityId),
          now = await today(tx)
        permit(actor, suggestPolicy, 'suggest', person)
        if (on && on > now) throw invalid('on', 'future', 'This day has not come yet')
        if (matchedInterestId && !(await isInterestOf(tx, matchedInterestId, participantId)))
          throw invalid('matchedInterestId', 'unknown', 'Choose one of their own interests')
        if (await firstTime(tx, 'placements.suggest', id, request.body)) {
          if (offer.status === 'withdrawn' || offer.status === 'filled') throw new Problem('opportunity-closed')
          await insertPlacement(tx, actor, id, person.programmeId, offer.partnerId, request.body)
          await insertStep(
            tx,
            actor,
            { id, participantId, programmeId: person.programmeId, partnerId: offer.partnerId },
            { fromState: null, toState: 'suggested', happenedOn: on ?? now, saidBy: 'worker', how: 'in_person' },
          )
          reply.code(201)
        }
        return showWhole(tx, actor, id)
      }),
  })

  app.route({
    ...placements.arrange,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, supervisorId, ...change } = request.body
        const placement = await getPlacement(tx, request.params.placementId)
        allow(actor, 'edit', placement)
        const atPartner = supervisorId === null || (await listSupervisors(tx, placement)).some((one) => one.userId === supervisorId)
        if (!atPartner) throw invalid('supervisorId', 'unknown', 'Choose someone who works for this partner')
        await sameVersion(await changePlacement(tx, actor, placement.id, version, { ...change, supervisorId }), () =>
          showWhole(tx, actor, placement.id),
        )
        return showWhole(tx, actor, placement.id)
      }),
  })

  app.route({
    ...placements.move,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const placement = await getPlacement(tx, request.params.placementId)
        permit(actor, movePolicy, request.body.to.startsWith('they_said') ? 'answer' : 'move', placement)
        await movePlacement(tx, actor, placement, request.body, () => showWhole(tx, actor, placement.id))
        return showWhole(tx, actor, placement.id)
      }),
  })

  app.route({
    ...placements.accept,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { version, startsOn, on } = request.body,
          now = await today(tx)
        const placement = await getPlacement(tx, request.params.placementId)
        allow(actor, 'accept', placement)
        if ((await getOpportunity(tx, actor, placement.opportunityId)).status === 'withdrawn') throw new Problem('opportunity-closed')
        if (on && on > now) throw invalid('on', 'future', 'This day has not come yet')
        const change = { partnerAcceptedOn: on ?? placement.partnerAcceptedOn ?? now, startsOn: startsOn ?? placement.startsOn }
        await sameVersion(await changePlacement(tx, actor, placement.id, version, change), () => showWhole(tx, actor, placement.id))
        return showWhole(tx, actor, placement.id)
      }),
  })
  app.route({
    ...placements.decline,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { version, words } = request.body
        const placement = await getPlacement(tx, request.params.placementId)
        allow(actor, 'decline', placement)
        await sameVersion(
          await changePlacement(tx, actor, placement.id, version, { state: 'ended_early', endedBy: 'partner', endedReason: words }),
          () => showWhole(tx, actor, placement.id),
        )
        await insertStep(tx, actor, placement, {
          fromState: placement.state,
          toState: 'ended_early',
          happenedOn: await today(tx),
          saidBy: 'partner',
          how: 'writing',
        })
        reply.code(204)
        return null
      }),
  })

  app.route({
    ...placements.attend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { placementId, day } = request.params
        const placement = await getPlacement(tx, placementId)
        allow(actor, 'attend', placement)
        if (day > (await today(tx))) throw invalid('came', 'future', 'This day has not come yet')
        await markDay(tx, placement, day, request.body.came)
        return showWhole(tx, actor, placementId)
      }),
  })
  app.route({
    ...placements.review,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const placement = await getPlacement(tx, request.params.placementId)
        allow(actor, 'review', placement)
        permit(actor, { review: (who) => speaksFor(who, placement, request.body.side) }, 'review', placement)
        if (await firstTime(tx, 'placements.review', request.params.reviewId, { params: request.params, body: request.body })) {
          await insertReview(tx, actor, placement, request.params.reviewId, await today(tx), request.body)
          reply.code(201)
        }
        return showWhole(tx, actor, placement.id)
      }),
  })
  app.route({
    ...placements.supervisors,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const placement = await getPlacement(tx, request.params.placementId)
        permit(actor, suggestPolicy, 'suggest', placement)
        return { items: await listSupervisors(tx, placement) }
      }),
  })
}
export default routes
