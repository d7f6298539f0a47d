import { sql } from 'drizzle-orm'
import type { NewService, NewToken, Service, Token } from '@modulus/contracts/tokens.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'
import { notFound } from '#plugins/problems.ts'

type Raw<T> = T & Record<string, unknown>
export type TokenRow = Omit<Token, 'can'>

const columns = sql`t.id, t.name, jsonb_build_object('id', t.user_id, 'name', p.name) as person, t.service, t.writes, t.categories,
  app.iso(t.created_at) as "madeAt", app.iso(t.expires_at) as "expiresAt", app.iso(t.last_used_at) as "lastUsedAt", app.iso(t.revoked_at) as "revokedAt",
  case when t.revoked_at is not null then 'revoked' when t.expires_at <= now() then 'expired' else 'live' end as state
  from api_tokens t join people p on p.partnership_id = t.partnership_id and p.user_id = t.user_id where t.partnership_id = app.partnership()`

/** Newest first; of everyone only for those who may see them. */
export async function listTokens(tx: Tx, { after, limit = 25, everyone = false }: { after?: string; limit?: number; everyone?: boolean }) {
  const place = cursor.read(after, 1)
  const { rows } = await tx.execute<Raw<TokenRow>>(sql`
    select ${columns} ${everyone ? sql`` : sql`and t.user_id = app.user_id()`} ${place ? sql`and t.id < ${place[0]}::uuid` : sql``}
    order by t.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}
/** Throws not-found, which includes "not yours to see". */
export async function getToken(tx: Tx, id: string): Promise<TokenRow> {
  const { rows } = await tx.execute<Raw<TokenRow>>(sql`select ${columns} and t.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0]
}
/** Days from today to that day, in the country's calendar. */
export async function daysUntil(tx: Tx, day: string): Promise<number> {
  return (await tx.execute<{ days: number }>(sql`select ${day}::date - app.today() as days`)).rows[0]!.days
}
/** It works to the end of its last day, in the country's time. */
export const insertToken = (
  tx: Tx,
  id: string,
  userId: string,
  digest: string,
  { name, writes, categories, expiresOn, serviceId }: NewToken,
) =>
  tx.execute(sql`insert into api_tokens (id, user_id, service, name, digest, writes, categories, expires_at)
    values (${id}, ${userId}, ${Boolean(serviceId)}, ${name.trim()}, ${digest}, ${writes}, ${categories === null ? null : `{${categories.join()}}`}::text[],
      ((${expiresOn}::date + 1)::timestamp at time zone 'Europe/London'))`)
export const revokeToken = (tx: Tx, id: string) =>
  tx.execute(
    sql`update api_tokens set revoked_at = now(), revoked_by = app.user_id() where partnership_id = app.partnership() and id = ${id} and revoked_at is null`,
  )

const service = sql`select p.user_id as id, p.name, jsonb_build_object('id', r.id, 'name', r.name) as partner, p.disabled_at is not null as disabled,
  (select count(*)::integer from memberships m where m.partnership_id = p.partnership_id and m.user_id = p.user_id and (m.until_at is null or now() < m.until_at)) as roles,
  (select count(*)::integer from api_tokens t where t.partnership_id = p.partnership_id and t.user_id = p.user_id and t.revoked_at is null and now() < t.expires_at) as tokens
  from people p join partners r on r.partnership_id = p.partnership_id and r.id = p.partner_id where p.partnership_id = app.partnership() and p.service`
export const listServices = async (tx: Tx) =>
  (await tx.execute<Raw<Service>>(sql`${service} order by app.fold(p.name), p.user_id limit 200`)).rows
export async function findService(tx: Tx, id: string): Promise<Service | undefined> {
  return (await tx.execute<Raw<Service>>(sql`${service} and p.user_id = ${id}`)).rows[0]
}
export async function partnerStands(tx: Tx, id: string): Promise<boolean> {
  return (
    (await tx.execute(sql`select 1 from partners where partnership_id = app.partnership() and id = ${id} and retired_at is null`))
      .rowCount === 1
  )
}
/** An account that nobody signs in to, and somebody at work for the partner. */
export async function insertService(tx: Tx, id: string, { name, partnerId }: NewService): Promise<void> {
  const email = `${id}@service.invalid`
  await tx.execute(sql`select app.account_for(${id}, ${email})`)
  await tx.execute(sql`insert into people (id, user_id, partner_id, name, email, job_title, works_with_us_since, service)
    values (${id}, ${id}, ${partnerId}, ${name.trim()}, ${email}, 'Program', app.today(), true)`)
}
export async function myAddress(tx: Tx): Promise<string> {
  return (await tx.execute<{ email: string }>(sql`select email from app.my_account()`)).rows[0]!.email
}
export const mustHaveProved = (tx: Tx, sessionId: string) => tx.execute(sql`select app.must_have_proved(${sessionId})`)
