// Signing in with a passkey alone. There is no secret to guess, so it is never slowed: whoever is under attack gets in by it.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { factors } from '@modulus/contracts/factors.ts'
import type { FastifyRequest } from 'fastify'
import { v7 as uuidv7 } from 'uuid'
import { Problem } from '#plugins/problems.ts'
import { deviceOf, enter } from './enter.ts'
import { findPasskey, keepChallenge, takeChallenge, usePasskey, type Purpose } from './factors-queries.ts'
import { checkAnswer, optionsToShow } from './passkeys-verify.ts'
import { startSession } from './queries.ts'

/** Keeps what is to be signed, for one purpose of one session (or of nobody yet), and says it to the browser. */
export async function challengeFor<O extends { challenge: string }>(
  request: FastifyRequest,
  purpose: Purpose,
  sessionId: string | null,
  options: O,
): Promise<{ challengeId: string; options: Record<string, unknown> }> {
  const challengeId = uuidv7()
  await request.doorOfNobody.transact((tx) => keepChallenge(tx, challengeId, options.challenge, purpose, sessionId))
  return { challengeId, options: { ...options } }
}
/** Spends it before anything is checked, so that a second answer to it finds nothing. */
export async function challengeOf(
  request: FastifyRequest,
  purpose: Purpose,
  sessionId: string | null,
  challengeId: string,
): Promise<string> {
  const challenge = await request.doorOfNobody.transact((tx) => takeChallenge(tx, challengeId, purpose, sessionId))
  if (!challenge) throw new Problem('passkey-refused')
  return challenge
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const { publicUrl } = app.config
  app.route({
    ...factors.passkeyToEnter,
    config: { public: true },
    handler: async (request) => challengeFor(request, 'enter', null, await optionsToShow(publicUrl)),
  })

  app.route({
    ...factors.signInByPasskey,
    config: { public: true },
    handler: async (request, reply) => {
      const challenge = await challengeOf(request, 'enter', null, request.body.challengeId)
      const found = await request.doorOfNobody.transact((tx) => findPasskey(tx, request.body.id))
      const holds = found && (!found.demo || app.config.demo) && (await checkAnswer(publicUrl, challenge, request.body, found))
      if (!holds) throw new Problem('passkey-refused')
      const sessionId = await request.doorOfNobody.transact(async (tx) =>
        (await usePasskey(tx, { id: found.id, ...holds })) ? startSession(tx, found.userId, found.partnershipId, deviceOf(request)) : null,
      )
      if (!sessionId) throw new Problem('passkey-refused')
      return enter(app, request, reply, found.userId, sessionId, { proved: 'passkey' })
    },
  })
}
export default routes
