// The head of each day's logs goes to every partner that named an address for it.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Clock } from '../../clocks.ts'

export const heads: Clock = {
  name: 'heads',
  cron: '30 6 * * *',
  run: ({ doors, send }, partnershipId) =>
    doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
      const { rows } = await tx.execute<{ id: string }>(sql`select id from app.post_heads() id`)
      for (const { id } of rows) await send(tx, 'message.deliver', { partnershipId, id })
    }),
}
