// "You have something tomorrow", for whoever said "I'll be there" and has not taken it back: once a day, whatever there is.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { SendingHandler } from '../../jobs.ts'
import { ownWords, tellParticipant } from '../messages/commands.ts'

export const remind: SendingHandler = async ({ doors, send }, { partnershipId, id, userId }) => {
  await doors.asPerson(userId!, partnershipId, uuidv7()).transact(async (tx) => {
    const { rows } = await tx.execute<{ participantId: string }>(sql`
      select r.participant_id as "participantId" from session_replies r join course_sessions s on s.partnership_id = r.partnership_id and s.id = r.course_session_id
      where r.partnership_id = app.partnership() and r.course_session_id = ${id} and r.participant_id = any (app.self()) and r.reply = 'coming'
        and s.status = 'planned' and (s.starts_at at time zone 'Europe/London')::date = app.today() + 1
        and not exists (select 1 from messages m where m.partnership_id = r.partnership_id and m.created_by = app.user_id() and m.kind = 'own'
          and m.subject = ${ownWords.tomorrow().subject} and m.created_at > now() - interval '20 hours')`)
    if (rows[0]) await tellParticipant(tx, { send }, partnershipId, rows[0].participantId, ownWords.tomorrow())
  })
}
