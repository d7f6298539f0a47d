import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { consents, meSharing, type Consent } from '@modulus/contracts/consents.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime, logReading } from '#db/writes.ts'
import { permit } from '#policy.ts'
import { notFound, Problem } from '#plugins/problems.ts'
import { getSelf } from '../me/queries.ts'
import { ownWords, tellParticipant, tellTeam } from '../messages/commands.ts'
import { getParticipant } from '../participants/queries.ts'
import {
  answerConsent,
  getConsent,
  insertConsent,
  listConsents,
  listOwnConsents,
  listOwnShares,
  withdrawConsent,
  type ConsentRow,
} from './consent-queries.ts'
import { sharingPolicy } from './policy.ts'

function show(actor: Actor, { programmeId, ...row }: ConsentRow): Consent {
  const may = sharingPolicy.ask(actor, { programmeId })
  return {
    ...row,
    can: { answer: may && row.state === 'asked', withdraw: may && row.state === 'live', shareOn: may && row.state === 'live' },
  }
}
async function showWhole(tx: Tx, actor: Actor, id: string) {
  const row = await getConsent(tx, id)
  await logReading(tx, 'consents.read', [{ id: row.participantId, programmeId: row.programmeId }])
  return show(actor, row)
}
const takenBack = {
  subject: 'Someone took their yes back',
  body: 'A young person took back their yes to sharing. Links that nobody had opened were stopped. Look at what was opened, and ask the people there not to use it.',
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...consents.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const person = await getParticipant(tx, request.params.participantId)
        permit(actor, sharingPolicy, 'ask', person)
        await logReading(tx, 'consents.list', [person])
        return { items: (await listConsents(tx, person.id)).map((one) => show(actor, one)) }
      }),
  })
  app.route({
    ...consents.ask,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { consentId } = request.params
        const person = await getParticipant(tx, request.body.participantId)
        permit(actor, sharingPolicy, 'ask', person)
        if (await firstTime(tx, 'consents.ask', consentId, request.body)) {
          await insertConsent(tx, actor, consentId, person, request.body)
          await tellParticipant(tx, app.jobs, actor.partnershipId, person.id, ownWords.news())
          reply.code(201)
        }
        return showWhole(tx, actor, consentId)
      }),
  })
  app.route({
    ...consents.answer,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const { yes, words, how } = request.body
        const row = await getConsent(tx, request.params.consentId)
        permit(actor, sharingPolicy, 'ask', row)
        if (!(await answerConsent(tx, row.id, yes, words, how))) throw new Problem('already-answered')
        return showWhole(tx, actor, row.id)
      }),
  })
  app.route({
    ...consents.withdraw,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const row = await getConsent(tx, request.params.consentId)
        permit(actor, sharingPolicy, 'ask', row)
        if (!(await withdrawConsent(tx, row.id, request.body.words, request.body.how))) throw new Problem('consent-not-live')
        return showWhole(tx, actor, row.id)
      }),
  })

  app.route({
    ...meSharing.shared,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const self = await getSelf(tx, actor)
        await logReading(tx, 'me.shared', [self])
        return { consents: await listOwnConsents(tx, self.id), shares: await listOwnShares(tx, self.id) }
      }),
  })
  app.route({
    ...meSharing.answerConsent,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const row = await own(tx, actor, request.params.consentId)
        if (!(await answerConsent(tx, row.id, request.body.yes, request.body.words, 'own_phone'))) throw new Problem('already-answered')
        reply.code(204)
        return null
      }),
  })
  app.route({
    ...meSharing.takeBackConsent,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const row = await own(tx, actor, request.params.consentId)
        if (!(await withdrawConsent(tx, row.id, '', 'own_phone'))) throw new Problem('consent-not-live')
        await tellTeam(tx, app.jobs, actor.partnershipId, { id: row.participantId, programmeId: row.programmeId }, takenBack)
        reply.code(204)
        return null
      }),
  })
}
export default routes

async function own(tx: Tx, actor: Actor, id: string): Promise<ConsentRow> {
  const row = await getConsent(tx, id)
  if (!actor.self.includes(row.participantId)) throw notFound()
  return row
}
