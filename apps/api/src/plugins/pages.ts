// The built pages: hashed files are kept for ever, entries are asked for each time. The young person's pages are an entry of their own.
import fastifyStatic from '@fastify/static'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import fp from 'fastify-plugin'

const dist = resolve(import.meta.dirname, '../../../web/dist')
export default fp(
  async (app) => {
    if (!existsSync(dist)) return
    app.addHook('onRoute', (route) => {
      if (!route.url.startsWith('/api')) {
        route.config = { ...route.config, public: true }
        route.schema = { ...route.schema, hide: true }
      }
    })
    await app.register(fastifyStatic, {
      root: dist,
      index: false,
      cacheControl: false,
      // Size and time of a file say nothing about it where builds have one time and names of one length: a new version would not be seen.
      etag: false,
      lastModified: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
    app.get('/', (_request, reply) => reply.sendFile('index.html'))
    app.get('/me', (_request, reply) => reply.sendFile('me/index.html'))
    app.get('/me/*', (request, reply) => {
      const rest = (request.params as { '*': string })['*']
      return reply.sendFile(/^assets\/[\w.-]+$/.test(rest) ? `me/${rest}` : 'me/index.html')
    })
  },
  { name: 'pages' },
)
