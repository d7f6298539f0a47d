// "Forgotten your password?": everyone is answered the same, in the same time. Whether anybody has the address is looked up by a job.
import { createHash, randomBytes } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { session } from '@modulus/contracts/session.ts'
import { v7 as uuidv7 } from 'uuid'
import { addressOf } from './guesses.ts'
import { askForPassword } from './queries.ts'

/** Askings in an hour; an address may belong to a whole office. */
export const askings = { account: 3, address: 20 }

/** The secret goes into a message only; the database keeps its digest. */
export const newSecret = () => {
  const token = randomBytes(32).toString('base64url')
  return { token, digest: createHash('sha256').update(token).digest('hex') }
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...session.forgotten,
    config: { public: true },
    handler: async (request, reply) => {
      const email = request.body.email.trim(),
        id = uuidv7()
      const buckets = [
        { key: app.sealOf(`forgotten:account:${email.toLowerCase()}`), limit: askings.account },
        { key: app.sealOf(`forgotten:address:${addressOf(request.ip)}`), limit: askings.address },
      ]
      await request.doorOfNobody.transact(async (tx) => {
        if (await askForPassword(tx, id, email, buckets)) await app.jobs.send(tx, 'password.answer', { partnershipId: '', id })
      })
      reply.code(204)
      return null
    },
  })
}
export default routes
