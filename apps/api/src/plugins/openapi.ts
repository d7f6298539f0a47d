// The contract, printed: OpenAPI 3.1 from the same schemas that guard the routes, and a page to read it.
import swagger from '@fastify/swagger'
import fp from 'fastify-plugin'
import { docsPage, docsStyle } from './openapi-page.ts'

const problem = {
  description: 'A refusal with a name (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

export default fp(
  async (app) => {
    await app.register(swagger, {
      openapi: {
        openapi: '3.1.0',
        info: {
          title: 'Modulus',
          version: '1.0.0',
          description: 'Case management for partnership programmes. Every refusal is application/problem+json.',
          license: { name: 'Proprietary', identifier: 'LicenseRef-Modulus' },
        },
        servers: [{ url: '/' }],
        components: {
          securitySchemes: {
            session: { type: 'apiKey', in: 'cookie', name: '__Host-session', description: 'Set by POST /api/session' },
            bearer: {
              type: 'http',
              scheme: 'bearer',
              description: 'A token (mdl_…) of a person or a program, made under Settings; it opens what is for programs',
            },
          },
          schemas: {
            Problem: {
              type: 'object',
              required: ['type', 'title', 'status', 'instance'],
              properties: {
                type: { type: 'string' },
                title: { type: 'string' },
                status: { type: 'integer' },
                instance: { type: 'string' },
                errors: {
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: { pointer: { type: 'string' }, keyword: { type: 'string' }, detail: { type: 'string' } },
                  },
                },
              },
            },
          } as never,
        },
        security: [{ session: [] }, { bearer: [] }],
      },
      transform: ({ schema, url, route }) => ({ url, schema: { ...schema, ...(route.config?.public ? { security: [] } : {}) } }),
      transformObject: (document) => {
        const api = (document as { openapiObject: Record<string, unknown> }).openapiObject as {
          paths: Record<string, Record<string, { responses: Record<string, unknown> }>>
        }
        for (const path of Object.values(api.paths)) for (const operation of Object.values(path)) operation.responses['4XX'] = problem
        return api as never
      },
    })
    const hidden = { schema: { hide: true }, config: { public: true } }
    app.get('/api/openapi.json', hidden, async () => app.swagger())
    app.get('/api/docs', hidden, async (_request, reply) => reply.type('text/html; charset=utf-8').send(docsPage(app.swagger() as never)))
    app.get('/api/docs.css', hidden, async (_request, reply) => reply.type('text/css; charset=utf-8').send(docsStyle))
  },
  { name: 'openapi' },
)
