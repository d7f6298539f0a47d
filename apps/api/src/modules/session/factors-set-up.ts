// What one signs in with: added, removed, made anew. A half-open session that has none yet may add its first, and is in with it; an open one
// must have shown within ten minutes that it is its owner. The database decides both (app.factor_session); the owner is told by post.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { factors, type FactorAdded } from '@modulus/contracts/factors.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { notFound, Problem, refusals } from '#plugins/problems.ts'
import { goIn } from './enter.ts'
import { digestOfRecoveryCode, newAuthenticator, newRecoveryCodes, openSecret, sealSecret, stepOf } from './factors-codes.ts'
import { tellOwner } from './factors-messages.ts'
import {
  addAuthenticator,
  addPasskey,
  beginAuthenticator,
  pendingAuthenticator,
  removeFactor,
  renamePasskey,
  replaceRecoveryCodes,
  type FactorState,
} from './factors-queries.ts'
import { inTheirName, ownerOf } from './factors.ts'
import { withinGuesses } from './factors-guesses.ts'
import { checkNew, optionsToAdd } from './passkeys-verify.ts'
import { challengeFor, challengeOf } from './passkeys.ts'

refusals({ passkeys_credential_once: () => new Problem('passkey-refused') })

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const { publicUrl } = app.config
  const digests = (owner: FactorState, codes: string[]) => codes.map((code) => digestOfRecoveryCode(app.sealOf, owner.userId, code))
  /** Refused before anything is begun; what adds and removes asks again, in the database. */
  async function mayChange(request: FastifyRequest): Promise<FactorState> {
    const owner = await ownerOf(request)
    if (owner.waitingFor === 'factor') throw new Problem('second-factor-needed')
    if (owner.waitingFor === null && !owner.recent) throw new Problem('prove-again')
    return owner
  }
  /** The first factor brings recovery codes with it. */
  const codesWith = ({ recovery }: FactorState): string[] => (recovery ? [] : newRecoveryCodes())
  async function added(
    request: FastifyRequest,
    reply: FastifyReply,
    owner: FactorState,
    sessionId: string,
    codes: string[],
  ): Promise<FactorAdded> {
    const session = await goIn(app, request, reply, owner.userId, sessionId)
    return { recoveryCodes: codes.length > 0 ? codes : null, session }
  }

  app.route({
    ...factors.passkeyToAdd,
    handler: async (request) => {
      const owner = await mayChange(request)
      return challengeFor(request, 'add', request.user.sid, await optionsToAdd(publicUrl, owner))
    },
  })
  app.route({
    ...factors.addPasskey,
    handler: async (request, reply) => {
      const owner = await mayChange(request),
        { sid } = request.user,
        codes = codesWith(owner)
      const fresh = await checkNew(publicUrl, await challengeOf(request, 'add', sid, request.body.challengeId), request.body)
      if (!fresh) throw new Problem('passkey-refused')
      const name = request.body.name.trim()
      const session = await inTheirName(app, request, owner, async (tx) => {
        const to = await addPasskey(tx, sid, { ...fresh, id: request.params.passkeyId, name, recovery: digests(owner, codes) })
        if (to) await tellOwner(tx, app.jobs, owner, 'passkeyAdded', name)
        return to
      })
      if (!session) throw new Problem('enough-passkeys')
      return added(request, reply, owner, session, codes)
    },
  })

  app.route({
    ...factors.beginAuthenticator,
    handler: async (request) => {
      const owner = await mayChange(request),
        fresh = newAuthenticator(owner.email)
      await request.doorOfNobody.transact((tx) =>
        beginAuthenticator(tx, request.user.sid, sealSecret(app.sealOf, owner.userId, fresh.secret)),
      )
      return fresh
    },
  })
  app.route({
    ...factors.addAuthenticator,
    handler: async (request, reply) => {
      const owner = await mayChange(request),
        { sid } = request.user,
        codes = codesWith(owner)
      const sealed = await request.doorOfNobody.transact((tx) => pendingAuthenticator(tx, sid))
      const secret = sealed && openSecret(app.sealOf, owner.userId, sealed)
      if (!secret) throw new Problem('set-up-over')
      const step = await withinGuesses(app, request, owner, async () => stepOf(secret, request.body.code))
      if (step === null) throw new Problem('wrong-factor-code')
      const session = await inTheirName(app, request, owner, async (tx) => {
        const to = await addAuthenticator(tx, sid, sealed, step, digests(owner, codes))
        if (to) await tellOwner(tx, app.jobs, owner, 'appAdded')
        return to
      })
      if (!session) throw new Problem('set-up-over')
      return added(request, reply, owner, session, codes)
    },
  })

  /** One has to stay, but for accounts of the demonstration, which owe none. */
  async function remove(request: FastifyRequest, reply: FastifyReply, kind: 'passkey' | 'authenticator', id: string | null) {
    const owner = await mayChange(request)
    const gone = await inTheirName(app, request, owner, async (tx) => {
      const name = await removeFactor(tx, request.user.sid, kind, id, app.config.demo)
      if (name)
        await (kind === 'passkey' ? tellOwner(tx, app.jobs, owner, 'passkeyRemoved', name) : tellOwner(tx, app.jobs, owner, 'appRemoved'))
      return name
    })
    if (gone === null) throw notFound()
    if (gone === '') throw new Problem('last-factor')
    reply.code(204)
    return null
  }
  app.route({
    ...factors.renamePasskey,
    handler: async (request, reply) => {
      const owner = await ownerOf(request)
      if (owner.waitingFor !== null) throw new Problem('second-factor-needed')
      const { passkeyId } = request.params
      const there = await inTheirName(app, request, owner, (tx) => renamePasskey(tx, request.user.sid, passkeyId, request.body.name.trim()))
      if (!there) throw notFound()
      reply.code(204)
      return null
    },
  })
  app.route({ ...factors.removePasskey, handler: (request, reply) => remove(request, reply, 'passkey', request.params.passkeyId) })
  app.route({ ...factors.removeAuthenticator, handler: (request, reply) => remove(request, reply, 'authenticator', null) })

  app.route({
    ...factors.newRecoveryCodes,
    handler: async (request) => {
      const owner = await mayChange(request),
        recoveryCodes = newRecoveryCodes()
      await inTheirName(app, request, owner, async (tx) => {
        await replaceRecoveryCodes(tx, request.user.sid, digests(owner, recoveryCodes))
        await tellOwner(tx, app.jobs, owner, 'codesMade')
      })
      return { recoveryCodes }
    },
  })
}
export default routes
