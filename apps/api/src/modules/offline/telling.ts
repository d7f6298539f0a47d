// Who hears that something waits for a decision. Never whom it is about, nor a word of it.
import type { Config } from '#config.ts'
import type { Tx } from '#db/transact.ts'
import type { Jobs } from '../../jobs.ts'
import { post } from '../messages/commands.ts'
import type { Receiver } from './queries.ts'

const words = {
  safeguarding: {
    subject: 'A concern could not be taken in',
    body: 'Someone wrote a concern without signal, and it could not be taken in as it is. Please read it now:',
  },
  other: {
    subject: 'Something written without signal waits for a decision',
    body: 'A colleague wrote something without signal, and it could not be taken in as it is. Nothing of it is lost. See what it is:',
  },
}
export async function tellReceivers(
  tx: Tx,
  { jobs, config }: { jobs: Pick<Jobs, 'send'>; config: Config },
  partnershipId: string,
  receivers: Receiver[],
): Promise<void> {
  for (const { item, email, programme, safeguarding } of receivers) {
    const { subject, body } = words[safeguarding ? 'safeguarding' : 'other']
    const message = {
      kind: 'notice',
      to: email,
      subject,
      body: `${body} ${config.publicUrl}/sync?item=${item}`,
      programmeId: programme,
    } as const
    await post(tx, jobs, partnershipId, message)
  }
}
