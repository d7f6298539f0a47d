// What time makes necessary: finding what is due each night, and carrying it out, one item and one transaction at a time. A process that dies in
// the middle leaves whole items behind it; the next run, or the next night, goes on with the rest.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Clock } from '../../clocks.ts'
import type { JobHandler, SendingHandler } from '../../jobs.ts'
import { ownWords } from '../messages/commands.ts'

export const retentionClock: Clock = {
  name: 'retention',
  cron: '40 2 * * *',
  async run({ doors, send }, partnershipId) {
    await doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
      await tx.execute(sql`set local statement_timeout = '120s'`)
      const { rows } = await tx.execute<{ id: string }>(sql`select id from app.find_disposals() id`)
      for (const { id } of rows) await send(tx, 'retention.dispose', { partnershipId, id })
    })
  },
}

/** Carries out a batch that may be carried out; harmless for any other. */
export const dispose: JobHandler = async ({ doors }, { partnershipId, id }) => {
  const next = () =>
    doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
      await tx.execute(sql`set local statement_timeout = '60s'`)
      const { rows } = await tx.execute<{ more: boolean }>(sql`select app.dispose_next(${id}) as more`)
      return rows[0]!.more
    })
  while (await next());
}

/** Their wish was answered: the words are on their own page, and nowhere else. */
export const tellOfErasure: SendingHandler = async ({ doors, send }, { partnershipId, id }) => {
  await doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
    const { subject, body } = ownWords.news()
    const { rows } = await tx.execute<{ message: string | null }>(
      sql`select app.tell_of_erasure(${id}, ${uuidv7()}, ${subject}, ${body}) as message`,
    )
    if (rows[0]?.message) await send(tx, 'message.deliver', { partnershipId, id: rows[0].message })
  })
}
