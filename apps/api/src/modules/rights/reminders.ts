// The clock of rights: reminds the data leads a week before an answer is due and on the day, and deletes what went out thirty days ago.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Clock } from '../../clocks.ts'

export const rightsClock: Clock = {
  name: 'rights',
  cron: '30 7 * * *',
  async run({ doors, config, send }, partnershipId) {
    await doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
      const { rows } = await tx.execute<{
        programmeId: string
        aboutId: string
        what: 'request' | 'complaint'
        dueOn: string
        stage: 'soon' | 'due'
      }>(sql`select programme_id as "programmeId", about_id as "aboutId", what, due_on as "dueOn", stage from app.rights_due()`)
      for (const one of rows) {
        const subject = one.stage === 'due' ? 'An answer is due now' : 'An answer is due within a week'
        const about = one.what === 'request' ? 'A request about a record has to be answered' : 'A complaint has to be acknowledged'
        const body = `${about} by ${one.dueOn}.\n${config.publicUrl}/rights/${one.what === 'request' ? one.aboutId : `complaints/${one.aboutId}`}\n`
        const told = await tx.execute<{ id: string }>(sql`select app.rights_tell_leads(${one.programmeId}, ${subject}, ${body}) as id`)
        for (const { id } of told.rows) await send(tx, 'message.deliver', { partnershipId, id })
      }
      await tx.execute(sql`select app.rights_forget()`)
    })
  },
}
