// The day has come to look at a sharing agreement again: its data leads are told, once for each such day.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Clock } from '../../clocks.ts'
import { post } from '../messages/commands.ts'

export const agreementReviews: Clock = {
  name: 'agreements.review',
  cron: '15 7 * * *',
  run: (tools, partnershipId) =>
    tools.doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
      const { rows } = await tx.execute<{ agreementId: string; programmeId: string; email: string }>(
        sql`select agreement_id as "agreementId", programme_id as "programmeId", email from app.strike_reviews()`,
      )
      for (const { agreementId, programmeId, email } of rows)
        await post(tx, tools, partnershipId, {
          kind: 'notice',
          to: email,
          programmeId,
          subject: 'A sharing agreement is to be looked at again',
          body: `The day has come that was set for looking at a sharing agreement again: is all of it still needed? ${tools.config.publicUrl}/admin/agreements/${agreementId}`,
        })
    }),
}
