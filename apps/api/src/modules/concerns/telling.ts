// Who is written to about a concern. Never whom it is about, never who raised it, not a word of what was written: only that something waits.
import { sql } from 'drizzle-orm'
import type { Config } from '#config.ts'
import type { Tx } from '#db/transact.ts'
import type { Jobs } from '../../jobs.ts'
import { ownWords, post } from '../messages/commands.ts'

export interface Telling {
  jobs: Pick<Jobs, 'send'>
  config: Config
  partnershipId: string
}
type Step = 'first' | 'two_hours' | 'four_hours'
const words = (step: Step, danger: boolean, url: string) => ({
  subject: danger ? 'A concern is waiting: someone said there is danger now' : 'A concern is waiting',
  body:
    step === 'four_hours'
      ? `A concern is waiting and nobody who keeps safety has opened it. Please ring the safeguarding lead or the deputy. It is not shown to you: ${url}/safeguarding`
      : `${step === 'two_hours' ? 'A concern has waited for two hours and nobody has taken it on.' : `Someone raised a concern${danger ? ' and says there is immediate danger' : ''}.`} Sign in to read it: ${url}/safeguarding`,
})

/** Those who are due now, each once: the database decides who, and remembers it. Without an id it is the clock that asks. */
export async function alertKeepers(tx: Tx, { jobs, config, partnershipId }: Telling, concernId: string | null = null): Promise<number> {
  const { rows } = await tx.execute<{ kind: Step; email: string; danger: boolean }>(
    sql`select kind, email, danger from app.alert_concerns(${concernId}::uuid)`,
  )
  for (const { kind, email, danger } of rows)
    await post(tx, jobs, partnershipId, { kind: 'notice', to: email, ...words(kind, danger, config.publicUrl) })
  return rows.length
}

const heard = {
  reviewed: 'What you raised was received, and someone who keeps safety is dealing with it.',
  closed: 'What you raised was acted on, and is closed. What was done stays with those who keep safety.',
}
/** That it was received, and that it was acted on. A young person only hears that there is something new on their page. */
export async function tellRaiser(
  tx: Tx,
  { jobs, config, partnershipId }: Telling,
  concernId: string,
  what: keyof typeof heard,
): Promise<void> {
  const {
    rows: [who],
  } = await tx.execute<{ email: string | null; mobile: string | null; own: boolean }>(
    sql`select email, mobile, own from app.concern_raiser(${concernId})`,
  )
  const to = who?.mobile ?? who?.email
  if (!who || !to) return
  if (who.own) await post(tx, jobs, partnershipId, { kind: 'own', channel: who.mobile ? 'text' : 'email', to, ...ownWords.news() })
  else
    await post(tx, jobs, partnershipId, {
      kind: 'notice',
      to,
      subject: 'What you raised',
      body: `${heard[what]} Where it stands: ${config.publicUrl}/safeguarding`,
    })
}

export async function askSecondReader(tx: Tx, { jobs, config, partnershipId }: Telling, userId: string, concernId: string): Promise<void> {
  const {
    rows: [who],
  } = await tx.execute<{ email: string }>(sql`select email from people where partnership_id = app.partnership() and user_id = ${userId}`)
  if (who)
    await post(tx, jobs, partnershipId, {
      kind: 'notice',
      to: who.email,
      subject: 'A second reading is asked of you',
      body: `Someone who keeps safety asks you to read something too. Sign in: ${config.publicUrl}/safeguarding/${concernId}`,
    })
}
