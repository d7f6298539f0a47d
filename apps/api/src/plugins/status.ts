// Alive, and ready to serve: for whoever watches over the process.
import { Type } from 'typebox'
import fp from 'fastify-plugin'
import { knownMigrations } from '#db/migrate.ts'
import { endpoints } from '@modulus/contracts/endpoint.ts'
import { sql } from 'drizzle-orm'
import { Problem } from './problems.ts'

const status = endpoints('status', {
  health: {
    method: 'GET',
    url: '/api/health',
    schema: { summary: 'The process is alive', response: { 200: Type.Object({ alive: Type.Boolean() }) } },
  },
  ready: {
    method: 'GET',
    url: '/api/ready',
    schema: { summary: 'The database answers and its schema is current', response: { 200: Type.Object({ ready: Type.Boolean() }) } },
  },
})

export default fp(
  async (app) => {
    app.route({ ...status.health, config: { public: true }, handler: async () => ({ alive: true }) })
    app.route({
      ...status.ready,
      config: { public: true },
      handler: async () => {
        const applied = await app.doors
          .asNobody()
          .transact(async (tx) => (await tx.execute<{ name: string }>(sql`select name from migrations order by name`)).rows)
        const known = knownMigrations()
        if (known.some((name) => !applied.some((row) => row.name === name)))
          throw new Problem('busy-now', { detail: 'Migrations are waiting to be applied.' })
        return { ready: true }
      },
    })
  },
  { name: 'status' },
)
