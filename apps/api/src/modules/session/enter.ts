// Coming in: what every way of proving who one is ends with.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Entered, Session } from '@modulus/contracts/session.ts'
import { deviceCookie, keepDevice, keepSession } from '#plugins/actor.ts'
import { Problem } from '#plugins/problems.ts'
import { knownDevice, rememberDevice } from './devices.ts'
import { admit } from './factors-queries.ts'
import { addressOf, giveBack, takeGuess } from './guesses.ts'
import { passwordFits } from './passwords.ts'
import { describeSession, type Credentials } from './queries.ts'

export const deviceOf = (request: FastifyRequest) => (request.headers['user-agent'] ?? '').slice(0, 200)

/** How somebody showed who they are. `strong`: another service says that it saw two factors (OIDC, where its configuration believes that). */
export interface Proof {
  proved: 'password' | 'passkey' | 'oidc' | 'link' | 'code'
  strong?: boolean
}
/**
 * The one place that decides whether a session that has just begun still owes a factor; every way of signing in ends here. A passkey is
 * two factors: the device, and what unlocks it. Accounts of the demonstration are let off in demo mode. Sets the cookies, and says who is
 * in, or what is still owed.
 */
export async function enter(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  userId: string,
  sessionId: string,
  { proved, strong = false }: Proof,
): Promise<Entered> {
  const two = proved === 'passkey' || (proved === 'oidc' && strong)
  const waitingFor = await request.doorOfNobody.transact((tx) => admit(tx, sessionId, { strong: two, demo: app.config.demo }))
  if (!waitingFor) return goIn(app, request, reply, userId, sessionId)
  keepSession(reply, app.jwt.sign({ sub: userId, sid: sessionId }))
  reply.code(201)
  return { waitingFor }
}

/** Sets the cookies of an open session and says who is in. Only now is the device known: a password alone must not make it so. */
export async function goIn(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  userId: string,
  sessionId: string,
): Promise<Session> {
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
