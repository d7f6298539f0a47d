// One line of JSON for each request: which route, how long, what came of it. Never an address with ids, a name, a body or a header.
import type { FastifyBaseLogger } from 'fastify'
import fp from 'fastify-plugin'
import type { Config } from '#config.ts'

export const logger = (config: Config) => ({
  level: config.logLevel,
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  serializers: {
    req: () => ({}),
    res: () => ({}) as never,
    err: (error: Error) => ({ type: error.name, stack: error.stack?.split('\n').slice(1, 6).join('\n') ?? '' }) as never,
  },
})

export default fp(
  async (app) => {
    app.addHook('onResponse', async (request, reply) => {
      if (request.routeOptions.config.unlogged) return
      const log: FastifyBaseLogger = request.log
      log.info(
        {
          method: request.method,
          route: request.routeOptions.url ?? 'unknown',
          status: reply.statusCode,
          ms: Math.round(reply.elapsedTime * 10) / 10,
        },
        'request',
      )
    })
  },
  { name: 'logging' },
)
