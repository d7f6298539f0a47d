import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Clock } from '../../clocks.ts'
import { post } from '../messages/commands.ts'

const time = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/**
 * Every minute: nobody came back to say so. The buddy fifteen minutes after the expected end, the leads thirty, by e-mail and to the mobile that
 * they gave. The message names the colleague and no young person. What has been told is a row, so a restart neither forgets nor repeats it.
 */
export const visitSafetyClock: Clock = {
  name: 'visit-safety',
  cron: '* * * * *',
  run: ({ doors, config, send }, partnershipId) =>
    doors.asSystem('clock', partnershipId, uuidv7()).transact(async (tx) => {
      const { rows } = await tx.execute<{ visit: string; step: string; who: string; due: Date; email: string; mobile: string | null }>(
        sql`select visit, step, who, due_at as due, email, mobile from app.alert_overdue_visits()`,
      )
      for (const { visit, step, who, due, email, mobile } of rows) {
        const subject = `${who} has not checked out`
        const body = `${who} has not checked out of a visit. They meant to be out by ${time.format(new Date(due))}. ${
          step === 'buddy'
            ? 'Ring them now.'
            : 'Their buddy was told first. Ring them now; if nobody answers, do as your emergency plan says.'
        } Open: ${config.publicUrl}/visits/${visit}/safety`
        await post(tx, { send }, partnershipId, { kind: 'notice', to: email, subject, body })
        if (mobile) await post(tx, { send }, partnershipId, { kind: 'notice', channel: 'text', to: mobile, subject, body })
      }
    }),
}
