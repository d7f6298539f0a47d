// Showing the second factor: while signing in, and once more before changing what one signs in with. These routes go through the half door
// (app.factor_session), never through request.transact, so that a half-open session can call them and nothing else.
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { factors, type Factors, type FactorWay } from '@modulus/contracts/factors.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Tx } from '#db/transact.ts'
import { Problem } from '#plugins/problems.ts'
import { checkPassword, goIn } from './enter.ts'
import { digestOfRecoveryCode, openSecret, stepOf } from './factors-codes.ts'
import { tellOwner } from './factors-messages.ts'
import { readFactors, showCode, showPassword, showPasskey, showRecoveryCode, type FactorState } from './factors-queries.ts'
import { withinGuesses } from './factors-guesses.ts'
import { checkAnswer, optionsToShow } from './passkeys-verify.ts'
import { challengeFor, challengeOf } from './passkeys.ts'

/** Whoever this session belongs to, half open or open. Throws signed-out, or forbidden for someone who owes no factor. */
export const ownerOf = (request: FastifyRequest): Promise<FactorState> =>
  request.doorOfNobody.transact((tx) => readFactors(tx, request.user.sid))
/** A transaction that may also write to the owner: there is no context yet, so it works in the name of the post office. */
export const inTheirName = <T>(
  app: FastifyInstance,
  request: FastifyRequest,
  owner: FactorState,
  work: (tx: Tx) => Promise<T>,
): Promise<T> => app.doors.asSystem('messages', owner.partnershipId, request.id).transact(work)

const waysOf = ({ passkeys, authenticator, recovery, passwordHash, waitingFor }: FactorState): FactorWay[] => {
  const shown: FactorWay[] = [
    ...(passkeys.length > 0 ? ['passkey' as const] : []),
    ...(authenticator ? ['code' as const] : []),
    ...((recovery?.left ?? 0) > 0 ? ['recovery' as const] : []),
  ]
  return shown.length === 0 && waitingFor === null && passwordHash ? ['password'] : shown
}
const instant = (moment: string) => new Date(moment).toISOString()
const maybe = (moment: string | null) => moment && instant(moment)

export function showFactors(owner: FactorState, demo: boolean): Factors {
  const { waitingFor, name, email, recent, authenticator, recovery } = owner
  const open = waitingFor === null
  return {
    ...{ waitingFor, name, email, recent: open && recent, ways: waysOf(owner), required: !(demo && owner.demo) },
    passkeys: (open ? owner.passkeys : []).map((one) => ({
      ...{ id: one.id, name: one.name, backedUp: one.backedUp },
      ...{ addedAt: instant(one.addedAt), lastUsedAt: maybe(one.lastUsedAt) },
    })),
    authenticator: open && authenticator ? { addedAt: instant(authenticator.addedAt), lastUsedAt: maybe(authenticator.lastUsedAt) } : null,
    recovery: open && recovery ? { left: recovery.left, madeAt: instant(recovery.madeAt) } : null,
  }
}

const routes: FastifyPluginAsyncTypebox = async (app) => {
  const { publicUrl } = app.config
  /** What was shown is right: on with the session under its new id. Otherwise the refusal, which the caller names. */
  async function shown(request: FastifyRequest, reply: FastifyReply, owner: FactorState, fresh: string | null, refusal: Problem) {
    if (!fresh) throw refusal
    return goIn(app, request, reply, owner.userId, fresh)
  }

  app.route({ ...factors.factors, handler: async (request) => showFactors(await ownerOf(request), app.config.demo) })

  app.route({
    ...factors.passkeyToShow,
    handler: async (request) => {
      const { passkeys } = await ownerOf(request)
      return challengeFor(request, 'show', request.user.sid, await optionsToShow(publicUrl, passkeys))
    },
  })
  app.route({
    ...factors.showPasskey,
    handler: async (request, reply) => {
      const owner = await ownerOf(request),
        { sid } = request.user
      const challenge = await challengeOf(request, 'show', sid, request.body.challengeId)
      const passkey = owner.passkeys.find((one) => one.credentialId === request.body.id)
      const holds = passkey && (await checkAnswer(publicUrl, challenge, request.body, { ...passkey, userId: owner.userId }))
      if (!holds) throw new Problem('passkey-refused')
      const fresh = await request.doorOfNobody.transact((tx) => showPasskey(tx, sid, { id: passkey.id, ...holds }))
      return shown(request, reply, owner, fresh, new Problem('passkey-refused'))
    },
  })

  app.route({
    ...factors.showCode,
    handler: async (request, reply) => {
      const owner = await ownerOf(request)
      const fresh = await withinGuesses(app, request, owner, async () => {
        const secret = owner.authenticator && openSecret(app.sealOf, owner.userId, owner.authenticator.sealed)
        const step = secret ? stepOf(secret, request.body.code) : null
        return step === null ? null : request.doorOfNobody.transact((tx) => showCode(tx, request.user.sid, step))
      })
      return shown(request, reply, owner, fresh, new Problem('wrong-factor-code'))
    },
  })

  app.route({
    ...factors.showRecoveryCode,
    handler: async (request, reply) => {
      const owner = await ownerOf(request),
        digest = digestOfRecoveryCode(app.sealOf, owner.userId, request.body.code)
      const fresh = await withinGuesses(app, request, owner, () =>
        inTheirName(app, request, owner, async (tx) => {
          const session = await showRecoveryCode(tx, request.user.sid, digest)
          if (session) await tellOwner(tx, app.jobs, owner, 'recoveryUsed', (owner.recovery?.left ?? 1) - 1)
          return session
        }),
      )
      return shown(request, reply, owner, fresh, new Problem('wrong-factor-code'))
    },
  })

  app.route({
    ...factors.showPassword,
    handler: async (request, reply) => {
      const owner = await ownerOf(request)
      if (!waysOf(owner).includes('password')) throw new Problem('second-factor-needed')
      if (!(await checkPassword(app, request, owner.email, request.body.password, owner))) throw new Problem('wrong-sign-in')
      return shown(
        request,
        reply,
        owner,
        await request.doorOfNobody.transact((tx) => showPassword(tx, request.user.sid)),
        new Problem('wrong-sign-in'),
      )
    },
  })
}
export default routes
