import helmet from '@fastify/helmet'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '#config.ts'
import { Problem } from './problems.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** The headers that every answer carries, also one to an address that cannot be read, which no hook sees. */
    lockDown(request: FastifyRequest, reply: FastifyReply): Promise<void>
  }
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])

export default fp(
  async (app, { config }: { config: Config }) => {
    await app.register(helmet, {
      global: false,
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          manifestSrc: ["'self'"],
          workerSrc: ["'self'"],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          requireTrustedTypesFor: ["'script'"],
          trustedTypes: ['vue', 'modulus'],
        },
      },
      referrerPolicy: { policy: 'no-referrer' },
      // Only an address with TLS may promise TLS: at http://localhost the browser would ignore it anyway.
      strictTransportSecurity: config.publicUrl.startsWith('https:') ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    })
    // The headers say the same to everyone, so they are made once: making them took longer than checking the session's signature.
    let headers: Record<string, string> | undefined
    app.decorate('lockDown', async (request, reply) => {
      // An address that cannot be read is no request that helmet knows; where it is the very first, one of our own makes the headers.
      if (!headers && !('helmet' in reply)) await app.inject({ url: '/api/health' })
      if (headers) reply.headers(headers)
      else {
        await reply.helmet()
        headers = { ...reply.raw.getHeaders() } as Record<string, string>
      }
      if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
    })
    app.addHook('onRequest', async (request, reply) => {
      await app.lockDown(request, reply)
      if (!safe.has(request.method) && !request.headers.authorization) refuseCrossSite(request.headers, config.publicUrl)
    })
  },
  { name: 'security' },
)

/** A write that a cookie could ride on must come from our own pages: the browser says so in Sec-Fetch-Site, an older one in Origin. */
function refuseCrossSite(headers: Record<string, string | string[] | undefined>, publicUrl: string) {
  const site = headers['sec-fetch-site'],
    origin = headers.origin
  if (site !== undefined) {
    if (site !== 'same-origin') throw new Problem('cross-site')
  } else if (origin !== undefined) {
    if (origin !== publicUrl) throw new Problem('cross-site')
  } else if (headers.cookie !== undefined) throw new Problem('cross-site')
}
