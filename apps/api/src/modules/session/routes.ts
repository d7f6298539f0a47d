import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { session } from '@modulus/contracts/session.ts'
import { forgetSession, keepSession } from '#plugins/actor.ts'
import { notFound, Problem } from '#plugins/problems.ts'
import { passwordFits } from './passwords.ts'
import { describeSession, endSession, findCredentials, listDemoAccounts, spendLink, startSession } from './queries.ts'

export const demoPassword = 'try-modulus-2026'
const deviceOf = (request: FastifyRequest) => (request.headers['user-agent'] ?? '').slice(0, 200)

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const enter = async (reply: FastifyReply, requestId: string, userId: string, sessionId: string) => {
    keepSession(reply, app.jwt.sign({ sub: userId, sid: sessionId }))
    reply.code(201)
    return app.doors.asSession(sessionId, requestId).transact(describeSession)
  }

  app.route({
    ...session.signIn, config: { public: true },
    handler: async (request, reply) => {
      const { email, password } = request.body
      const found = await request.doorOfNobody.transact((tx) => findCredentials(tx, email))
      const fits = await passwordFits(password, found?.passwordHash)
      if (!fits || !found?.partnershipId) throw new Problem('wrong-sign-in')
      const sessionId = await request.doorOfNobody.transact((tx) => startSession(tx, found.userId, found.partnershipId!, deviceOf(request)))
      return enter(reply, request.id, found.userId, sessionId)
    },
  })

  app.route({
    ...session.signInByLink, config: { public: true },
    handler: async (request, reply) => {
      const digest = createHash('sha256').update(request.body.token).digest('hex')
      const opened = await request.doorOfNobody.transact(async (tx) => {
        const link = await spendLink(tx, digest)
        return link && { ...link, sessionId: await startSession(tx, link.userId, link.partnershipId, deviceOf(request)) }
      })
      if (!opened) throw new Problem('link-spent')
      return enter(reply, request.id, opened.userId, opened.sessionId)
    },
  })

  app.route({ ...session.read, handler: (request) => request.transact(describeSession) })

  app.route({
    ...session.signOut,
    handler: async (request, reply) => {
      await request.transact((tx) => endSession(tx, request.user.sid))
      forgetSession(reply).code(204)
      return null
    },
  })

  app.route({
    ...session.demo, config: { public: true },
    handler: async (request) => {
      if (!app.config.demo) throw notFound()
      return { accounts: await request.doorOfNobody.transact(listDemoAccounts), password: demoPassword }
    },
  })
}
export default routes
