// Tells those who keep watch that one account looked at very many records in a short time. By id: a name would travel by e-mail.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { SendingHandler } from '../../jobs.ts'
import { post } from '../messages/commands.ts'

export const tellOfReadings: SendingHandler = ({ doors, config, send }, { partnershipId, id }) =>
  doors.asSystem('messages', partnershipId, uuidv7()).transact(async (tx) => {
    const { rows } = await tx.execute<{ email: string }>(sql`select email from app.who_hears_of_readings(${id})`)
    const body = `One account asked for more than ${config.limits.records} single records in ten minutes. It has to wait now, and nothing else was stopped.\n\nIt may be a busy day, a program, or somebody who takes records with them. Look who it was, and ask them:\n${config.publicUrl}/admin/people/${id}\n\nWhat they looked at (for data leads):\n${config.publicUrl}/admin/access?person=${id}\n`
    for (const { email } of rows)
      await post(tx, { send }, partnershipId, { kind: 'notice', to: email, subject: 'Very many records were looked at', body })
  })
