// What whoever signs in here is told by post about how they do it. It goes out with the same commit as what it tells of.
import type { Tx } from '#db/transact.ts'
import { post } from '../messages/commands.ts'
import type { Jobs } from '../../jobs.ts'

interface Owner {
  partnershipId: string
  name: string
  email: string
}
const alarm = 'If that was not you, tell an administrator now: they can shut the account at once.'
const words = {
  passkeyAdded: (name: string) => ['A passkey was added to your Modulus account', `The passkey “${name}” can now sign in as you. ${alarm}`],
  passkeyRemoved: (name: string) => [
    'A passkey was removed from your Modulus account',
    `The passkey “${name}” no longer signs you in. ${alarm}`,
  ],
  appAdded: () => ['An app for codes was added to your Modulus account', `Codes from an app now show that it is you. ${alarm}`],
  appRemoved: () => ['The app for codes was removed from your Modulus account', `Codes from your app no longer sign you in. ${alarm}`],
  codesMade: () => [
    'New recovery codes for your Modulus account',
    `Ten new recovery codes were made. The old ones stopped working. ${alarm}`,
  ],
  recoveryUsed: (left: number) => [
    'A recovery code was used for your Modulus account',
    `Someone signed in as you with a recovery code. You have ${left} left. Add a passkey or an app again, or make new codes, under Settings. ${alarm}`,
  ],
  guessed: () => [
    'Someone tries to sign in to Modulus as you',
    'Someone who knows your password gave many wrong codes today. They are not in. If that was not you, change your password now, and tell an administrator.',
  ],
} satisfies Record<string, (...args: never[]) => [string, string] | string[]>
export type FactorNews = keyof typeof words

export async function tellOwner<N extends FactorNews>(
  tx: Tx,
  jobs: Pick<Jobs, 'send'>,
  { partnershipId, name, email }: Owner,
  news: N,
  ...about: Parameters<(typeof words)[N]>
): Promise<void> {
  const [subject, body] = (words[news] as (...args: unknown[]) => string[])(...about)
  await post(tx, jobs, partnershipId, { kind: 'notice', to: email, subject: subject!, body: `Hello ${name},\n\n${body}\n` })
}

/** `link`: where they choose a new password; without one they come in by another service. */
export const tellReset = (tx: Tx, jobs: Pick<Jobs, 'send'>, { partnershipId, name, email }: Owner, by: string, link: string | null) =>
  post(tx, jobs, partnershipId, {
    kind: link ? 'password' : 'notice',
    to: email,
    subject: 'Set up your way into Modulus again',
    body: `Hello ${name},\n\n${by} took away the passkeys, apps and codes of your account, and you were signed out everywhere. ${
      link
        ? `Come in with this link and set up your sign-in again. It works once, until this time tomorrow:\n${link}`
        : 'Sign in as you always do, and set it up again.'
    }\n\nIf you did not ask for this, tell another administrator now.\n`,
  })
