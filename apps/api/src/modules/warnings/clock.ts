import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Clock } from '../../clocks.ts'
import { post } from '../messages/commands.ts'

/** Each morning: what nobody looked at again ends after ninety days, and leads hear, once, that a review comes within a week. No name goes out. */
export const warningsClock: Clock = {
  name: 'warnings',
  cron: '30 6 * * *',
  run: ({ doors, config, send }, partnershipId) =>
    doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
      const { rows } = await tx.execute<{ email: string }>(sql`select email from app.warnings_due()`)
      for (const { email } of rows)
        await post(tx, { send }, partnershipId, {
          kind: 'notice',
          to: email,
          subject: 'A warning note is due for review',
          body: `A warning note is due for review within a week, or is past it. Sign in to look at it: ${config.publicUrl}/warnings`,
        })
    }),
}
