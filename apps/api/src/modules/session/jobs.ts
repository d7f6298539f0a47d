// Answers someone who forgot their password. The asking is deleted as it is answered, so a second run does nothing.
import { v7 as uuidv7 } from 'uuid'
import type { SendingHandler } from '../../jobs.ts'
import { sendForgottenLink } from './commands.ts'
import { newSecret } from './forgotten.ts'
import { answerRequest, forgetRequest, partnershipOfRequest } from './queries.ts'

export const answerForgotten: SendingHandler = async ({ doors, config, send }, { id }) => {
  const nobody = doors.asNobody(),
    partnershipId = await nobody.transact((tx) => partnershipOfRequest(tx, id, config.demo))
  if (!partnershipId) return void (await nobody.transact((tx) => forgetRequest(tx, id)))
  const { token, digest } = newSecret()
  await doors.asSystem('messages', partnershipId, uuidv7()).transact(async (tx) => {
    const owner = await answerRequest(tx, id, digest, config.demo)
    if (owner) await sendForgottenLink(tx, { send }, { ...owner, partnershipId }, `${config.publicUrl}/i/${token}`)
  })
}
