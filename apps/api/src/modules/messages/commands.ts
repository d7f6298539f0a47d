// What young people are written, all of it, in one place: nothing on a lock screen may say more than a stranger may read.
import { sql } from 'drizzle-orm'
import type { Tx } from '#db/transact.ts'
import type { Jobs } from '../../jobs.ts'
import { insertMessage, type NewMessage } from './queries.ts'

/** No name of a programme, a partner, a worker or the young person; no word of what it is about. A text message is the body alone. */
export const ownWords = {
  code: (code: string) => ({ subject: 'Your code', body: `Your code is ${code}. It works for 10 minutes. Do not share it.` }),
  link: (address: string, days: number) => ({
    subject: 'Your own page',
    body: `This opens your own page. It works once, in the next ${days} days:\n${address}\n`,
  }),
  tomorrow: () => ({ subject: 'You have something tomorrow', body: 'You have something tomorrow.' }),
  news: () => ({ subject: 'There is something new on your page', body: 'There is something new on your page.' }),
}

/** Into the outbox and on its way, with the same commit. */
export async function post(tx: Tx, jobs: Pick<Jobs, 'send'>, partnershipId: string, message: NewMessage): Promise<void> {
  const id = await insertMessage(tx, message)
  await jobs.send(tx, 'message.deliver', { partnershipId, id })
}

/**
 * To a young person who has pages of their own, by text where their team noted a mobile number that is safe, otherwise by e-mail.
 * Only for someone who may see how to reach them; false when there is no way.
 */
export async function tellParticipant(
  tx: Tx,
  jobs: Pick<Jobs, 'send'>,
  partnershipId: string,
  participantId: string,
  words: { subject: string; body: string },
): Promise<boolean> {
  const { rows } = await tx.execute<{ mobile: string | null; email: string | null }>(sql`
    select case when c.safe_to_call is not false then app.phone_key(c.phone) end as mobile, nullif(c.email, '') as email
    from participant_contacts c join participants t on t.partnership_id = c.partnership_id and t.id = c.participant_id
    where c.partnership_id = app.partnership() and c.participant_id = ${participantId} and t.user_id is not null`)
  const to = rows[0]?.mobile ?? rows[0]?.email
  if (!to) return false
  await post(tx, jobs, partnershipId, { kind: 'own', channel: rows[0]!.mobile ? 'text' : 'email', to, ...words })
  return true
}

/** To the young person's worker and the leads of the programme, who then look on their own pages: no name goes out by e-mail. */
export async function tellTeam(
  tx: Tx,
  jobs: Pick<Jobs, 'send'>,
  partnershipId: string,
  about: { id: string; programmeId: string },
  words: { subject: string; body: string },
): Promise<void> {
  const { rows } = await tx.execute<{ email: string }>(sql`
    select distinct h.email from people h
    where h.partnership_id = app.partnership() and h.disabled_at is null and (h.left_on is null or h.left_on > current_date) and (
      h.user_id = (select t.worker_id from participants t where t.partnership_id = h.partnership_id and t.id = ${about.id})
      or exists (select 1 from memberships m where m.partnership_id = h.partnership_id and m.user_id = h.user_id and m.programme_id = ${about.programmeId}
        and m.role = 'programme_lead' and m.from_at <= now() and (m.until_at is null or now() < m.until_at)))`)
  for (const { email } of rows) await post(tx, jobs, partnershipId, { kind: 'notice', to: email, ...words, programmeId: about.programmeId })
}
