import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { tokens, type NewToken, type Token } from '@modulus/contracts/tokens.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { firstTime } from '#db/writes.ts'
import { invalid, notFound } from '#plugins/problems.ts'
import { newToken } from '#plugins/tokens.ts'
import { abilities, permit } from '#policy.ts'
import { post } from '../messages/commands.ts'
import { makingPolicy, tokenPolicy } from './policy.ts'
import {
  daysUntil,
  findService,
  getToken,
  insertService,
  insertToken,
  listServices,
  listTokens,
  mustHaveProved,
  myAddress,
  partnerStands,
  revokeToken,
  type TokenRow,
} from './queries.ts'

const about = ({ person, state }: TokenRow) => ({ userId: person.id, live: state === 'live' })
const show = (actor: Actor, row: TokenRow): Token => ({ ...row, can: abilities(actor, tokenPolicy, about(row)) })

/** A day that is not over, within a year; a service of ours, if it is for one. */
async function check(tx: Tx, { expiresOn, serviceId }: NewToken) {
  const days = await daysUntil(tx, expiresOn)
  if (days < 0) throw invalid('expiresOn', 'past', 'This day is over')
  if (days > 364) throw invalid('expiresOn', 'tooFar', 'At most a year from today')
  if (serviceId && !(await findService(tx, serviceId))) throw invalid('serviceId', 'missing', 'There is no such service')
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...tokens.list,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        if (request.query.everyone) permit(actor, makingPolicy, 'seeAll', { service: false })
        const { items, next } = await listTokens(tx, request.query)
        return { items: items.map((one) => show(actor, one)), next }
      }),
  })
  app.route({
    ...tokens.make,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { tokenId } = request.params,
          { body } = request
        permit(actor, makingPolicy, 'make', { service: Boolean(body.serviceId) })
        await mustHaveProved(tx, request.user.sid)
        await check(tx, body)
        let secret: string | null = null
        if (await firstTime(tx, 'tokens.make', tokenId, body)) {
          secret = newToken()
          await insertToken(tx, tokenId, body.serviceId ?? actor.userId, createHash('sha256').update(secret).digest('hex'), body)
          await post(tx, app.jobs, actor.partnershipId, {
            kind: 'notice',
            to: await myAddress(tx),
            ...notice(actor.name, Boolean(body.serviceId)),
          })
          reply.code(201)
        }
        return { token: show(actor, await getToken(tx, tokenId)), secret }
      }),
  })
  app.route({
    ...tokens.revoke,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        const token = await getToken(tx, request.params.tokenId)
        if (token.state !== 'revoked') {
          permit(actor, tokenPolicy, 'revoke', { ...about(token), live: true })
          await revokeToken(tx, token.id)
        }
        return show(actor, await getToken(tx, token.id))
      }),
  })

  app.route({
    ...tokens.services,
    handler: (request) =>
      request.transact(async (tx, actor) => {
        permit(actor, makingPolicy, 'addService', { service: true })
        return { items: await listServices(tx) }
      }),
  })
  app.route({
    ...tokens.addService,
    handler: (request, reply) =>
      request.transact(async (tx, actor) => {
        const { serviceId } = request.params
        permit(actor, makingPolicy, 'addService', { service: true })
        if (await firstTime(tx, 'tokens.addService', serviceId, request.body)) {
          if (!(await partnerStands(tx, request.body.partnerId))) throw invalid('partnerId', 'missing', 'There is no such partner')
          await insertService(tx, serviceId, request.body)
          reply.code(201)
        }
        const service = await findService(tx, serviceId)
        if (!service) throw notFound()
        return service
      }),
  })
}
export default routes

const notice = (name: string, service: boolean) => ({
  subject: 'A token was made in Modulus',
  body: `Hello ${name},\n\n${service ? 'You just made a token for a program of the partnership.' : 'A token was just made with which a program can act as you.'}\n\nIf that was not you, revoke it under Settings, change your password, and tell an administrator.\n`,
})
