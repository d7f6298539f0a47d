import { sql } from 'drizzle-orm'
import type { Role, Session } from '@modulus/contracts/session.ts'
import type { Actor, Tx } from '#db/transact.ts'

export interface Credentials {
  userId: string
  passwordHash: string | null
  partnershipId: string | null
  /** An account of the demonstration, whose password everyone knows. */
  demo: boolean
}

export async function findCredentials(tx: Tx, email: string): Promise<Credentials | undefined> {
  const { rows } = await tx.execute<{ user_id: string; password_hash: string | null; partnership_id: string | null; demo: boolean }>(
    sql`select * from app.credentials(${email})`,
  )
  return (
    rows[0] && { userId: rows[0].user_id, passwordHash: rows[0].password_hash, partnershipId: rows[0].partnership_id, demo: rows[0].demo }
  )
}

export async function startSession(tx: Tx, userId: string, partnershipId: string, device: string): Promise<string> {
  const { rows } = await tx.execute<{ id: string }>(sql`select app.start_session(${userId}, ${partnershipId}, ${device}) as id`)
  return rows[0]!.id
}

/** False when it is nobody's, someone else's, or over already. */
export async function endSession(tx: Tx, sessionId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ ended: boolean }>(sql`select app.end_session(${sessionId}) as ended`)
  return rows[0]!.ended
}
export async function endOtherSessions(tx: Tx, keep: string): Promise<number> {
  const { rows } = await tx.execute<{ ended: number }>(sql`select app.end_other_sessions(${keep}) as ended`)
  return rows[0]!.ended
}
export async function listMySessions(tx: Tx) {
  const { rows } = await tx.execute<{ id: string; device: string; started_at: string | Date; last_seen_at: string | Date }>(
    sql`select * from app.my_sessions()`,
  )
  return rows.map((one) => ({
    id: one.id,
    device: one.device,
    startedAt: new Date(one.started_at).toISOString(),
    lastSeenAt: new Date(one.last_seen_at).toISOString(),
  }))
}

export async function getMyAccount(tx: Tx): Promise<{ email: string; passwordHash: string | null }> {
  const { rows } = await tx.execute<{ email: string; password_hash: string | null }>(sql`select * from app.my_account()`)
  return { email: rows[0]!.email, passwordHash: rows[0]!.password_hash }
}
/** Every session but the one kept ends. */
export const setMyPassword = (tx: Tx, hash: string, keep: string) => tx.execute(sql`select app.set_my_password(${hash}, ${keep})`)

export async function spendLink(tx: Tx, digest: string): Promise<{ userId: string; partnershipId: string } | undefined> {
  const { rows } = await tx.execute<{ user_id: string; partnership_id: string }>(sql`select * from app.use_link(${digest}, 'me')`)
  return rows[0] && { userId: rows[0].user_id, partnershipId: rows[0].partnership_id }
}

export interface Link {
  kind: 'invitation' | 'password'
  userId: string
  partnershipId: string
  name: string
  email: string
  partnership: string
  passwordHash: string | null
}
/** A live invitation, or a live link for a new password; undefined once it is used, too old, or its person is shut out. */
export async function findLink(tx: Tx, digest: string): Promise<Link | undefined> {
  const { rows } = await tx.execute<{
    kind: Link['kind']
    user_id: string
    partnership_id: string
    name: string
    email: string
    partnership: string
    password_hash: string | null
  }>(sql`select * from app.find_link(${digest})`)
  return rows[0] && { ...rows[0], userId: rows[0].user_id, partnershipId: rows[0].partnership_id, passwordHash: rows[0].password_hash }
}
/** Undefined when someone was faster. */
export async function acceptLink(tx: Tx, digest: string, hash: string | null): Promise<boolean> {
  return (await tx.execute(sql`select 1 from app.accept_link(${digest}, ${hash})`)).rowCount === 1
}

/** Keeps that someone asked for a new password; false when too many asked for this account or from this address. */
export async function askForPassword(tx: Tx, id: string, email: string, buckets: { key: string; limit: number }[]): Promise<boolean> {
  const keys = `{${buckets.map(({ key }) => key).join()}}`,
    most = `{${buckets.map(({ limit }) => limit).join()}}`
  const { rows } = await tx.execute<{ kept: boolean }>(
    sql`select app.ask_for_password(${id}, ${email}, ${keys}::text[], ${most}::integer[]) as kept`,
  )
  return rows[0]!.kept
}
/** Null when nobody who signs in with a password has the address. */
export async function partnershipOfRequest(tx: Tx, id: string, demo: boolean): Promise<string | null> {
  return (await tx.execute<{ id: string | null }>(sql`select app.partnership_of_request(${id}, ${demo}) as id`)).rows[0]!.id
}
/** Makes the link and forgets the asking; undefined when that happened already. */
export async function answerRequest(tx: Tx, id: string, digest: string, demo: boolean) {
  return (await tx.execute<{ name: string; email: string }>(sql`select * from app.answer_request(${id}, ${digest}, ${demo})`)).rows[0]
}
export const forgetRequest = (tx: Tx, id: string) => tx.execute(sql`select app.forget_request(${id})`)

export async function listDemoAccounts(tx: Tx) {
  return (await tx.execute<{ email: string; who: string }>(sql`select * from app.demo_accounts()`)).rows
}

/** The session as the screens need it: names beside ids, roles by programme. */
export async function describeSession(tx: Tx, actor: Actor): Promise<Session> {
  const {
    rows: [partnership],
  } = await tx.execute<{ id: string; name: string; demo: boolean; dutyPhone: string }>(
    sql`select id, name, demo, duty_phone as "dutyPhone" from partnerships`,
  )
  const {
    rows: [partner],
  } = await tx.execute<{ id: string; name: string }>(sql`select id, name from partners where id = ${actor.partnerId}`)
  const { rows: programmes } = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from programmes where id = any (app.mine()) order by started_on desc nulls first, name`,
  )
  const rolesIn = (programmeId: string): Role[] => actor.memberships.filter((one) => one.programmeId === programmeId).map((one) => one.role)
  return {
    userId: actor.userId,
    name: actor.name,
    partnership: partnership!,
    partner: partner ?? null,
    administrator: actor.administrator,
    roles: [...new Set(actor.memberships.map((one) => one.role))],
    programmes: programmes.map((one) => ({ ...one, roles: rolesIn(one.id) })),
    self: actor.self,
  }
}
