// How often a password may be guessed. Every guess is taken before the password is looked at, and given back when it was right, so
// that simultaneous guesses count too. Nobody is ever locked out by strangers: an account's own devices have a bucket of their own,
// outside the strangers' bucket and outside the address's budget.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Door, Tx } from '#db/transact.ts'
import { Problem } from '#plugins/problems.ts'

export { addressOf } from '#plugins/address.ts'

/**
 * Wrong guesses in five minutes (Cyber Essentials v3.1 allows ten for an account); an address may belong to a whole office. `all`: by all
 * strangers together, whatever they guess at and wherever they sit, so that one common password cannot be tried on everybody from a
 * thousand addresses.
 */
export const limits = { account: 10, device: 10, address: 60, all: 1000 }

export interface Guess {
  guessId: string
  known: boolean
}
interface Guesser {
  sealOf: (text: string) => string
  account: string
  address: string
  device: string | undefined
  partnershipId?: string | null | undefined
}

/** Takes one guess at an account (its id, or the address typed when nobody has it). Throws too-many-guesses with the seconds to wait. */
export async function takeGuess(tx: Tx, { sealOf, account, address, device, partnershipId = null }: Guesser): Promise<Guess> {
  const buckets = device
    ? ([[`device:${device}:${account}`, limits.device]] as const)
    : ([
        [`account:${account}`, limits.account],
        [`address:${address}`, limits.address],
        ['everyone', limits.all],
      ] as const)
  const guessId = uuidv7()
  const keys = `{${buckets.map(([name]) => sealOf(`guess:${name}`)).join()}}`,
    most = `{${buckets.map(([, limit]) => limit).join()}}`
  const { rows } = await tx.execute<{ wait: number }>(
    sql`select app.take_guess(${guessId}, ${keys}::text[], ${most}::integer[], ${partnershipId}) as wait`,
  )
  const seconds = rows[0]!.wait
  if (seconds > 0) throw new Problem('too-many-guesses', { seconds })
  return { guessId, known: device !== undefined }
}

export const giveBack = (door: Door, { guessId }: Guess) => door.transact((tx) => tx.execute(sql`select app.give_back_guess(${guessId})`))
