// The two deeds on a request to be erased; what it looks like stands in queries.ts.
import { sql } from 'drizzle-orm'
import type { ErasureAnswer, NewErasureRequest } from '@modulus/contracts/retention.ts'
import type { Static } from 'typebox'
import type { Tx } from '#db/transact.ts'

/** False: nobody of that reference in a programme of the asker. */
export const askFor = async (tx: Tx, id: string, { reference, words, askedOn }: NewErasureRequest): Promise<boolean> =>
  (await tx.execute<{ did: boolean }>(sql`select app.ask_erasure_for(${id}, ${reference}, ${words}, ${askedOn}) as did`)).rows[0]!.did
/** The state after it; null when it has changed meanwhile. */
export const answerRequest = async (tx: Tx, id: string, { version, yes, ground = undefined, words }: Static<typeof ErasureAnswer>) =>
  (
    await tx.execute<{ state: string | null }>(
      sql`select app.answer_erasure(${id}, ${version}, ${yes}, ${yes ? null : (ground ?? null)}, ${words.trim()}) as state`,
    )
  ).rows[0]!.state
