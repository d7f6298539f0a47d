import { sql } from 'drizzle-orm'
import type { Consent, NewConsent, OwnConsent, OwnShare } from '@modulus/contracts/consents.ts'
import type { Actor, Tx } from '#db/transact.ts'
import { notFound } from '#plugins/problems.ts'
import { consents } from './table.ts'

export type ConsentRow = Omit<Consent, 'can'> & { programmeId: string }
const select = sql`select c.id, c.programme_id as "programmeId", c.participant_id as "participantId", c.items, c.to_organisation as "toOrganisation", c.purpose,
    case when c.withdrawn_at is not null then 'withdrawn' when c.refused_at is not null then 'refused' when c.given_at is not null then 'live' else 'asked' end as state,
    h.name as "askedBy", app.iso(c.created_at) as "askedAt", app.iso(coalesce(c.given_at, c.refused_at)) as "answeredAt", c.answer_words as "answerWords",
    c.answered_by as "answeredBy", c.answered_how as "answeredHow", app.iso(c.withdrawn_at) as "withdrawnAt", c.withdrawn_words as "withdrawnWords"
  from consents c left join people h on h.partnership_id = c.partnership_id and h.user_id = c.asked_by_id
  where c.partnership_id = app.partnership()`

export async function getConsent(tx: Tx, id: string): Promise<ConsentRow> {
  const { rows } = await tx.execute<Record<string, unknown>>(sql`${select} and c.id = ${id}`)
  if (!rows[0]) throw notFound()
  return rows[0] as unknown as ConsentRow
}
export async function listConsents(tx: Tx, participantId: string): Promise<ConsentRow[]> {
  const { rows } = await tx.execute<Record<string, unknown>>(
    sql`${select} and c.participant_id = ${participantId} order by c.created_at desc, c.id desc limit 200`,
  )
  return rows as unknown as ConsentRow[]
}
export const insertConsent = (
  tx: Tx,
  actor: Actor,
  id: string,
  whose: { id: string; programmeId: string },
  { items, toOrganisation, purpose }: NewConsent,
) =>
  tx.insert(consents).values({
    id,
    partnershipId: actor.partnershipId,
    programmeId: whose.programmeId,
    participantId: whose.id,
    items,
    toOrganisation: toOrganisation.trim(),
    purpose: purpose.trim(),
    askedById: actor.userId,
  } as typeof consents.$inferInsert)

/** False: not theirs to answer, or answered already. */
export async function answerConsent(tx: Tx, id: string, yes: boolean, words: string, how: string): Promise<boolean> {
  const { rows } = await tx.execute<{ done: boolean }>(sql`select app.answer_consent(${id}, ${yes}, ${words.trim()}, ${how}) as done`)
  return rows[0]!.done
}
/** False: there is no live yes to take back. */
export async function withdrawConsent(tx: Tx, id: string, words: string, how: string): Promise<boolean> {
  const { rows } = await tx.execute<{ done: boolean }>(sql`select app.withdraw_consent(${id}, ${words.trim()}, ${how}) as done`)
  return rows[0]!.done
}

/** A young person's own, through their own eyes. */
export async function listOwnConsents(tx: Tx, participantId: string): Promise<OwnConsent[]> {
  return (await listConsents(tx, participantId)).map(
    ({ programmeId: _, participantId: __, answeredBy: ___, answeredHow: ____, ...shown }) => shown,
  )
}
/** From the moment it was sent; nothing that is only being thought about. */
export async function listOwnShares(tx: Tx, participantId: string): Promise<OwnShare[]> {
  const { rows } = await tx.execute<OwnShare & Record<string, unknown>>(sql`
    select s.id, s.items, s.to_organisation as "toOrganisation", s.to_person as "toPerson", s.why,
      case when s.opened_at is not null then 'opened' when s.state = 'sent' and s.expires_at > now() then 'sent' else 'stopped' end as state,
      app.iso(s.sent_at) as "sentAt", app.iso(s.opened_at) as "openedAt", s.consent_id is not null as "byConsent", s.told_on as "toldOn", s.their_view as "theirView"
    from info_shares s where s.partnership_id = app.partnership() and s.participant_id = ${participantId} and s.sent_at is not null
    order by s.sent_at desc, s.id desc limit 200`)
  return rows
}
