// Coming in: what every way of proving who one is ends with.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { deviceCookie, keepDevice, keepSession } from '#plugins/actor.ts'
import { Problem } from '#plugins/problems.ts'
import { knownDevice, rememberDevice } from './devices.ts'
import { addressOf, giveBack, takeGuess } from './guesses.ts'
import { passwordFits } from './passwords.ts'
import { describeSession, type Credentials } from './queries.ts'

export const deviceOf = (request: FastifyRequest) => (request.headers['user-agent'] ?? '').slice(0, 200)

/** Sets the cookies of a session that has just begun, and says who is in. */
export async function enter(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, userId: string, sessionId: string) {
  const session = await app.doors.asSession(sessionId, request.id).transact(describeSession)
  keepSession(reply, app.jwt.sign({ sub: userId, sid: sessionId }))
  keepDevice(reply, rememberDevice(app.sealOf, request.cookies[deviceCookie], userId))
  reply.code(201)
  return session
}

/**
 * Looks at one password, once the guess is granted. `typed` names the account when nobody has it, so that an unknown account costs the
 * same guesses and the same time. Throws too-many-guesses or busy-now; a guess that was not looked at, or was right, does not count.
 */
export async function checkPassword(
  app: FastifyInstance,
  request: FastifyRequest,
  typed: string,
  password: string,
  find: Omit<Credentials, 'demo'> | undefined,
): Promise<boolean> {
  const device = find && knownDevice(app.sealOf, request.cookies[deviceCookie], find.userId)
  const guess = await request.doorOfNobody.transact((tx) =>
    takeGuess(tx, {
      sealOf: app.sealOf,
      account: find?.userId ?? typed.toLowerCase(),
      address: addressOf(request.ip),
      device,
      partnershipId: find?.partnershipId,
    }),
  )
  let counts = true
  try {
    const fits = await passwordFits(password, find?.passwordHash, guess.known)
    counts = !fits
    return fits
  } catch (error) {
    if (error instanceof Problem) counts = false
    throw error
  } finally {
    if (!counts) await giveBack(request.doorOfNobody, guess)
  }
}
