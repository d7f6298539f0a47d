// What an account's owner is told by post about their own password.
import type { Tx } from '#db/transact.ts'
import { insertMessage } from '../messages/queries.ts'
import type { Jobs } from '../../jobs.ts'

interface Owner {
  partnershipId: string
  name: string
  email: string
}
async function post(
  tx: Tx,
  jobs: Pick<Jobs, 'send'>,
  { partnershipId, email }: Owner,
  kind: 'password' | 'notice',
  subject: string,
  body: string,
) {
  const id = await insertMessage(tx, { kind, to: email, subject, body })
  await jobs.send(tx, 'message.deliver', { partnershipId, id })
}

export const sendForgottenLink = (tx: Tx, jobs: Pick<Jobs, 'send'>, owner: Owner, link: string) =>
  post(
    tx,
    jobs,
    owner,
    'password',
    'Choose a new password for Modulus',
    `Hello ${owner.name},\n\nSomeone asked for a new password with your address. If that was you, choose one here. The link works once, for one hour:\n${link}\n\nIf it was not you, do nothing: your password stays as it is. If it happens again, tell an administrator.\n`,
  )

export const tellPasswordChanged = (tx: Tx, jobs: Pick<Jobs, 'send'>, owner: Owner) =>
  post(
    tx,
    jobs,
    owner,
    'notice',
    'Your Modulus password was changed',
    `Hello ${owner.name},\n\nYour password for Modulus was just changed, and you were signed out everywhere else.\n\nIf that was not you, tell an administrator now: they can shut the account at once.\n`,
  )

export const tellIdentityConnected = (tx: Tx, jobs: Pick<Jobs, 'send'>, owner: Owner, provider: string) =>
  post(
    tx,
    jobs,
    owner,
    'notice',
    'Another sign-in opens your Modulus account',
    `Hello ${owner.name},\n\nYour account in Modulus can now be opened with the sign-in of ${provider}.\n\nIf that was not you, tell an administrator now: they can shut the account at once.\n`,
  )
