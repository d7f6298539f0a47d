import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { session } from '@modulus/contracts/session.ts'
import { forgetSession } from '#plugins/actor.ts'
import { invalid, notFound, Problem } from '#plugins/problems.ts'
import { tellPasswordChanged } from './commands.ts'
import codes from './codes.ts'
import { checkPassword, deviceOf, enter } from './enter.ts'
import factors from './factors.ts'
import { endHalfSession } from './factors-queries.ts'
import factorSetUp from './factors-set-up.ts'
import factorReset from './factors-reset.ts'
import forgotten from './forgotten.ts'
import invitations from './invitations.ts'
import passkeys from './passkeys.ts'
import oidc from './oidc.ts'
import { mustBeStrong } from './password-rules.ts'
import { hashPassword } from './passwords.ts'
import {
  describeSession,
  endOtherSessions,
  endSession,
  findCredentials,
  getMyAccount,
  listDemoAccounts,
  listMySessions,
  setMyPassword,
  spendLink,
  startSession,
} from './queries.ts'
import sessionsOf from './sessions-of.ts'

export const demoPassword = 'try-modulus-2026'

const routes: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(invitations)
  await app.register(forgotten)
  await app.register(codes)
  await app.register(oidc)
  await app.register(sessionsOf)
  await app.register(passkeys)
  await app.register(factors)
  await app.register(factorSetUp)
  await app.register(factorReset)

  app.route({
    ...session.signIn,
    config: { public: true },
    handler: async (request, reply) => {
      const { email, password } = request.body
      const found = await request.doorOfNobody.transact((tx) => findCredentials(tx, email))
      const fits = await checkPassword(app, request, email, password, found)
      if (!fits || !found?.partnershipId || (found.demo && !app.config.demo)) throw new Problem('wrong-sign-in')
      const sessionId = await request.doorOfNobody.transact((tx) => startSession(tx, found.userId, found.partnershipId!, deviceOf(request)))
      return enter(app, request, reply, found.userId, sessionId, { proved: 'password' })
    },
  })

  app.route({
    ...session.signInByLink,
    config: { public: true },
    handler: async (request, reply) => {
      const digest = createHash('sha256').update(request.body.token).digest('hex')
      const opened = await request.doorOfNobody.transact(async (tx) => {
        const link = await spendLink(tx, digest)
        return link && { ...link, sessionId: await startSession(tx, link.userId, link.partnershipId, deviceOf(request)) }
      })
      if (!opened) throw new Problem('link-spent')
      return enter(app, request, reply, opened.userId, opened.sessionId, { proved: 'link' })
    },
  })

  app.route({ ...session.read, handler: (request) => request.transact(describeSession) })

  app.route({
    ...session.signOut,
    handler: async (request, reply) => {
      const { sid } = request.user
      if (!(await request.doorOfNobody.transact((tx) => endHalfSession(tx, sid)))) await request.transact((tx) => endSession(tx, sid))
      forgetSession(reply).code(204)
      return null
    },
  })

  app.route({
    ...session.mine,
    handler: async (request) => {
      const items = await request.transact(listMySessions)
      return { items: items.map((one) => ({ ...one, thisOne: one.id === request.user.sid })) }
    },
  })

  app.route({
    ...session.endOne,
    handler: async (request, reply) => {
      if (!(await request.transact((tx) => endSession(tx, request.params.sessionId)))) throw notFound()
      if (request.params.sessionId === request.user.sid) forgetSession(reply)
      reply.code(204)
      return null
    },
  })

  app.route({
    ...session.endOthers,
    handler: (request) => request.transact(async (tx) => ({ ended: await endOtherSessions(tx, request.user.sid) })),
  })

  app.route({
    ...session.changePassword,
    handler: async (request, reply) => {
      const { current, next } = request.body
      const mine = await request.transact(async (tx, actor) => ({
        ...(await getMyAccount(tx)),
        userId: actor.userId,
        name: actor.name,
        partnershipId: actor.partnershipId,
      }))
      mustBeStrong('next', next, [mine.name, mine.email.split('@')[0]!])
      if (!(await checkPassword(app, request, mine.email, current, mine)))
        throw invalid('current', 'wrong', 'This is not your password now')
      if (next === current) throw invalid('next', 'same', 'This is the password you have already')
      const hash = await hashPassword(next)
      await request.transact(async (tx) => {
        await setMyPassword(tx, hash, request.user.sid)
        await tellPasswordChanged(tx, app.jobs, mine)
      })
      reply.code(204)
      return null
    },
  })

  app.route({
    ...session.demo,
    config: { public: true },
    handler: async (request) => {
      if (!app.config.demo) throw notFound()
      return { accounts: await request.doorOfNobody.transact(listDemoAccounts), password: demoPassword }
    },
  })
}
export default routes
