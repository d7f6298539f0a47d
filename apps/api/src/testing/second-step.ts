// The rest of a sign-in that began with a password, as someone with a passkey does it: enrols it the first time, shows it after that.
import { Authenticator } from './authenticator.ts'
import type { TestApp } from './app.ts'

interface Answer {
  body: { waitingFor?: 'factor' | 'enrolment' }
  headers: Record<string, unknown>
}
export const sessionIn = ({ headers }: Pick<Answer, 'headers'>) => /__Host-session=([^;]+)/.exec(String(headers['set-cookie']))![1]!

/** The answer that lets them in; its cookies are those of the open session. */
export async function secondStep({ call }: Pick<TestApp, 'call'>, answer: Answer, key = new Authenticator()) {
  const half = call(sessionIn(answer))
  if (answer.body.waitingFor === 'factor')
    return half.post('/session/factors/passkey', key.answer((await half.post('/session/factors/passkey/challenge')).body)).expect(201)
  const { body } = await half.post('/session/passkeys/challenge').expect(200)
  return half.put(`/session/passkeys/${crypto.randomUUID()}`, key.create(body)).expect(201)
}
