// Who is asking: the cookie (or bearer token) says which session, the door says what that means today.
import cookie from '@fastify/cookie'
import jwt from '@fastify/jwt'
import type { FastifyReply } from 'fastify'
import fp from 'fastify-plugin'
import type { Door, Doors } from '#db/transact.ts'
import { Problem } from './problems.ts'

declare module 'fastify' {
  interface FastifyInstance { doors: Doors }
  interface FastifyRequest extends Door {
    /** The door for public routes: no one is known yet, every table is empty. */
    doorOfNobody: Door
  }
  interface FastifyContextConfig { public?: boolean }
}
declare module '@fastify/jwt' {
  interface FastifyJWT { payload: { sub: string; sid: string }; user: { sub: string; sid: string } }
}

export const sessionCookie = '__Host-session'
const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const
export const keepSession = (reply: FastifyReply, token: string) => reply.setCookie(sessionCookie, token, attributes)
export const forgetSession = (reply: FastifyReply) => reply.clearCookie(sessionCookie, attributes)

export default fp(
  async (app, { doors, secret }: { doors: Doors; secret: string }) => {
    await app.register(cookie)
    await app.register(jwt, { secret, sign: { expiresIn: '12h', algorithm: 'HS256' }, verify: { algorithms: ['HS256'] }, cookie: { cookieName: sessionCookie, signed: false } })
    app.decorate('doors', doors)
    app.decorateRequest('transact', function (work) { return doors.asSession(this.user.sid, this.id).transact(work) })
    app.decorateRequest('glance', function (queries) { return doors.asSession(this.user.sid, this.id).glance(queries) as never })
    app.decorateRequest('doorOfNobody', { getter: () => doors.asNobody() })
    app.addHook('onRequest', async (request) => {
      if (request.routeOptions.config.public || request.is404) return
      try { await request.jwtVerify() } catch { throw new Problem('signed-out') }
    })
  },
  { name: 'actor' },
)
