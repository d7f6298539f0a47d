// How often a code may be guessed. The buckets are those of passwords under a name of their own; beside them strangers have a day's budget,
// because a code has only a million values: fifty guesses at three codes each are 0.015 % in a day. Known devices and passkeys stay free.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { deviceCookie } from '#plugins/actor.ts'
import { Problem } from '#plugins/problems.ts'
import { knownDevice } from './devices.ts'
import { tellOwner } from './factors-messages.ts'
import { guessesToday, warnOfGuesses, type FactorState } from './factors-queries.ts'
import { addressOf, giveBack, takeGuess, type Guess } from './guesses.ts'

/** Wrong codes in a day from devices that the account does not know. */
export const strangersInADay = 50
const anHour = 3600

/** Looks once the guess is granted; what was right (not null), or was not looked at, does not count. Throws too-many-guesses. */
export async function withinGuesses<T>(
  app: FastifyInstance,
  request: FastifyRequest,
  owner: FactorState,
  look: () => Promise<T | null>,
): Promise<T | null> {
  const guess = await take(app, request, owner)
  let counts = false
  try {
    const right = await look()
    counts = right === null
    return right
  } finally {
    if (!counts) await giveBack(request.doorOfNobody, guess)
  }
}

async function take(app: FastifyInstance, request: FastifyRequest, owner: FactorState): Promise<Guess> {
  const account = `factor ${owner.userId}`,
    device = knownDevice(app.sealOf, request.cookies[deviceCookie], owner.userId)
  try {
    return await request.doorOfNobody.transact(async (tx) => {
      const guess = await takeGuess(tx, {
        sealOf: app.sealOf,
        account,
        address: addressOf(request.ip),
        device,
        partnershipId: owner.partnershipId,
      })
      if (!device && (await guessesToday(tx, app.sealOf(`guess:account:${account}`))) > strangersInADay)
        throw new Problem('too-many-guesses', { seconds: anHour })
      return guess
    })
  } catch (error) {
    // Whoever guesses codes on a strange device came past the password: its owner should know.
    if (error instanceof Problem && error.slug === 'too-many-guesses' && !device) await warn(app, request, owner)
    throw error
  }
}
const warn = (app: FastifyInstance, request: FastifyRequest, owner: FactorState) =>
  app.doors.asSystem('messages', owner.partnershipId, request.id).transact(async (tx) => {
    if (await warnOfGuesses(tx, owner.userId)) await tellOwner(tx, app.jobs, owner, 'guessed')
  })
