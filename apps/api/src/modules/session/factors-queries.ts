import type { Owed } from '@modulus/contracts/session.ts'
import { sql } from 'drizzle-orm'
import type { Tx } from '#db/transact.ts'

export interface KeptPasskey {
  id: string
  credentialId: string
  publicKey: string
  counter: number
  transports: string[]
  name: string
  backedUp: boolean
  addedAt: string
  lastUsedAt: string | null
}
/** Of the service alone; factors.ts says what of it is shown. */
export interface FactorState {
  userId: string
  partnershipId: string
  name: string
  email: string
  demo: boolean
  passwordHash: string | null
  waitingFor: Owed['waitingFor'] | null
  recent: boolean
  passkeys: KeptPasskey[]
  authenticator: { sealed: string; addedAt: string; lastUsedAt: string | null } | null
  recovery: { left: number; madeAt: string } | null
}
const list = (texts: string[]) => sql`array(select jsonb_array_elements_text(${JSON.stringify(texts)}::jsonb))`
const value = async <T>(tx: Tx, query: ReturnType<typeof sql>): Promise<T> =>
  (await tx.execute<{ value: T }>(sql`select ${query} as value`)).rows[0]!.value

export const readFactors = (tx: Tx, sessionId: string) => value<FactorState>(tx, sql`app.factor_state(${sessionId})`)
/** What a session that has just begun still waits for; null when it is open. */
export const admit = (tx: Tx, sessionId: string, { strong, demo }: { strong: boolean; demo: boolean }) =>
  value<Owed['waitingFor'] | null>(tx, sql`app.admit(${sessionId}, ${strong}, ${demo})`)
export const endHalfSession = (tx: Tx, sessionId: string) => value<boolean>(tx, sql`app.end_half_session(${sessionId})`)

export type Purpose = 'enter' | 'show' | 'add'
export const keepChallenge = (tx: Tx, id: string, challenge: string, purpose: Purpose, sessionId: string | null) =>
  tx.execute(sql`select app.keep_challenge(${id}, ${challenge}, ${purpose}, ${sessionId})`)
/** Spends it; null when it is another's, for something else, too old or spent. */
export const takeChallenge = (tx: Tx, id: string, purpose: Purpose, sessionId: string | null) =>
  value<string | null>(tx, sql`app.take_challenge(${id}, ${purpose}, ${sessionId})`)

export interface FoundPasskey extends Pick<KeptPasskey, 'id' | 'publicKey' | 'counter' | 'transports'> {
  userId: string
  partnershipId: string
  demo: boolean
}
export async function findPasskey(tx: Tx, credentialId: string): Promise<FoundPasskey | undefined> {
  const { rows } = await tx.execute<{
    id: string
    user_id: string
    partnership_id: string
    demo: boolean
    public_key: string
    counter: string
    transports: string[]
  }>(sql`select * from app.find_passkey(${credentialId})`)
  return (
    rows[0] && {
      ...rows[0],
      userId: rows[0].user_id,
      partnershipId: rows[0].partnership_id,
      publicKey: rows[0].public_key,
      counter: Number(rows[0].counter),
    }
  )
}
interface Used {
  id: string
  counter: number
  backedUp: boolean
}
/** False when its counter was seen before. */
export const usePasskey = (tx: Tx, { id, counter, backedUp }: Used) =>
  value<boolean>(tx, sql`app.use_passkey(${id}, ${counter}, ${backedUp})`)

/** Each gives the session to go on with, under another id; null when what was shown is not right, or was used before. */
export const showPasskey = (tx: Tx, sessionId: string, { id, counter, backedUp }: Used) =>
  value<string | null>(tx, sql`app.show_passkey(${sessionId}, ${id}, ${counter}, ${backedUp})`)
export const showCode = (tx: Tx, sessionId: string, step: number) => value<string | null>(tx, sql`app.show_code(${sessionId}, ${step})`)
export const showRecoveryCode = (tx: Tx, sessionId: string, digest: string) =>
  value<string | null>(tx, sql`app.show_recovery_code(${sessionId}, ${digest})`)
export const showPassword = (tx: Tx, sessionId: string) => value<string>(tx, sql`app.show_password(${sessionId})`)

interface AddedPasskey extends Pick<KeptPasskey, 'id' | 'credentialId' | 'publicKey' | 'counter' | 'transports' | 'backedUp' | 'name'> {
  /** Digests of recovery codes that come with it; none leaves those there are. */
  recovery: string[]
}
/** The session to go on with; null when there are twenty already. */
export const addPasskey = (tx: Tx, sessionId: string, one: AddedPasskey) =>
  value<string | null>(
    tx,
    sql`app.add_passkey(${sessionId}, ${one.id}, ${one.credentialId}, ${one.publicKey}, ${one.counter}, ${list(one.transports)}, ${one.backedUp}, ${one.name}, ${list(one.recovery)})`,
  )
export const beginAuthenticator = (tx: Tx, sessionId: string, sealed: string) =>
  tx.execute(sql`select app.begin_authenticator(${sessionId}, ${sealed})`)
export const pendingAuthenticator = (tx: Tx, sessionId: string) => value<string | null>(tx, sql`app.pending_authenticator(${sessionId})`)
/** The session to go on with; null when another set-up has begun meanwhile. */
export const addAuthenticator = (tx: Tx, sessionId: string, sealed: string, step: number, recovery: string[]) =>
  value<string | null>(tx, sql`app.add_authenticator(${sessionId}, ${sealed}, ${step}, ${list(recovery)})`)
export const replaceRecoveryCodes = (tx: Tx, sessionId: string, digests: string[]) =>
  tx.execute(sql`select app.new_recovery_codes(${sessionId}, ${list(digests)})`)
/** False when it is not theirs, or not there. */
export const renamePasskey = (tx: Tx, sessionId: string, id: string, name: string) =>
  value<boolean>(tx, sql`app.rename_passkey(${sessionId}, ${id}, ${name})`)
/** What is gone, by its name; '' when it is the last and has to stay; null when there is none. */
export const removeFactor = (tx: Tx, sessionId: string, kind: 'passkey' | 'authenticator', id: string | null, spareLast: boolean) =>
  value<string | null>(tx, sql`app.remove_factor(${sessionId}, ${kind}, ${id}, ${spareLast})`)

export async function resetFactors(tx: Tx, userId: string): Promise<{ email: string; hadPassword: boolean }> {
  const { rows } = await tx.execute<{ email: string; had_password: boolean }>(sql`select * from app.reset_factors(${userId})`)
  return { email: rows[0]!.email, hadPassword: rows[0]!.had_password }
}
export const makePasswordLink = (tx: Tx, userId: string, digest: string, days: number) =>
  tx.execute(sql`select app.make_link('password', ${userId}, ${digest}, ${days})`)
export const personName = async (tx: Tx, userId: string): Promise<string | undefined> =>
  (await tx.execute<{ name: string }>(sql`select name from people where partnership_id = app.partnership() and user_id = ${userId}`))
    .rows[0]?.name

export const guessesToday = (tx: Tx, bucket: string) => value<number>(tx, sql`app.guesses_today(${bucket})`)
/** Once a day. */
export const warnOfGuesses = (tx: Tx, userId: string) => value<boolean>(tx, sql`app.warn_of_guesses(${userId})`)
