// A look in an emergency is judged within two working days; a promise about safety, so its lateness is said.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Clock } from '../../clocks.ts'
import { post } from '../messages/commands.ts'

export const emergencyLooks: Clock = {
  name: 'emergency-looks',
  cron: '20 6 * * *',
  run: async ({ doors, send, config }, partnershipId) => {
    await doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
      const { rows } = await tx.execute<{ email: string }>(sql`select email from app.strike_emergencies()`)
      for (const { email } of rows)
        await post(tx, { send }, partnershipId, {
          kind: 'notice',
          to: email,
          subject: 'A look in an emergency waits for its review',
          body: `Two working days are over, and nobody has said yet whether a look in an emergency was justified.\n${config.publicUrl}/break-glass\n`,
        })
    })
  },
}
