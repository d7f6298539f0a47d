// Coming in with a code of six digits. Whoever asks is answered the same, in the same time, whether anybody has the number or address or
// not: a job looks later. A code lives ten minutes and five tries; what is kept of it is a keyed digest.
import { randomInt } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { sessionCode } from '@modulus/contracts/session-code.ts'
import { sql } from 'drizzle-orm'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '#db/transact.ts'
import { Problem } from '#plugins/problems.ts'
import { deviceOf, enter } from './enter.ts'
import { addressOf } from './guesses.ts'
import { startSession } from './queries.ts'

/** In five minutes. A network may belong to a whole school. */
export const codeLimits = { ask: 3, askFrom: 20, try: 10, tryFrom: 60 }

/** An e-mail address or a telephone number as a bucket knows it, however it was typed. */
const keyOf = (address: string) =>
  address.includes('@') ? address.trim().toLowerCase() : address.replace(/\D/g, '').replace(/^(0044|44)(?=7)/, '0')

/** Throws too-many-guesses with the seconds to wait; the same for a number nobody has. */
async function take(app: FastifyInstance, request: FastifyRequest, buckets: (readonly [name: string, limit: number])[]) {
  const keys = `{${buckets.map(([name]) => app.sealOf(`code:${name}`)).join()}}`,
    most = `{${buckets.map(([, limit]) => limit).join()}}`
  const { rows } = await request.doorOfNobody.transact((tx) =>
    tx.execute<{ wait: number }>(sql`select app.take_guess(${uuidv7()}, ${keys}::text[], ${most}::integer[], null) as wait`),
  )
  if (rows[0]!.wait > 0) throw new Problem('too-many-guesses', { seconds: rows[0]!.wait })
}
const sealed = (app: FastifyInstance, linkId: string, code: string) => app.sealOf(`code ${linkId} ${code}`)

const routes: FastifyPluginAsyncTypebox = async (app) => {
  app.route({
    ...sessionCode.askForCode,
    config: { public: true },
    handler: async (request, reply) => {
      const { address } = request.body
      await take(app, request, [
        [`ask ${keyOf(address)}`, codeLimits.ask],
        [`ask from ${addressOf(request.ip)}`, codeLimits.askFrom],
      ])
      const id = uuidv7(),
        linkId = uuidv7(),
        code = String(randomInt(1_000_000)).padStart(6, '0')
      await request.doorOfNobody.transact(async (tx) => {
        await tx.execute(sql`select app.ask_for_code(${id}, ${address.trim()}, ${code}, ${linkId}, ${sealed(app, linkId, code)})`)
        await app.jobs.send(tx, 'code.answer', { partnershipId: '', id })
      })
      reply.code(204)
      return null
    },
  })

  app.route({
    ...sessionCode.signInByCode,
    config: { public: true },
    handler: async (request, reply) => {
      const { address, code } = request.body
      await take(app, request, [
        [`try ${keyOf(address)}`, codeLimits.try],
        [`try from ${addressOf(request.ip)}`, codeLimits.tryFrom],
      ])
      const opened = await request.doorOfNobody.transact(async (tx) => {
        const linkId = (await liveCode(tx, address.trim())) ?? uuidv7()
        const found = await useCode(tx, linkId, sealed(app, linkId, code))
        return found && { ...found, sessionId: await startSession(tx, found.userId, found.partnershipId, deviceOf(request)) }
      })
      if (!opened) throw new Problem('wrong-code') // after the commit, so that the try counts
      return enter(app, request, reply, opened.userId, opened.sessionId, { proved: 'code' })
    },
  })
}
export default routes

async function liveCode(tx: Tx, address: string): Promise<string | null> {
  return (await tx.execute<{ id: string | null }>(sql`select app.live_code(${address}) as id`)).rows[0]!.id
}
async function useCode(tx: Tx, linkId: string, digest: string): Promise<{ userId: string; partnershipId: string } | undefined> {
  const { rows } = await tx.execute<{ user_id: string; partnership_id: string }>(sql`select * from app.use_code(${linkId}, ${digest})`)
  return rows[0] && { userId: rows[0].user_id, partnershipId: rows[0].partnership_id }
}
