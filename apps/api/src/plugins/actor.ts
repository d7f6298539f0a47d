// Who is asking: the cookie says which session, or a bearer token which token; the door says what that means today.
import { createHash, createHmac } from 'node:crypto'
import cookie from '@fastify/cookie'
import jwt from '@fastify/jwt'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Door, Doors } from '#db/transact.ts'
import { Problem } from './problems.ts'
import { servesTokens, tokenIn } from './tokens.ts'

declare module 'fastify' {
  interface FastifyInstance {
    doors: Doors
    /** What only this service can write under a text: a keyed digest (HMAC-SHA256), base64url. */
    sealOf(text: string): string
  }
  interface FastifyRequest extends Door {
    /** The door for public routes: no one is known yet, every table is empty. */
    doorOfNobody: Door
    /** Digest of the token that a program brought; '' for everyone who has a session. */
    tokenDigest: string
  }
  interface FastifyContextConfig {
    public?: boolean
    /** Leaves no line in the log: for what nobody should be able to trace to a person. */
    unlogged?: boolean
  }
}
declare module '@fastify/jwt' {
  interface FastifyJWT {
    payload: { sub: string; sid: string }
    user: { sub: string; sid: string }
  }
}

export const sessionCookie = '__Host-session'
export const deviceCookie = '__Host-device'
const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'strict' } as const
export const keepSession = (reply: FastifyReply, token: string) => reply.setCookie(sessionCookie, token, attributes)
/** For 400 days, the longest a browser keeps it: this device has been signed in on before. It opens nothing. */
export const keepDevice = (reply: FastifyReply, device: string) =>
  reply.setCookie(deviceCookie, device, { ...attributes, maxAge: 400 * 86_400 })
export const forgetSession = (reply: FastifyReply) => reply.clearCookie(sessionCookie, attributes)

/** GET changes nothing but the logs; nor does a search, which is a POST only because names do not belong in addresses. */
const reads = (request: FastifyRequest) => request.method === 'GET' || request.routeOptions.url?.endsWith('/search')

export default fp(
  async (app, { doors, secret }: { doors: Doors; secret: string }) => {
    await app.register(cookie)
    await app.register(jwt, {
      secret,
      sign: { expiresIn: '12h', algorithm: 'HS256' },
      verify: { algorithms: ['HS256'] },
      cookie: { cookieName: sessionCookie, signed: false },
    })
    app.decorate('doors', doors)
    const sealing = createHmac('sha256', secret).update('modulus seals').digest() // a key of its own: a seal is never a token
    app.decorate('sealOf', (text: string) => createHmac('sha256', sealing).update(text).digest('base64url'))
    const doorFor = (request: FastifyRequest): Door =>
      request.tokenDigest
        ? doors.asToken(request.tokenDigest, request.id, Boolean(reads(request)))
        : doors.asSession(request.user.sid, request.id, reads(request))
    app.decorateRequest('tokenDigest', '')
    app.decorateRequest('transact', function (work) {
      return doorFor(this).transact(work)
    })
    app.decorateRequest('glance', function (queries, show) {
      return doorFor(this).glance(queries, show as never) as never
    })
    app.decorateRequest('doorOfNobody', { getter: () => doors.asNobody() })
    app.addHook('onRequest', async (request) => {
      if (request.routeOptions.config.public || request.is404) return
      const token = tokenIn(request.headers.authorization)
      if (token) {
        if (!servesTokens(request.routeOptions.schema)) throw new Problem('not-by-token')
        request.tokenDigest = createHash('sha256').update(token).digest('hex')
        return
      }
      try {
        await request.jwtVerify()
      } catch {
        throw new Problem('signed-out')
      }
    })
  },
  { name: 'actor' },
)
