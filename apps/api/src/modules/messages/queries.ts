import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Message } from '@modulus/contracts/messages.ts'
import type { Tx } from '#db/transact.ts'
import { cursor } from '#db/writes.ts'

type Raw<T> = T & Record<string, unknown>
export interface NewMessage {
  kind: Message['kind']
  /** E-mail unless it is said otherwise. */
  channel?: Message['channel']
  to: string
  subject: string
  body: string
  /** What it tells of: it goes only to somebody who still belongs to that programme when it goes. */
  programmeId?: string
  /** The digest of the link that it carries: it goes only while that link would open. */
  link?: string
}

/** Into the outbox, in the transaction of what it tells of; the caller sends the job message.deliver in the same one. */
export async function insertMessage(
  tx: Tx,
  { kind, channel = 'email', to, subject, body, programmeId, link }: NewMessage,
): Promise<string> {
  const id = uuidv7(),
    oneLine = subject.replace(/\p{Cc}+/gu, ' ').trim()
  await tx.execute(
    sql`insert into messages (id, kind, channel, to_address, subject, body, about_programme_id, about_link)
      values (${id}, ${kind}, ${channel}, ${to}, ${oneLine}, ${body}, ${programmeId ?? null}, ${link ?? null})`,
  )
  return id
}

const iso = (moment: string | Date | null) => (moment === null ? null : new Date(moment).toISOString())
export async function listMessages(tx: Tx, { after, limit = 25 }: { after?: string; limit?: number }) {
  const place = cursor.read(after, 1)
  const { rows } = await tx.execute<
    Raw<Message>
  >(sql`select id, kind, channel, to_address as "to", subject, body, status, created_at as "writtenAt", sent_at as "sentAt", failure
    from messages where partnership_id = app.partnership() ${place ? sql`and id < ${place[0]}::uuid` : sql``} order by id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit).map((one) => ({ ...one, writtenAt: iso(one.writtenAt)!, sentAt: iso(one.sentAt) }))
  return { items, next: rows.length > limit ? cursor.write(items.at(-1)!.id) : null }
}

export async function findUnsent(tx: Tx, id: string) {
  const { rows } = await tx.execute<{
    id: string
    channel: Message['channel']
    to: string
    subject: string
    body: string
    concerned: boolean
  }>(sql`
    select id, channel, to_address as "to", subject, body, app.still_concerned(id) as concerned from messages where partnership_id = app.partnership() and id = ${id} and status <> 'sent'`)
  return rows[0]
}
/** What went out to the world holds a secret that is not ours to keep: its text is forgotten. */
export const markSent = (tx: Tx, id: string, keepText: boolean) =>
  tx.execute(
    sql`update messages set status = 'sent', sent_at = now(), attempts = attempts + 1, failure = null, body = ${keepText ? sql`body` : sql`''`} where partnership_id = app.partnership() and id = ${id} and status <> 'sent'`,
  )
export const markFailed = (tx: Tx, id: string, failure: string) =>
  tx.execute(
    sql`update messages set status = 'failed', attempts = attempts + 1, failure = ${failure} where partnership_id = app.partnership() and id = ${id} and status <> 'sent'`,
  )
/** They may no longer open what it tells of, or its link is dead: it is not sent, not tried again, and its words are forgotten. */
export const markEnded = (tx: Tx, id: string) =>
  tx.execute(
    sql`update messages set status = 'failed', failure = 'access ended', body = '' where partnership_id = app.partnership() and id = ${id} and status <> 'sent'`,
  )
