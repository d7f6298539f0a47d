// Answers someone who asked for a code. The asking is deleted as it is answered, so a second run does nothing.
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { SendingHandler } from '../../jobs.ts'
import { ownWords } from '../messages/commands.ts'

export const answerCode: SendingHandler = ({ doors, send }, { id }) =>
  doors.asNobody().transact(async (tx) => {
    const asked = (await tx.execute<{ code: string | null }>(sql`select app.code_asked_for(${id}) as code`)).rows[0]!.code
    if (!asked) return
    const messageId = uuidv7(),
      { subject, body } = ownWords.code(asked)
    const { rows } = await tx.execute<{ partnership: string | null }>(
      sql`select app.answer_code_request(${id}, ${messageId}, ${subject}, ${body}) as partnership`,
    )
    if (rows[0]!.partnership) await send(tx, 'message.deliver', { partnershipId: rows[0]!.partnership, id: messageId })
  })
