// Opens a review of each programme every 90 days, and says further up what nobody answered.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Clock } from '../../clocks.ts'
import { post } from '../messages/commands.ts'

const words = {
  asked: {
    subject: 'Who still needs their role?',
    body: 'Every 90 days we ask of each role in your programme whether it is still needed. It takes a few minutes.',
  },
  late: {
    subject: 'Roles that nobody has confirmed',
    body: 'A review of who has a role in a programme is more than 14 days past its day. Nobody was shut out; please see that it is answered.',
  },
} as const

export const accessReviewsClock: Clock = {
  name: 'access-reviews',
  cron: '30 6 * * *',
  run: async ({ doors, send, config }, partnershipId) => {
    await doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
      const { rows } = await tx.execute<{ what: keyof typeof words; email: string }>(
        sql`select what, email from app.strike_access_reviews()`,
      )
      for (const { what, email } of rows)
        await post(tx, { send }, partnershipId, {
          kind: 'notice',
          to: email,
          subject: words[what].subject,
          body: `${words[what].body}\n${config.publicUrl}/access-review\n`,
        })
    })
  },
}
