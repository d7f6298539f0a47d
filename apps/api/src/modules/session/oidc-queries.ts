import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Tx } from '#db/transact.ts'
import type { Who } from './oidc-client.ts'

export interface Identity {
  id: string
  userId: string
  partnershipId: string
  demo: boolean
}
const iso = (moment: string | Date | null) => (moment === null ? null : new Date(moment).toISOString())

/** Whose it is; undefined when nobody's, or of somebody who may not sign in now. */
export async function findIdentity(tx: Tx, { issuer, subject }: Who): Promise<Identity | undefined> {
  const { rows } = await tx.execute<{ id: string; user_id: string; partnership_id: string; demo: boolean }>(
    sql`select * from app.identity(${issuer}, ${subject})`,
  )
  return rows[0] && { id: rows[0].id, userId: rows[0].user_id, partnershipId: rows[0].partnership_id, demo: rows[0].demo }
}
export async function listMyIdentities(tx: Tx) {
  const { rows } = await tx.execute<{ id: string; issuer: string; connected_at: string; last_used_at: string | null }>(
    sql`select * from app.my_identities()`,
  )
  return rows.map((one) => ({ id: one.id, issuer: one.issuer, connectedAt: iso(one.connected_at)!, lastUsedAt: iso(one.last_used_at) }))
}
/** Throws prove-again when the session's last proof is older than ten minutes. */
export const mustHaveProved = (tx: Tx, sessionId: string) => tx.execute(sql`select app.must_have_proved(${sessionId})`)
/** False when it was connected already, to this very account. */
export async function connectIdentity(tx: Tx, { issuer, subject }: Who): Promise<boolean> {
  const { rows } = await tx.execute<{ fresh: boolean }>(sql`select app.connect_identity(${uuidv7()}, ${issuer}, ${subject}) as fresh`)
  return rows[0]!.fresh
}
export async function disconnectIdentity(tx: Tx, id: string): Promise<'gone' | 'last' | 'unknown'> {
  return (await tx.execute<{ how: 'gone' | 'last' | 'unknown' }>(sql`select app.disconnect_identity(${id}) as how`)).rows[0]!.how
}
/** Undefined when the invitation is spent, or is for an account that has a way in of its own. */
export async function acceptByIdentity(tx: Tx, digest: string, { issuer, subject }: Who): Promise<Omit<Identity, 'demo'> | undefined> {
  const { rows } = await tx.execute<{ identity_id: string; user_id: string; partnership_id: string }>(
    sql`select * from app.accept_by_identity(${uuidv7()}, ${digest}, ${issuer}, ${subject})`,
  )
  return rows[0] && { id: rows[0].identity_id, userId: rows[0].user_id, partnershipId: rows[0].partnership_id }
}
export const cameByIdentity = (tx: Tx, sessionId: string, identityId: string, providerSession: string | null) =>
  tx.execute(sql`select app.came_by_identity(${sessionId}, ${identityId}, ${providerSession})`)
export async function endByProvider(tx: Tx, issuer: string, subject: string | null, providerSession: string | null): Promise<number> {
  const { rows } = await tx.execute<{ ended: number }>(sql`select app.end_by_provider(${issuer}, ${subject}, ${providerSession}) as ended`)
  return rows[0]!.ended
}
