import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { awardHours, contributions, GivingRole, type Contribution, type NewContribution } from '@modulus/contracts/contributions.ts'
import { v7 as uuidv7 } from 'uuid'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading, sameVersion } from '#db/writes.ts'
import { invalid, notFound } from '#plugins/problems.ts'
import { abilities, inTeam, permit } from '#policy.ts'
import { getParticipant } from '../participants/queries.ts'
import { cellsOf } from './effort.ts'
import { getElementCourse, getPathway, listElements, placeElement, sumGiven } from './effort-queries.ts'
import { contributionPolicy, mustBelong, newPolicy, programmePolicy } from './policy.ts'
import {
  changeContribution,
  getContribution,
  insertContribution,
  isKnown,
  listContributions,
  sumRoles,
  today,
  type ContributionRow,
} from './queries.ts'

const show = (actor: Actor, { programmeId: _programme, ...row }: ContributionRow): Contribution => ({
  ...row,
  can: abilities(actor, contributionPolicy, { ...row, programmeId: row.programme.id }),
})
const named = (rows: readonly ContributionRow[]) =>
  rows.flatMap((one) => (one.participantId ? [{ id: one.participantId, programmeId: one.programmeId }] : []))
async function showOne(tx: Tx, actor: Actor, id: string): Promise<Contribution> {
  const row = await getContribution(tx, id)
  await logReading(tx, 'contributions.read', named([row]))
  return show(actor, row)
}

/** A day that has come; a name that fits who gave it, and that the writer may see. */
async function check(tx: Tx, body: NewContribution) {
  if (body.givenOn > (await today(tx))) throw invalid('givenOn', 'future', 'This day has not come yet')
  const allowed = { participant: 'participantId', supporter: 'supporterId', partner_person: 'userId', officer: 'userId' }[body.givenBy]
  for (const field of ['participantId', 'supporterId', 'userId'] as const)
    if (body[field] !== null && field !== allowed) throw invalid(field, 'kind', 'This name does not fit who gave it')
  if (body.minutes === null && body.moneyPence === null && body.usedHow.trim() === '')
    throw invalid('minutes', 'required', 'Say how long it took, what money it was, or how it was used')
  if (body.participantId && (await getParticipant(tx, body.participantId)).programmeId !== body.programmeId) throw notFound()
  if (!(await isKnown(tx, body))) throw notFound()
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...contributions.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { items, next } = await listContributions(tx, request.query)
        await logReading(tx, 'contributions.list', named(items))
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...contributions.read,
    handler: (request) => request.transact((tx, actor) => showOne(tx, actor, request.params.contributionId)),
  })
  app.route({
    ...contributions.record,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { contributionId } = request.params
        mustBelong(actor, request.body.programmeId)
        permit(actor, newPolicy, 'record', request.body)
        await check(tx, request.body)
        if (await firstTime(tx, 'contributions.record', contributionId, request.body)) {
          await insertContribution(tx, actor.partnershipId, contributionId, request.body)
          reply.code(201)
        }
        return showOne(tx, actor, contributionId)
      }),
  })
  app.route({
    ...contributions.amend,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { contributionId } = request.params
        const before = await getContribution(tx, contributionId)
        permit(actor, contributionPolicy, 'amend', before)
        permit(actor, contributionPolicy, 'amend', { ...request.body, programmeId: before.programmeId })
        await check(tx, { ...request.body, programmeId: before.programmeId })
        await sameVersion(await changeContribution(tx, actor.partnershipId, contributionId, request.body), () =>
          showOne(tx, actor, contributionId),
        )
        return showOne(tx, actor, contributionId)
      }),
  })
  app.route({
    ...contributions.ofPerson,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const participant = await getParticipant(tx, request.params.participantId)
        await logReading(tx, 'contributions.ofPerson', [participant])
        const { items } = await listContributions(tx, { participantId: participant.id, limit: 100 }),
          sums = await sumRoles(tx, participant.id)
        return {
          items: items.map((one) => show(actor, one)),
          roles: GivingRole.enum.map((role) => ({
            role,
            minutes: sums.find((one) => one.role === role)?.minutes ?? 0,
            awardHours: awardHours[role],
          })),
          programmeId: participant.programmeId,
          can: { record: inTeam(actor, participant.programmeId) },
        }
      }),
  })

  app.route({
    ...contributions.effort,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { programmeId } = request.params
        mustBelong(actor, programmeId)
        const pathway = await getPathway(tx, programmeId),
          { rows, split } = await sumGiven(tx, programmeId),
          elements = await listElements(tx, programmeId)
        return {
          cells: cellsOf(rows, elements),
          ...split,
          namedToo: inTeam(actor, programmeId),
          elements,
          pathway,
          can: abilities(actor, programmePolicy, request.params),
        }
      }),
  })
  app.route({
    ...contributions.sort,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { programmeId, elementId } = request.params
        mustBelong(actor, programmeId)
        permit(actor, programmePolicy, 'sort', request.params)
        const courseId = await getElementCourse(tx, programmeId, elementId)
        await placeElement(tx, { id: uuidv7(), programmeId, courseId, elementId, ...request.body })
        reply.code(204)
        return null
      }),
  })
}
export default routes
