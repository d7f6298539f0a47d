// The clock of shares: links that ran out, and the reason of an emergency, which is owed within 24 hours.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Clock } from '../../clocks.ts'

const words = {
  due: {
    subject: 'Say why you shared, within four hours',
    body: 'You shared something in an emergency. Say why within 24 hours of it:',
  },
  missed: {
    subject: 'The reason of an emergency share is missing',
    body: 'Something was shared in an emergency, and 24 hours later nobody has said why:',
  },
}

export const sharesClock: Clock = {
  name: 'shares',
  cron: '*/10 * * * *',
  async run({ doors, config, send }, partnershipId) {
    await doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
      const { rows } = await tx.execute<{ shareId: string; told: keyof typeof words; email: string }>(
        sql`select share_id as "shareId", told, email from app.strike_shares()`,
      )
      for (const { shareId, told, email } of rows) {
        const id = uuidv7()
        await tx.execute(
          sql`select app.post_of_shares(${id}, ${email}, ${words[told].subject}, ${`${words[told].body}\n${config.publicUrl}/shares/${shareId}\n`})`,
        )
        await send(tx, 'message.deliver', { partnershipId, id })
      }
    })
  },
}
