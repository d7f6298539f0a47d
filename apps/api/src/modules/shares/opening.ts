// The only thing here that a stranger may do: spend a link. Every link that shows nothing is answered the same.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { shares } from '@modulus/contracts/shares.ts'
import { sql } from 'drizzle-orm'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { v7 as uuidv7 } from 'uuid'
import { Problem } from '#plugins/problems.ts'
import { digestOf } from './commands.ts'
import { openShare } from './queries.ts'

/** Wrong links from one network in five minutes. A link has 256 bits: this only keeps the door quiet. */
export const openLimit = 20

/** Throws too-many-guesses with the seconds to wait; gives what a right guess gives back. */
async function take(app: FastifyInstance, request: FastifyRequest): Promise<string> {
  const guessId = uuidv7()
  const { rows } = await request.doorOfNobody.transact(async (tx) => {
    const [from] = (await tx.execute<{ network: string }>(sql`select app.network_of(${request.ip}) as network`)).rows
    return tx.execute<{ wait: number }>(
      sql`select app.take_guess(${guessId}, ${`{${app.sealOf(`share from ${from!.network}`)}}`}::text[], ${`{${openLimit}}`}::integer[], null) as wait`,
    )
  })
  if (rows[0]!.wait > 0) throw new Problem('too-many-guesses', { seconds: rows[0]!.wait })
  return guessId
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...shares.open,
    config: { public: true },
    handler: async (request) => {
      const guessId = await take(app, request)
      const shown = await request.doorOfNobody.transact(async (tx) => {
        const found = await openShare(tx, digestOf(app, request.body.token), request.id)
        if (found) await tx.execute(sql`select app.give_back_guess(${guessId})`)
        return found
      })
      if (!shown) throw new Problem('share-shows-nothing')
      return shown
    },
  })
}
export default routes
